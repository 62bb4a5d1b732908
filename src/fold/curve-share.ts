import type { Curve } from '../config/expression.ts'

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
