import { logBetaTails } from './beta.ts'
import { invert } from './invert.ts'
import { Z95 } from './normal.ts'

/** P(|T| ≥ |t|) of Student's t with so many degrees of freedom (not necessarily whole). */
export function studentTwoSidedP(t: number, degrees: number): number {
  const square = t * t
  const x = degrees / (degrees + square)
  return Math.exp(logBetaTails({ a: degrees / 2, b: 0.5, x, complement: square / (degrees + square) }).lower)
}

/** Two-sided 95 % point of Student's t. */
export function student95(degrees: number): number {
  if (degrees > 1e8) return Z95
  return invert((t) => -studentTwoSidedP(t, degrees), -0.05, [0, 1e12])
}
