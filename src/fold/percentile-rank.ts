/** Points of a compacted distribution: enough for a rank to 0.4 of a percent. */
export const POINTS_MAX = 257

/**
 * Rank of a value among ascending points, 0 … 100: the share below it plus half of those equal to it. NaN when the value is unknown or there are no points.
 */
export function percentileRank(points: Float64Array, value: number): number {
  return rankAt(points, value, countBelow(points, value, 0))
}

/** The same, once it is known how many points are below. */
export function rankAt(points: Float64Array, value: number, below: number): number {
  if (Number.isNaN(value) || points.length === 0) return Number.NaN
  let equal = 0
  while (points[below + equal] === value) equal++
  return (100 * (below + equal / 2)) / points.length
}

/** How many points are below the value, looked for from a guess on in growing steps: from one day to the next a rank moves little. */
export function countBelow(points: Float64Array, value: number, guess: number): number {
  let low = Math.min(guess, points.length)
  let high = low
  for (let step = 1; low > 0 && points[low - 1]! >= value; step *= 2) {
    high = low - 1
    low = Math.max(0, low - step)
  }
  for (let step = 1; high < points.length && points[high]! < value; step *= 2) {
    low = high + 1
    high = Math.min(points.length, high + step)
  }
  while (low < high) {
    const middle = (low + high) >> 1
    if (points[middle]! < value) low = middle + 1
    else high = middle
  }
  return low
}

/** Ascending points: all values when they are few, else evenly spaced quantiles with both ends. */
export function compactPoints(values: Float64Array): Float64Array {
  const sorted = values.slice().sort()
  if (sorted.length <= POINTS_MAX) return sorted
  const last = sorted.length - 1
  return Float64Array.from({ length: POINTS_MAX }, (_, i) => sorted[Math.round((i * last) / (POINTS_MAX - 1))]!)
}
