import { dayOfTime } from '../../core/day-of-time.ts'
import { type Day, dayToIso } from '../../core/time.ts'
import { estimateProportion } from '../../stats/proportions/estimate-proportion.ts'
import { traitAt } from '../question/trait-history.ts'
import { everyone, isIn, type Measure, type MeasuredRow, type Measuring, measured, untold } from './measured.ts'

const DAYS = 90

/** MRR whose renewal is near, and what of it will be kept if accounts stay as those of their health have stayed. */
export const measureRenewals: Measure<'renewals'> = async (_, measuring) => {
  const { reading, last, group } = measuring
  const trait = reading.model.account.renewsOnTrait
  if (trait === null) return untold('account.renewsOn says no trait with the day of renewal')
  const told = await reading.traits('account', trait)
  const { accounts, currency } = await reading.money()
  if (currency === null) return untold('nobody pays yet')
  const end = reading.zone.startOf(last + 1)
  const due = accounts.flatMap((one) => {
    const day = dayOfTime(traitAt(told, one.account, end - 1), reading.zone)
    const mrr = one.mrrBefore(end)
    const isDue = day !== null && day > last && day <= last + DAYS && mrr > 0 && isIn(group, one.account, last)
    return isDue ? [{ account: one.account, mrr }] : []
  })
  const rows = [
    { label: 'customers with a renewal', value: due.length, unit: 'count' },
    ...(await forecast(measuring, due)),
  ]
  const who = everyone(
    'account',
    due.map(({ account }) => account),
  )
  const period = { from: dayToIso(last + 1), to: dayToIso(last + DAYS) }
  return measured({ value: due.reduce((sum, { mrr }) => sum + mrr, 0), currency, period, rows, ...who }, '')
}

type Due = { readonly account: number; readonly mrr: number }

/** Each weighted by the share that still pays of the customers that were in its band 90 days ago; the limits are those of the shares. */
async function forecast(measuring: Measuring, due: readonly Due[]): Promise<MeasuredRow[]> {
  const bandAt = await bandsOf(measuring)
  const kept = await keptByBand(measuring, bandAt)
  const sum = (of: 'estimate' | 'lower' | 'upper'): number | null => {
    let total = 0
    for (const { account, mrr } of due) {
      const share = kept.get(bandAt(account, measuring.last)) ?? kept.get('all')
      if (share === undefined) return null
      total += mrr * share[of]
    }
    return total
  }
  return [
    { label: 'forecast of what is kept', value: sum('estimate') },
    { label: 'at least', value: sum('lower') },
    { label: 'at most', value: sum('upper') },
  ]
}

type BandAt = (account: number, day: Day) => string | null

async function bandsOf({ reading }: Measuring): Promise<BandAt> {
  const name = reading.model.worklist.health ?? 'health'
  const score = reading.model.scores.find(({ key, level }) => key === name && level === 'account')
  if (score === undefined || score.bands.length === 0) return () => null
  const lookup = await reading.bands(name)
  return (account, day) => lookup(`band:${name}`, account, day)
}

type Shares = ReadonlyMap<string | null, { readonly estimate: number; readonly lower: number; readonly upper: number }>

/** By band as it was 90 days ago: who of those who paid then still does. `all`: of whatever band. */
async function keptByBand({ reading, last }: Measuring, bandAt: BandAt): Promise<Shares> {
  const { zone } = reading
  const counts = new Map<string | null, { successes: number; total: number }>()
  for (const one of (await reading.money()).accounts) {
    if (one.mrrBefore(zone.startOf(last - DAYS + 1)) === 0) continue
    const stayed = one.mrrBefore(zone.startOf(last + 1)) > 0
    for (const key of ['all', bandAt(one.account, last - DAYS)]) {
      const own = counts.get(key) ?? { successes: 0, total: 0 }
      counts.set(key, { successes: own.successes + (stayed ? 1 : 0), total: own.total + 1 })
    }
  }
  return new Map([...counts].map(([band, share]) => [band, estimateProportion(share)!]))
}
