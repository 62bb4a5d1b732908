import { Z95 } from '../distributions/normal.ts'
import type { Interval } from '../interval.ts'
import { estimateProportion } from './estimate-proportion.ts'
import type { Share } from './share.ts'

/**
 * The difference of two independent proportions, first minus second, with Newcombe's hybrid score limits (Newcombe 1998, method 10): each side takes the
 * distance from the nearer Wilson limits. Null if either has no cases.
 */
export function estimateDifference(first: Share, second: Share, z = Z95): Interval | null {
  const one = estimateProportion(first, z)
  const two = estimateProportion(second, z)
  if (one === null || two === null) return null
  const estimate = one.estimate - two.estimate
  return {
    estimate,
    lower: estimate - Math.hypot(one.estimate - one.lower, two.upper - two.estimate),
    upper: estimate + Math.hypot(one.upper - one.estimate, two.estimate - two.lower),
  }
}
