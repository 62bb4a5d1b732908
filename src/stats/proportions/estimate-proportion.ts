import { Z95 } from '../distributions/normal.ts'
import type { Interval } from '../interval.ts'
import type { Share } from './share.ts'

/**
 * A proportion with Wilson's score limits (Wilson 1927), which stay inside [0, 1] and hold for few cases and for 0 or all of them. Null of nothing (0 of 0).
 * `total` may be fractional: an effective number of cases.
 */
export function estimateProportion({ successes, total }: Share, z = Z95): Interval | null {
  if (!(total > 0)) return null
  const estimate = successes / total
  const z2 = z * z
  const centre = (successes + z2 / 2) / (total + z2)
  const half = (z * Math.sqrt((successes * (total - successes)) / total + z2 / 4)) / (total + z2)
  // At the ends the formula is exact, its rounding is not.
  const lower = successes === 0 ? 0 : Math.max(0, centre - half)
  const upper = successes === total ? 1 : Math.min(1, centre + half)
  return { estimate, lower: Math.min(lower, estimate), upper: Math.max(upper, estimate) }
}
