/** Points of a compacted distribution: enough for a rank to 0.4 of a percent. */
export const POINTS_MAX = 257

/** Where a value lies among ascending points: `below` are less than it, `upTo` are less or equal. */
export type Place = { below: number; upTo: number }

/**
 * Rank of a value among ascending points, 0 … 100: the share below it plus half of those equal to it. NaN when the value is unknown or there are no points.
 * It is looked for from a place on, which moves to where it was found: from one day to the next a rank moves little.
 */
export function percentileRank(points: Float64Array, value: number, place: Place = { below: 0, upTo: 0 }): number {
  if (Number.isNaN(value) || points.length === 0) return Number.NaN
  place.below = countBelow(points, value, place.below)
  const equal = points[place.below] === value
  // Steps of whole numbers are most of all that is ranked: many accounts share one.
  place.upTo = equal ? countEqualEnd(points, value, Math.max(place.below + 1, place.upTo)) : place.below
  return (50 * (place.below + place.upTo)) / points.length
}

/** How many points are below the value, looked for from a guess on in growing steps. */
function countBelow(points: Float64Array, value: number, guess: number): number {
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

/** Where the run of points equal to the value ends, near a guess inside or behind it. */
function countEqualEnd(points: Float64Array, value: number, guess: number): number {
  let end = Math.min(guess, points.length)
  while (points[end - 1]! > value) end--
  while (points[end] === value) end++
  return end
}

/** Ascending points: all values when they are few, else evenly spaced quantiles with both ends. */
export function compactPoints(values: Float64Array): Float64Array {
  const sorted = values.slice().sort()
  if (sorted.length <= POINTS_MAX) return sorted
  const last = sorted.length - 1
  return Float64Array.from({ length: POINTS_MAX }, (_, i) => sorted[Math.round((i * last) / (POINTS_MAX - 1))]!)
}
