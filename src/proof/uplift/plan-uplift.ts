import { sequenceWidth } from '../../stats/experiments/bound-sequence.ts'
import { detectableDifference, factorOfLooking, planSample, weeksUntil } from '../../stats/experiments/plan-sample.ts'

export type UpliftAsked = {
  /** Rate of the outcome where nothing is done. */
  readonly base: number
  readonly holdout: number
  readonly good: 'more' | 'less'
  /** How many units are planned, or the difference that is to be found. */
  readonly size: { readonly units: number } | { readonly effect: number }
  /** Units that come in a week; null: not known. */
  readonly perWeek: number | null
}

export type PlannedUplift = {
  readonly units: number
  /** Smallest difference that is found in four of five cases, however often one looks; and by a single look at the end. */
  readonly detectable: number
  readonly detectableAtEnd: number
  /** Until the last unit has come; null: not known, or more than a year. */
  readonly weeks: number | null
  /** Only an effect of more than half the base rate would be found: nothing that is likely. */
  readonly tooSmall: boolean
}

/** Units are few in a small product, and half of all effects are smaller than this share of the base rate. */
const MUCH = 0.5

/** What an experiment can find, before it starts. Null where the rate leaves no room for the difference, or an arm would be empty. */
export function planUplift({ base, holdout, good, size, perWeek }: UpliftAsked): PlannedUplift | null {
  const factor = factorOfLooking(sequenceWidth({ units: 1, planned: 1 }))
  const units = 'units' in size ? size.units : unitsFor({ base, holdout, good, effect: size.effect }, factor)
  if (units === null) return null
  const second = Math.round(units * holdout)
  const atEnd = detectableDifference(base, { first: units - second, second })
  if (atEnd === null) return null
  const detectable = factor * atEnd
  const weeks = perWeek === null || perWeek <= 0 ? null : weeksUntil(units, perWeek)
  return { units, detectable, detectableAtEnd: atEnd, weeks, tooSmall: detectable > MUCH * base }
}

type Finding = Pick<UpliftAsked, 'base' | 'holdout' | 'good'> & { readonly effect: number }

function unitsFor({ base, holdout, good, effect }: Finding, factor: number): number | null {
  const treated = good === 'more' ? base + effect : base - effect
  if (treated < 0 || treated > 1) return null
  const once = planSample({ first: treated, second: base, ratio: (1 - holdout) / holdout })
  return once === null ? null : Math.ceil((once.first + once.second) * factor * factor)
}
