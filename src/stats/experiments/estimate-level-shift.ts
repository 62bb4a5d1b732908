import { type Interval, intervalAround } from '../interval.ts'
import { factorise, solveFactorised } from '../models/solve-system.ts'

const LEAST_BEFORE = 8
const LEAST_AFTER = 2
const LAG = 4

/**
 * By how much a weekly series (cohort rates, oldest first) changed level at `at`, the index of the first week after: regression on a constant, a trend and a step,
 * with Newey and West's standard error for neighbouring weeks that are alike (1987; lag 4, Bartlett weights, times n / (n − 3)). A step, not a proof: other things
 * happen in the same week. Null with fewer than eight weeks before or two after.
 */
export function estimateLevelShift(series: readonly number[], at: number): Interval | null {
  if (at < LEAST_BEFORE || series.length - at < LEAST_AFTER) return null
  const rows = series.map((_, week) => [1, week, week >= at ? 1 : 0])
  const lower = factorise(sumProducts(rows, rows))
  if (lower === null) return null
  const fit = solveFactorised(
    lower,
    [0, 1, 2].map((j) => rows.reduce((sum, row, i) => sum + row[j]! * series[i]!, 0)),
  )
  const scores = rows.map((row, i) => {
    const rest = series[i]! - row.reduce((sum, x, j) => sum + x * fit[j]!, 0)
    return row.map((x) => x * rest)
  })
  const direction = solveFactorised(lower, [0, 0, 1])
  const variance = longRunVariance(scores.map((score) => score.reduce((sum, x, j) => sum + x * direction[j]!, 0)))
  const error = Math.sqrt((variance * series.length) / (series.length - 3))
  return intervalAround(fit[2]!, error, [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY])
}

/** Σ u² + 2 Σ over lags of the weighted Σ uₜ uₜ₋ₗ. */
function longRunVariance(scores: readonly number[]): number {
  let sum = 0
  for (let lag = 0; lag <= LAG; lag++) {
    const weight = lag === 0 ? 1 : 2 * (1 - lag / (LAG + 1))
    for (let i = lag; i < scores.length; i++) sum += weight * scores[i]! * scores[i - lag]!
  }
  return sum
}

function sumProducts(one: readonly (readonly number[])[], other: readonly (readonly number[])[]): number[][] {
  return [0, 1, 2].map((j) => [0, 1, 2].map((k) => one.reduce((sum, row, i) => sum + row[j]! * other[i]![k]!, 0)))
}
