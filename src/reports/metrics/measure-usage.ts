import { dayToIso } from '../../core/time.ts'
import { ratioOf } from '../question/numbers.ts'
import { daysBetween, type Measured, type Measuring, measured, shareOf, untold } from './measured.ts'

/** Of the accounts active in 28 days, the share that used the core feature. */
export async function measureCoreAdoption({ source, last, ask }: Measuring): Promise<Measured> {
  const feature = coreFeatureOf(source.model)
  if (feature === null) return untold('no core event of the configuration belongs to a feature')
  const active = async (day: string, event?: string): Promise<number> => {
    const on = { date_from: day, date_to: day, window: 'month28', ...(event === undefined ? {} : { event }) } as const
    return (await ask('active', { actor: 'account', ...on })).values[0] ?? 0
  }
  const share = async (day: string) => shareOf(await active(day, feature), await active(day))
  const previous = (await share(dayToIso(last - 28))).value
  const period = daysBetween(last - 27, last)
  const now = await share(dayToIso(last))
  const rows = [{ label: `used ${feature}`, value: now.value, ...now.of }]
  return measured({ ...now, previous, period, rows }, 'no account was active in 28 days')
}

/** The one of the settings, else that of the first core event. */
function coreFeatureOf({ metrics, events }: Measuring['source']['model']): string | null {
  return metrics.coreFeature ?? events.find(({ kind, feature }) => kind === 'core' && feature !== null)?.feature ?? null
}

const WEEKS = 12
const RETURN_WEEK = 4

/** Of accounts that began in the last twelve weeks, the share back in their fourth week. */
export async function measureRetention({ last, ask }: Measuring): Promise<Measured> {
  const table = (to: number) =>
    ask('retention', {
      ...{ actor: 'account', period: 'week', total_intervals: RETURN_WEEK + 1 },
      ...{ date_from: dayToIso(to - 7 * WEEKS + 1), date_to: dayToIso(to) },
    })
  const { cohorts, overall, overall_size, overall_returned } = await table(last)
  const rows = cohorts.map(({ start, values, complete }) => {
    const [total = null, back = null] = [values[0], values[RETURN_WEEK]]
    const over = complete[RETURN_WEEK] === true && total !== null && back !== null
    return { label: start, value: over ? ratioOf(back, total) : null, count: over ? back : null, total }
  })
  const value = overall[RETURN_WEEK] ?? null
  const of = { count: overall_returned[RETURN_WEEK] ?? 0, total: overall_size[RETURN_WEEK] ?? 0 }
  const previous = (await table(last - 28)).overall[RETURN_WEEK] ?? null
  const period = daysBetween(last - 7 * WEEKS + 1, last)
  return measured({ value, of, previous, period, rows }, 'no cohort has its fourth week behind it')
}

/** WAU/MAU of users, with DAU/MAU beside it. */
export async function measureStickiness({ last, ask }: Measuring): Promise<Measured> {
  const on = async (day: string) => (await ask('active', { date_from: day, date_to: day })).stickiness
  const now = await on(dayToIso(last))
  const rows = [{ label: 'DAU/MAU', value: now.dau_mau[0] ?? null, count: null, total: null }]
  const previous = (await on(dayToIso(last - 28))).wau_mau[0] ?? null
  const period = daysBetween(last - 29, last)
  return measured({ value: now.wau_mau[0] ?? null, previous, period, rows }, 'nobody was active in 30 days')
}

/** The share of accounts in the best band of health. */
export async function measureHealth({ source }: Measuring): Promise<Measured> {
  const { scores, worklist } = source.model
  const name = worklist.health ?? 'health'
  const bands = scores.find(({ key }) => key === name)?.bands ?? []
  if (bands.length === 0) return untold(`the configuration has no score ${name} with bands`)
  const counts = await source.countBands(name)
  const total = bands.reduce((sum, band) => sum + (counts.get(band.name) ?? 0), 0)
  const rows = bands.map((band) => {
    const { value, of } = shareOf(counts.get(band.name) ?? 0, total)
    return { label: band.name, value, ...of }
  })
  return measured({ ...shareOf(rows[0]!.count, total), rows }, 'of no account the health is known')
}
