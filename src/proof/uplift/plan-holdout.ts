import { LEAST_UNITS } from '../../stats/experiments/bound-sequence.ts'
import { estimateProportion } from '../../stats/proportions/estimate-proportion.ts'
import type { Share } from '../../stats/proportions/share.ts'
import { type PlannedUplift, planUplift } from './plan-uplift.ts'

/** Who would have begun a playbook in days of the past, and what became of them. */
export type PastEntrants = {
  readonly days: number
  readonly accounts: number
  /** Of those whose days are over: how many had the outcome. */
  readonly outcome: Share
  readonly good: 'more' | 'less'
}

/** Whether leaving some alone is worth having, and if not, why. */
export type HoldoutWorth = 'worth having' | 'too few' | 'rate unknown' | 'too small'

export type PlannedHoldout = {
  readonly worth: HoldoutWorth
  readonly perWeek: number
  /** Rate of the outcome among those of the past; null: too few of them have told. */
  readonly base: number | null
  /** null: too few begin it, or the rate is not known. */
  readonly planned: PlannedUplift | null
}

const WEEKS = 52
/** Of the room that the rate leaves: what is aimed at where a year's accounts suffice, and the most that is worth having. */
const AIMED = 0.25
const MOST = 0.5
/** With fewer of them a rate is a guess. */
const LEAST_TOLD = 30

/**
 * What leaving a share alone would show, from those of the past: planned to find a quarter of the room that the rate leaves, or what the accounts of a year find. It is
 * worth having where that is at most half of the room: fewer things that are done to customers do more.
 */
export function planHoldout(past: PastEntrants, share: number): PlannedHoldout {
  const perWeek = past.days > 0 ? (7 * past.accounts) / past.days : 0
  const year = Math.floor(perWeek * WEEKS)
  const { successes, total } = past.outcome
  const base = total >= LEAST_TOLD && successes > 0 && successes < total ? successes / total : null
  if (year < LEAST_UNITS) return { worth: 'too few', perWeek, base, planned: null }
  if (base === null) return { worth: 'rate unknown', perWeek, base, planned: null }
  const { planned, room } = planFor(past.good, { base, share, perWeek, year })
  const worth = planned !== null && planned.detectable <= MOST * room ? 'worth having' : 'too small'
  return { worth, perWeek, base, planned }
}

type Pace = { readonly base: number; readonly share: number; readonly perWeek: number; readonly year: number }

/** As far as the rate can get: to nothing where less is good; where more is, it at most doubles. */
function planFor(good: PastEntrants['good'], { base, share, perWeek, year }: Pace) {
  const room = good === 'less' ? base : Math.min(base, 1 - base)
  const asked = { base, holdout: share, good, perWeek }
  const fine = planUplift({ ...asked, size: { effect: AIMED * room } })
  const planned = fine !== null && fine.units <= year ? fine : planUplift({ ...asked, size: { units: year } })
  return { planned, room }
}

/**
 * For a share that was set, however little is known: without a rate half is assumed, at which a difference is hardest to find; without a pace the fewest accounts of which
 * anything is shown, tenfold.
 */
export function planAnyway(
  { good }: Pick<PastEntrants, 'good'>,
  { base, perWeek }: PlannedHoldout,
  share: number,
): PlannedUplift {
  const year = Math.max(10 * LEAST_UNITS, Math.floor(perWeek * WEEKS))
  return planFor(good, { base: base ?? 0.5, share, perWeek, year }).planned!
}

/** The rate of those of the past, with its limits; null: nobody has told. */
export function rateOfPast({ outcome }: PastEntrants) {
  return estimateProportion(outcome)
}
