import type { Activation } from '../../config/model.ts'
import { type Day, MS_PER_DAY } from '../../core/time.ts'
import { estimateMean } from '../../stats/samples/estimate-mean.ts'
import { estimateSurvival, type SurvivalStep, timeUntilLeft } from '../../stats/survival/estimate-survival.ts'
import type { Newcomer } from '../onboarding/newcomer.ts'
import {
  daysBetween,
  isIn,
  type Measure,
  type Measuring,
  measured,
  partOf,
  shareOf,
  shareRow,
  untold,
} from './measured.ts'

const NO_ACTIVATION = 'the configuration says nothing about activation of accounts'
const SIGNED_UP_DAYS = 28
const FOLLOWED_DAYS = 90

export const measureActivation: Measure<'activation'> = async ({ of }, measuring) => {
  const activation = measuring.reading.model.activations.find(({ level }) => level === 'account')
  if (activation === undefined) return untold(NO_ACTIVATION)
  switch (of) {
    case 'rate':
      return measureRate(activation, measuring)
    case 'days':
      return measureDays(activation, measuring)
    case 'checklist':
      return measureChecklist(activation, measuring)
  }
}

/** Of those whose window has passed, the share that was activated within it. */
async function measureRate({ withinDays }: Activation, measuring: Measuring) {
  const end = measuring.last - withinDays
  const period = daysBetween(end - SIGNED_UP_DAYS + 1, end)
  const own = await signedUp(measuring, { days: SIGNED_UP_DAYS, to: end, after: withinDays })
  const inTime = own.filter((one) => activatedWithin(one, withinDays))
  return measured(
    { ...shareOf(inTime.length, own.length), period, ...whoOf(measuring, own, (one) => inTime.includes(one)) },
    `nobody signed up from ${period.from} to ${period.to}`,
  )
}

function activatedWithin({ activatedAt, signUp }: Newcomer, days: number): boolean {
  return activatedAt !== null && activatedAt - signUp < days * MS_PER_DAY
}

/** The median time to the first milestone, until three quarters are there, and the mean of those who are. */
async function measureDays({ withinDays }: Activation, measuring: Measuring) {
  const { last, reading } = measuring
  const own = await signedUp(measuring, { days: FOLLOWED_DAYS, to: last, after: withinDays })
  const followed = own.map((one) => followUp(one, reading.until))
  const curve = estimateSurvival(followed)
  const there = followed.filter(({ event }) => event)
  const days = there.map(({ time }) => time)
  return measured(
    {
      value: timeUntilLeft(curve),
      of: { count: there.length, total: own.length },
      interval: limitsOfMedian(curve),
      period: daysBetween(last - FOLLOWED_DAYS + 1, last),
      ...whoOf(measuring, own, (one) => followUp(one, reading.until).event),
      rows: [
        { label: 'three quarters are there after', value: timeUntilLeft(curve, 0.25) },
        { label: 'mean of those who are there', value: estimateMean(days)?.estimate ?? null },
      ],
    },
    own.length === 0 ? 'nobody signed up in the last 90 days' : 'less than half of them are there yet',
  )
}

/** Something that took no time at all took a moment. */
const MOMENT = 1e-9

function followUp({ signUp, reached }: Newcomer, until: number): { readonly time: number; readonly event: boolean } {
  const known = reached.flatMap((at) => at ?? [])
  const first = known.length === 0 ? null : Math.min(...known)
  const event = first !== null && first < until
  return { time: Math.max(MOMENT, ((event ? first : until) - signUp) / MS_PER_DAY), event }
}

/** Where the limits of the curve come down to one half (Brookmeyer and Crowley 1982); null where the upper one does not. */
function limitsOfMedian(curve: readonly SurvivalStep[]): { lower: number; upper: number } | null {
  const lower = curve.find(({ limits, survival }) => (limits?.lower ?? survival) <= 0.5)?.time
  const upper = curve.find(({ limits, survival }) => (limits?.upper ?? survival) <= 0.5)?.time
  return lower === undefined || upper === undefined ? null : { lower, upper }
}

/** The mean share of steps done at the end of the window, and who did all of them and was not activated. */
async function measureChecklist({ withinDays }: Activation, measuring: Measuring) {
  const end = measuring.last - withinDays
  const period = daysBetween(end - SIGNED_UP_DAYS + 1, end)
  const own = await signedUp(measuring, { days: SIGNED_UP_DAYS, to: end, after: withinDays })
  const shares = own.map(({ checklist }) => checklist ?? 0)
  const mean = estimateMean(shares)
  const done = own.filter(({ checklist }) => checklist === 1)
  const stuck = done.filter((one) => !activatedWithin(one, withinDays))
  const rows = [
    shareRow('all steps, and activated', done.length - stuck.length, own.length),
    shareRow('all steps, no value', stuck.length, own.length),
    shareRow(
      'not all steps, and activated',
      own.filter((one) => one.checklist !== 1 && activatedWithin(one, withinDays)).length,
      own.length,
    ),
  ]
  const interval = mean === null ? null : { lower: Math.max(0, mean.lower), upper: Math.min(1, mean.upper) }
  return measured(
    { value: mean?.estimate ?? null, interval, period, rows, ...whoOf(measuring, own, (one) => one.checklist === 1) },
    `nobody signed up from ${period.from} to ${period.to}`,
  )
}

function whoOf({ reading }: Measuring, own: readonly Newcomer[], isCounted: (one: Newcomer) => boolean) {
  const { account } = reading.source.store.dictionary
  const byId = new Map(own.map((one) => [account.idOf(one.account) ?? 0, one]))
  return partOf('account', byId.keys(), (id) => isCounted(byId.get(id)!))
}

type SignedUp = { readonly days: number; readonly to: Day; readonly after: number }

/** Accounts that signed up on the days up to one. */
async function signedUp(
  { reading, group, last }: Measuring,
  { days, to, after }: SignedUp,
): Promise<readonly Newcomer[]> {
  const { zone, source } = reading
  const idOf = (key: string) => source.store.dictionary.account.idOf(key) ?? 0
  return (await reading.newcomers(after)).filter(({ account, signUp }) => {
    const day = zone.dayOf(signUp)
    return day > to - days && day <= to && isIn(group, idOf(account), last)
  })
}
