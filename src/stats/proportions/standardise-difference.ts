import { type Interval, intervalAround } from '../interval.ts'
import { sumExactly } from '../samples/sum-exactly.ts'
import type { Share } from './share.ts'

/** One segment before and after something. */
export type BeforeAfter = { readonly before: Share; readonly after: Share }

export type StandardisedDifference = {
  /** After minus before, whoever they were. */
  readonly crude: number
  /** The same had the mix stayed as it was before. */
  readonly standardised: Interval
}

/**
 * A change between two cohorts, split into what the segments' rates did and what their mix did: directly standardised to the mix before, with limits from the
 * variance Σ w² (p₁(1−p₁)/n₁ + p₀(1−p₀)/n₀). Null where a segment that was there before is missing after (its rate is not known), or nobody was there.
 */
export function standardiseDifference(segments: readonly BeforeAfter[]): StandardisedDifference | null {
  const there = segments.filter(({ before }) => before.total > 0)
  const total = sumExactly(there.map(({ before }) => before.total))
  if (total === 0 || there.some(({ after }) => after.total === 0)) return null
  const terms = there.map(({ before, after }) => ({
    weight: before.total / total,
    change: rateOf(after) - rateOf(before),
    variance: varianceOf(after) + varianceOf(before),
  }))
  const estimate = sumExactly(terms.map(({ weight, change }) => weight * change))
  const variance = sumExactly(terms.map(({ weight, variance }) => weight * weight * variance))
  return {
    crude: pooledRate(segments.map(({ after }) => after)) - pooledRate(segments.map(({ before }) => before)),
    standardised: intervalAround(estimate, Math.sqrt(variance), [-1, 1]),
  }
}

function pooledRate(shares: readonly Share[]): number {
  return sumExactly(shares.map(({ successes }) => successes)) / sumExactly(shares.map(({ total }) => total))
}

function rateOf({ successes, total }: Share): number {
  return successes / total
}

function varianceOf(share: Share): number {
  const rate = rateOf(share)
  return (rate * (1 - rate)) / share.total
}
