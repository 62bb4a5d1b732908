import { Z95 } from '../distributions/normal.ts'
import type { Interval } from '../interval.ts'
import { estimateProportion } from '../proportions/estimate-proportion.ts'
import { meanOf, sumExactly } from '../samples/sum-exactly.ts'

export type Scored = { readonly score: number; readonly outcome: boolean }

export type Auc = Interval & {
  /** DeLong's standard error. */
  readonly error: number
}

/**
 * How often the score ranks one with the outcome above one without, ties half (the area under the ROC curve), with DeLong's limits (DeLong, DeLong and
 * Clarke-Pearson 1988; by mid-ranks as Sun and Xu 2014). Null with one class only. With fewer than two of a class the error is NaN, and the limits are 0 and 1.
 * Where the classes do not overlap the error is 0 and says nothing: the limits are Wilson's, of as many cases as the smaller class has.
 */
export function measureAuc(rows: readonly Scored[]): Auc | null {
  const parts = placements(rows)
  if (parts === null) return null
  const estimate = meanOf(parts.positives)!
  const error = Math.sqrt(covariance(parts, parts))
  const smaller = Math.min(parts.positives.length, parts.negatives.length)
  return { ...limitsAround(estimate, error, smaller), error }
}

export type AucDifference = Interval & { readonly error: number }

/**
 * How much better one score ranks than another the same rows (`other[i]` is the other score of `rows[i]`), with DeLong's limits of the paired difference.
 * Null with one class only; limits −1 and 1 where the error says nothing.
 */
export function compareAuc(rows: readonly Scored[], other: readonly number[]): AucDifference | null {
  const one = placements(rows)
  const two = placements(rows.map(({ outcome }, i) => ({ outcome, score: other[i]! })))
  if (one === null || two === null) return null
  const estimate = meanOf(one.positives)! - meanOf(two.positives)!
  const variance = covariance(one, one) + covariance(two, two) - 2 * covariance(one, two)
  const error = variance > 0 ? Math.sqrt(variance) : Number.NaN
  if (Number.isNaN(error)) return { estimate, lower: -1, upper: 1, error }
  return { estimate, lower: estimate - Z95 * error, upper: estimate + Z95 * error, error }
}

function limitsAround(estimate: number, error: number, smaller: number): Interval {
  if (Number.isNaN(error)) return { estimate, lower: 0, upper: 1 }
  const apart = estimate === 0 || estimate === 1
  if (apart) return estimateProportion({ successes: estimate * smaller, total: smaller })!
  return { estimate, lower: Math.max(0, estimate - Z95 * error), upper: Math.min(1, estimate + Z95 * error) }
}

/** For each row, the share of the other class that it is on the right side of. */
type Placements = { readonly positives: readonly number[]; readonly negatives: readonly number[] }

function placements(rows: readonly Scored[]): Placements | null {
  const scores = rows.map(({ score }) => score)
  const [yes, no] = [true, false].map((wanted) => rows.flatMap(({ outcome }, i) => (outcome === wanted ? [i] : [])))
  if (yes!.length === 0 || no!.length === 0) return null
  const overall = midRanks(scores)
  const share = (members: readonly number[], others: number) => {
    const own = midRanks(members.map((i) => scores[i]!))
    return members.map((i, place) => (overall[i]! - own[place]!) / others)
  }
  return {
    positives: share(yes!, no!.length),
    negatives: share(no!, yes!.length).map((below) => 1 - below),
  }
}

/** Of the two estimates; NaN where a class has fewer than two rows. */
function covariance(one: Placements, two: Placements): number {
  return (
    sampleCovariance(one.positives, two.positives) / one.positives.length +
    sampleCovariance(one.negatives, two.negatives) / one.negatives.length
  )
}

function sampleCovariance(one: readonly number[], two: readonly number[]): number {
  const [mean1, mean2] = [meanOf(one)!, meanOf(two)!]
  return sumExactly(one.map((value, i) => (value - mean1) * (two[i]! - mean2))) / (one.length - 1)
}

/** Ranks from 1 up, equal values the mean of theirs. */
function midRanks(values: readonly number[]): Float64Array {
  const order = values.map((_, i) => i).sort((i, j) => values[i]! - values[j]!)
  const ranks = new Float64Array(values.length)
  for (let i = 0; i < order.length; ) {
    let j = i
    while (j < order.length && values[order[j]!] === values[order[i]!]) j++
    for (let k = i; k < j; k++) ranks[order[k]!] = (i + 1 + j) / 2
    i = j
  }
  return ranks
}
