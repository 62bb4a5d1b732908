import { awayFromZero } from './away-from-zero.ts'
import { type LogTails, logGamma } from './gamma.ts'
import { logOneMinusExp } from './log-space.ts'

export type BetaPoint = {
  readonly a: number
  readonly b: number
  /** In [0, 1]. */
  readonly x: number
  /** 1 − x, given apart so that it keeps its digits when x is close to 1. */
  readonly complement: number
}

/** ln B(a, b) for a, b > 0. */
export function logBeta(a: number, b: number): number {
  return logGamma(a) + logGamma(b) - logGamma(a + b)
}

/**
 * The regularised incomplete beta function for a, b > 0: ln Iₓ(a, b) and ln(1 − Iₓ(a, b)). Continued fraction (Abramowitz and Stegun 26.5.8) on the side
 * of the mean where it converges fast. The binomial, negative binomial, t and F distributions are read from it.
 */
export function logBetaTails({ a, b, x, complement }: BetaPoint): LogTails {
  if (x <= 0) return { lower: Number.NEGATIVE_INFINITY, upper: 0 }
  if (complement <= 0) return { lower: 0, upper: Number.NEGATIVE_INFINITY }
  const front = a * Math.log(x) + b * Math.log(complement) - logBeta(a, b)
  if (x < (a + 1) / (a + b + 2)) {
    const lower = Math.min(0, front - Math.log(a) + Math.log(evaluateFraction(a, b, x)))
    return { lower, upper: logOneMinusExp(lower) }
  }
  const upper = Math.min(0, front - Math.log(b) + Math.log(evaluateFraction(b, a, complement)))
  return { lower: logOneMinusExp(upper), upper }
}

function evaluateFraction(a: number, b: number, x: number): number {
  let c = 1
  let d = 1 / awayFromZero(1 - ((a + b) * x) / (a + 1))
  let value = d
  for (let m = 1; m < 1_000_000; m++) {
    const even = (m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m))
    d = 1 / awayFromZero(1 + even * d)
    c = awayFromZero(1 + even / c)
    value *= d * c
    const odd = (-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1))
    d = 1 / awayFromZero(1 + odd * d)
    c = awayFromZero(1 + odd / c)
    value *= d * c
    if (Math.abs(d * c - 1) < 1e-15) break
  }
  return value
}
