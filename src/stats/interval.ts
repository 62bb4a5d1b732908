import { Z95 } from './distributions/normal.ts'

/** An estimate with its 95 % limits. */
export type Interval = {
  readonly estimate: number
  readonly lower: number
  readonly upper: number
}

/** A ratio from its logarithm and the standard error of that. */
export function intervalOfLog(log: number, error: number): Interval {
  return { estimate: Math.exp(log), lower: Math.exp(log - Z95 * error), upper: Math.exp(log + Z95 * error) }
}

/** estimate ± z · error, kept within a range. */
export function intervalAround(estimate: number, error: number, [least, most]: readonly [number, number]): Interval {
  return { estimate, lower: Math.max(least, estimate - Z95 * error), upper: Math.min(most, estimate + Z95 * error) }
}
