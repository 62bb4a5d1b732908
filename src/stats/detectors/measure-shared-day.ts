import { medianOf } from '../samples/order-statistics.ts'

/** What the entities of a segment share on a day: measured once at the day's close, before any of them is judged. */
export type SharedDay = {
  /** κ pooled over entities: how much more than a Poisson number a week varies, as a share of its mean squared. */
  readonly overdispersion: number
  /** g: how the days up to this one compare with usual for the median entity. 1 on an ordinary day, far below on a holiday. */
  readonly commonFactor: number
}

/** Below this many a week an entity is too quiet to say how a day was. */
export const LEAST_TYPICAL = 5
/** With fewer entities, a segment has no common factor of its own. */
export const LEAST_OF_SEGMENT = 30
/** With fewer entities altogether, one that falls would be how the day was: there is no common factor. */
export const LEAST_OF_ALL = 5
const FACTOR_RANGE = [0.2, 2] as const
const SUSPICIOUS = 0.6

/** Sums over entities of what their weeks say of the pooled overdispersion. */
export type SpreadSums = {
  /** Of each entity the sample variance of its weeks less their mean. */
  readonly excess: number
  /** Of each entity the mean squared. */
  readonly square: number
}

export const NO_SPREAD: SpreadSums = { excess: 0, square: 0 }

/** Adds one entity's weeks; with fewer than two they say nothing. */
export function addSpread(sums: SpreadSums, weeks: readonly number[]): SpreadSums {
  if (weeks.length < 2) return sums
  const mean = weeks.reduce((sum, week) => sum + week, 0) / weeks.length
  const squared = weeks.reduce((sum, week) => sum + (week - mean) ** 2, 0)
  return { excess: sums.excess + squared / (weeks.length - 1) - mean, square: sums.square + mean * mean }
}

/** κ = max(0, Σ excess / Σ square); 0 without entities. */
export function pooledOverdispersion({ excess, square }: SpreadSums): number {
  return square > 0 ? Math.max(0, excess / square) : 0
}

/**
 * The median of (recent + ½) / (expected + ½) over entities with at least 5 a week, kept in [0.2, 2]: what a holiday, or a fault in tracking, does to
 * everybody. Null with fewer than `least` of them.
 */
export function findCommonFactor(ratios: readonly number[], least: number): number | null {
  const median = ratios.length < least ? null : medianOf(ratios)
  return median === null ? null : Math.min(FACTOR_RANGE[1], Math.max(FACTOR_RANGE[0], median))
}

/**
 * Whether everybody's counts fell so far that a holiday or a fault in tracking, and no customer, is the cause: a factor below 0.6, or a fall of more than 0.25
 * within a day. `before`: the factor of the day before; null if there is none.
 */
export function suspectTracking(factor: number, before: number | null): boolean {
  return factor < SUSPICIOUS || (before !== null && before - factor > 0.25)
}

/**
 * Of a series of days, those on which fewer than 0.6 of the entities were active that are on the same weekday, by the median of the eight weeks before.
 * `active` counts entities by day. With a median below 5 too few are there to tell.
 */
export function findQuietDays(active: ArrayLike<number>): number[] {
  const quiet: number[] = []
  for (let day = WEEK; day < active.length; day++) {
    const before: number[] = []
    for (let week = 1; week <= 8 && day - week * WEEK >= 0; week++) before.push(active[day - week * WEEK]!)
    const usual = medianOf(before) ?? 0
    if (usual >= LEAST_OF_ALL && active[day]! < SUSPICIOUS * usual) quiet.push(day)
  }
  return quiet
}

const WEEK = 7
