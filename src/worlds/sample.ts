import { type Stream, uniform } from '../core/stream.ts'

/** Exact samplers. Each reads as many numbers of the stream as it needs; only the mechanism that owns the stream notices. */

export function uniformBetween(source: Stream, low: number, high: number): number {
  return low + (high - low) * uniform(source)
}

/** A whole number of low … high, both included. */
export function integerBetween(source: Stream, low: number, high: number): number {
  return low + Math.floor((high - low + 1) * uniform(source))
}

export function chance(source: Stream, probability: number): boolean {
  return uniform(source) < probability
}

/** Box and Muller; the second of the pair is thrown away, so that a draw leaves nothing behind. */
export function normal(source: Stream, mean = 0, deviation = 1): number {
  const radius = Math.sqrt(-2 * Math.log(1 - uniform(source)))
  return mean + deviation * radius * Math.cos(2 * Math.PI * uniform(source))
}

/** exp of a normal with this mean and deviation (both on the log scale). */
export function lognormal(source: Stream, mean: number, deviation: number): number {
  return Math.exp(normal(source, mean, deviation))
}

export function exponential(source: Stream, mean: number): number {
  return -mean * Math.log(1 - uniform(source))
}

/** Marsaglia and Tsang's rejection; below shape 1, shape + 1 scaled down by a power of a uniform. */
export function gamma(source: Stream, shape: number, scale = 1): number {
  if (shape < 1) return gamma(source, shape + 1, scale) * (1 - uniform(source)) ** (1 / shape)
  const d = shape - 1 / 3
  const c = 1 / Math.sqrt(9 * d)
  for (;;) {
    const x = normal(source)
    const v = (1 + c * x) ** 3
    if (v > 0 && Math.log(1 - uniform(source)) < 0.5 * x * x + d - d * v + d * Math.log(v)) return scale * d * v
  }
}

/** Inversion in pieces of mean 16 at most (a Poisson number is the sum of smaller ones). */
export function poisson(source: Stream, mean: number): number {
  let total = 0
  let left = mean
  for (; left > 16; left -= 16) total += invertPoisson(uniform(source), 16)
  return total + invertPoisson(uniform(source), left)
}

function invertPoisson(u: number, mean: number): number {
  let n = 0
  let mass = Math.exp(-mean)
  let below = mass
  while (u >= below && mass > 1e-300) {
    n++
    mass *= mean / n
    below += mass
  }
  return n
}

/** Counts with this mean and variance mean + mean² / size: one uniform by inversion, so that with the same draw a larger mean never counts less. */
export function invertNegativeBinomial(u: number, mean: number, size: number): number {
  const q = mean / (size + mean)
  let n = 0
  let mass = (1 - q) ** size
  let below = mass
  while (u >= below && mass > 1e-300) {
    mass *= (q * (size + n)) / (n + 1)
    n++
    below += mass
  }
  return n
}

export function negativeBinomial(source: Stream, mean: number, size: number): number {
  if (mean < 200) return invertNegativeBinomial(uniform(source), mean, size)
  return poisson(source, gamma(source, size, mean / size))
}

/** An index, by weights that need not add up to 1. */
export function categorical(u: number, weights: readonly number[]): number {
  let total = 0
  for (const weight of weights) total += weight
  let left = u * total
  for (let i = 0; i < weights.length - 1; i++) {
    left -= weights[i]!
    if (left < 0) return i
  }
  return weights.length - 1
}

export function pick<T>(source: Stream, from: readonly T[]): T {
  return from[Math.floor(uniform(source) * from.length)]!
}
