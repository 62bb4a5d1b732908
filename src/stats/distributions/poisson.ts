import { logGammaTails } from './gamma.ts'
import { invert } from './invert.ts'

/** ln P(X ≤ count) of a Poisson number with this mean ≥ 0. */
export function logPoissonAtMost(count: number, mean: number): number {
  if (count < 0) return Number.NEGATIVE_INFINITY
  return logGammaTails(Math.floor(count) + 1, mean).upper
}

/** ln P(X ≥ count) of a Poisson number with this mean ≥ 0. */
export function logPoissonAtLeast(count: number, mean: number): number {
  if (count <= 0) return 0
  return logGammaTails(Math.ceil(count), mean).lower
}

/**
 * Exact 95 % limits of the mean of a Poisson number that came out as `count` (Garwood 1936): each tail holds 2.5 %. The lower one of 0 is 0.
 */
export function poissonLimits(count: number): { readonly lower: number; readonly upper: number } {
  const far = count + 10 * Math.sqrt(count + 1) + 20
  const tail = Math.log(0.025)
  return {
    lower: count === 0 ? 0 : invert((mean) => logPoissonAtLeast(count, mean), tail, [0, count]),
    upper: invert((mean) => -logPoissonAtMost(count, mean), -tail, [count, far]),
  }
}
