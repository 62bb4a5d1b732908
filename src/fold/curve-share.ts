import type { Curve } from '../config/expression.ts'

/** The share 0 … 1 that a value earns on a curve of rising or falling knots: linear between them, flat outside. Unknown stays unknown. */
export function curveShare(curve: Curve, value: number): number {
  if (Number.isNaN(value)) return Number.NaN
  let before = curve[0]!
  if (value <= before.at) return before.share
  for (let k = 1; k < curve.length; k++) {
    const knot = curve[k]!
    if (value < knot.at) {
      return before.share + ((knot.share - before.share) * (value - before.at)) / (knot.at - before.at)
    }
    before = knot
  }
  return before.share
}
