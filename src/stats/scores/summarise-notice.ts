import { quantileOfSorted, sortAscending } from '../samples/order-statistics.ts'

export type NoticeSummary = {
  /** Days between signal and outcome of the cases that had the outcome. */
  readonly median: number
  readonly lowerQuartile: number
  readonly upperQuartile: number
  /** Share with at least the days that it takes to act. */
  readonly inTime: number
}

/** How early a signal came, over its true positives; null where it has none. */
export function summariseNotice(days: readonly number[], needed: number): NoticeSummary | null {
  if (days.length === 0) return null
  const sorted = sortAscending(days)
  return {
    median: quantileOfSorted(sorted, 0.5),
    lowerQuartile: quantileOfSorted(sorted, 0.25),
    upperQuartile: quantileOfSorted(sorted, 0.75),
    inTime: days.filter((value) => value >= needed).length / days.length,
  }
}
