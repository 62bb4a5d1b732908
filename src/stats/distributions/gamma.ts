import { awayFromZero } from './away-from-zero.ts'
import { logOneMinusExp } from './log-space.ts'

const LANCZOS = [
  0.99999999999980993, 676.5203681218851, -1259.1392167224028, 771.32342877765313, -176.61502916214059,
  12.507343278686905, -0.13857109526572012, 9.9843695780195716e-6, 1.5056327351493116e-7,
]
const LANCZOS_G = 7
const LOG_SQRT_2PI = 0.9189385332046728
const PRECISION = 1e-16

/** Natural logarithm of the gamma function for x > 0: Lanczos' approximation (g = 7, nine terms), relative error of Γ below 1e-13. */
export function logGamma(x: number): number {
  if (x < 0.5) return Math.log(Math.PI / Math.sin(Math.PI * x)) - logGamma(1 - x)
  const z = x - 1
  let series = LANCZOS[0]!
  for (let i = 1; i < LANCZOS.length; i++) series += LANCZOS[i]! / (z + i)
  const t = z + LANCZOS_G + 0.5
  return LOG_SQRT_2PI + (z + 0.5) * Math.log(t) - t + Math.log(series)
}

/** Logarithms of both tails of the gamma distribution with this shape and scale 1: ln P(shape, x) and ln Q(shape, x). */
export type LogTails = { readonly lower: number; readonly upper: number }

/**
 * The regularised incomplete gamma function for shape > 0 and x ≥ 0, both tails in logarithms, so that a tail of 1e-300 keeps its digits.
 * Series below shape + 1, continued fraction above (Abramowitz and Stegun 6.5.29 and 6.5.31).
 */
export function logGammaTails(shape: number, x: number): LogTails {
  if (x <= 0) return { lower: Number.NEGATIVE_INFINITY, upper: 0 }
  const front = shape * Math.log(x) - x - logGamma(shape)
  if (x < shape + 1) {
    const lower = Math.min(0, front + Math.log(sumSeries(shape, x)))
    return { lower, upper: logOneMinusExp(lower) }
  }
  const upper = Math.min(0, front + Math.log(evaluateFraction(shape, x)))
  return { lower: logOneMinusExp(upper), upper }
}

function sumSeries(shape: number, x: number): number {
  let term = 1 / shape
  let sum = term
  for (let n = 1; term > sum * PRECISION; n++) {
    term *= x / (shape + n)
    sum += term
  }
  return sum
}

function evaluateFraction(shape: number, x: number): number {
  let b = x + 1 - shape
  let c = 1 / awayFromZero(0)
  let d = 1 / b
  let value = d
  for (let i = 1; i < 1_000_000; i++) {
    const numerator = -i * (i - shape)
    b += 2
    d = 1 / awayFromZero(numerator * d + b)
    c = awayFromZero(b + numerator / c)
    const factor = d * c
    value *= factor
    if (Math.abs(factor - 1) < 1e-15) break
  }
  return value
}
