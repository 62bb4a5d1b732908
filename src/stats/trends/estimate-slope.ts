import { medianOf, sortAscending } from '../samples/order-statistics.ts'

export type Slope = {
  /** Change from one value to the next. */
  readonly slope: number
  /** 95 % interval. */
  readonly low: number
  readonly high: number
}

const Z = 1.959963985

/**
 * Theil-Sen slope of equally spaced values, NaN where unknown: the median slope over all pairs, and Sen's interval, from the ranks of these slopes that Kendall's
 * statistic leaves likely, with its variance lessened for ties. Null with fewer than two known values. (Theil 1950, Sen 1968.) Values that carry over from one to
 * the next make the interval narrower than it should be.
 */
export function estimateSlope(values: ArrayLike<number>): Slope | null {
  const known: { readonly at: number; readonly value: number }[] = []
  for (let at = 0; at < values.length; at++) if (!Number.isNaN(values[at]!)) known.push({ at, value: values[at]! })
  const slopes = sortAscending(
    known.flatMap((a, i) => known.slice(i + 1).map((b) => (b.value - a.value) / (b.at - a.at))),
  )
  const slope = medianOf(slopes)
  if (slope === null) return null
  const spread = Z * Math.sqrt(varianceOfKendall(known.map(({ value }) => value)))
  const below = Math.floor((slopes.length - spread) / 2)
  const rank = (at: number): number => slopes[Math.min(slopes.length - 1, Math.max(0, at))]!
  return { slope, low: rank(below - 1), high: rank(slopes.length - below) }
}

/** Of S = Σ sign(b − a) over pairs, if there is no trend. */
function varianceOfKendall(values: readonly number[]): number {
  const term = (n: number): number => n * (n - 1) * (2 * n + 5)
  const counts = new Map<number, number>()
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1)
  return [...counts.values()].reduce((left, ties) => left - term(ties), term(values.length)) / 18
}
