import { deviationOfSorted, sortAscending, trimmedMeanOfSorted } from '../samples/order-statistics.ts'

/** What is usual for one entity, from full weeks before the days in question. Plain data: while a detector is on, its state keeps one frozen. */
export type Baseline = {
  /** Full weeks it was measured on: 4 to 8. */
  readonly weeks: number
  /** The mean week, without the ⌊weeks / 4⌋ lowest and highest. */
  readonly typical: number
  /** Overdispersion κ of these weeks alone: (deviation² − typical) / typical², at least 0, the deviation by the median. */
  readonly overdispersion: number
}

const LEAST_WEEKS = 4

/** The baseline of the sums of full weeks, in any order; null (warming up) with fewer than four. */
export function measureBaseline(weekSums: readonly number[]): Baseline | null {
  const weeks = weekSums.length
  if (weeks < LEAST_WEEKS) return null
  const sorted = sortAscending(weekSums)
  const typical = trimmedMeanOfSorted(sorted, Math.floor(weeks / 4))
  const deviation = deviationOfSorted(sorted)
  const excess = Math.max(0, deviation * deviation - typical)
  return { weeks, typical, overdispersion: typical > 0 ? excess / (typical * typical) : 0 }
}
