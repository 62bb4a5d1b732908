import { logBetaTails } from './beta.ts'
import { logPoissonAtLeast, logPoissonAtMost } from './poisson.ts'

/** A count with this mean, and a variance above it. The size of the usual notation is mean² / (variance − mean). */
export type Overdispersed = { readonly mean: number; readonly variance: number }

/** ln P(X ≤ count) of a negative binomial; where the variance does not exceed the mean, of a Poisson. Mean 0: certain. */
export function logNegativeBinomialAtMost(count: number, { mean, variance }: Overdispersed): number {
  if (!(variance > mean)) return logPoissonAtMost(count, mean)
  if (count < 0) return Number.NEGATIVE_INFINITY
  if (mean <= 0) return 0
  return logBetaTails(pointOf(Math.floor(count) + 1, mean, variance)).lower
}

/** ln P(X ≥ count) of a negative binomial; where the variance does not exceed the mean, of a Poisson. */
export function logNegativeBinomialAtLeast(count: number, { mean, variance }: Overdispersed): number {
  if (!(variance > mean)) return logPoissonAtLeast(count, mean)
  if (count <= 0) return 0
  if (mean <= 0) return Number.NEGATIVE_INFINITY
  return logBetaTails(pointOf(Math.ceil(count), mean, variance)).upper
}

/** P(X < b) = Iₓ(size, b) with x = size / (size + mean). */
function pointOf(b: number, mean: number, variance: number) {
  const x = mean / variance
  return { a: (mean * mean) / (variance - mean), b, x, complement: (variance - mean) / variance }
}
