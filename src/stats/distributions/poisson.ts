import { logGammaTails } from './gamma.ts'

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
