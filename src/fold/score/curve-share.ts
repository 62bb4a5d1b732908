import type { Curve } from '../../config/expression.ts'

/** Shares 0 … 1 at values that do not fall. Values may be equal where knots are percentiles. */
export type Knots = { readonly ats: ArrayLike<number>; readonly shares: readonly number[] }

export function knotsOf(curve: Curve): Knots {
  return { ats: curve.map(({ at }) => at), shares: curve.map(({ share }) => share) }
}

/**
 * The share 0 … 1 that a value earns: linear between knots, flat outside, and at several equal knots the middle of their shares. Unknown stays unknown.
 */
export function curveShare({ ats, shares }: Knots, value: number): number {
  if (Number.isNaN(value)) return Number.NaN
  let next = 0
  while (next < ats.length && ats[next]! < value) next++
  if (next === ats.length) return shares[next - 1]!
  if (ats[next] === value) {
    let last = next
    while (ats[last + 1] === value) last++
    return (shares[next]! + shares[last]!) / 2
  }
  if (next === 0) return shares[0]!
  const before = next - 1
  const rise = (shares[next]! - shares[before]!) * (value - ats[before]!)
  return shares[before]! + rise / (ats[next]! - ats[before]!)
}

/** What a part of a score earns of its weight, laid out once: a curve of two knots, as most are, is a line between two flats. */
export type Earning = {
  readonly weight: number
  readonly line: Line | null
  readonly knots: Knots
}

type Line = {
  readonly at: number
  readonly last: number
  readonly least: number
  readonly most: number
  readonly slope: number
}

export function toEarning({ curve, weight }: { readonly curve: Curve; readonly weight: number }): Earning {
  return { weight, line: curve.length === 2 ? toLine(curve, weight) : null, knots: knotsOf(curve) }
}

function toLine(curve: Curve, weight: number): Line {
  const { at, share } = curve[0]!
  const { at: last, share: most } = curve[1]!
  return { at, last, least: weight * share, most: weight * most, slope: (weight * (most - share)) / (last - at) }
}

/** What a known value earns. */
export function earnedBy({ line, weight, knots }: Earning, value: number): number {
  return line === null ? weight * curveShare(knots, value) : earnedAlong(line, value)
}

/** Adds to each entry what its value earns, to the last bit as one by one: the hottest loop of a history of scores. */
export function addEarned({ line, weight, knots }: Earning, values: Float64Array, earned: Float64Array): void {
  const days = earned.length
  if (line === null) for (let i = 0; i < days; i++) earned[i]! += weight * curveShare(knots, values[i]!)
  else for (let i = 0; i < days; i++) earned[i]! += earnedAlong(line, values[i]!)
}

function earnedAlong({ at, last, least, most, slope }: Line, value: number): number {
  return value >= last ? most : value <= at ? least : least + slope * (value - at)
}
