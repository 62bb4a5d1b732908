import { logGammaTails } from './gamma.ts'

/** ln P(X ≥ x) of a chi-square number with this many degrees of freedom. */
export function logChiSquareAtLeast(x: number, degrees: number): number {
  return logGammaTails(degrees / 2, x / 2).upper
}
