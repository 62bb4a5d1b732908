import { logGammaTails } from './gamma.ts'

/** Two-sided 95 % point of the normal distribution. */
export const Z95 = 1.959963984540054

const SQRT_2PI = Math.sqrt(2 * Math.PI)
const CENTRE = [
  [
    -3.969683028665376e1, 2.209460984245205e2, -2.759285104469687e2, 1.38357751867269e2, -3.066479806614716e1,
    2.506628277459239,
  ],
  [-5.447609879822406e1, 1.615858368580409e2, -1.556989798598866e2, 6.680131188771972e1, -1.328068155288572e1, 1],
] as const
const TAIL = [
  [
    -7.784894002430293e-3, -3.223964580411365e-1, -2.400758277161838, -2.549732539343734, 4.374664141464968,
    2.938163982698783,
  ],
  [7.784695709041462e-3, 3.224671290700398e-1, 2.445134137142996, 3.754408661907416, 1],
] as const
const TAIL_BELOW = 0.02425

/** ln P(Z ≤ z) of a standard normal; keeps its digits far out. */
export function logNormalCdf(z: number): number {
  if (Number.isNaN(z)) return Number.NaN
  const tails = logGammaTails(0.5, (z * z) / 2)
  return z < 0 ? tails.upper - Math.LN2 : Math.log1p(Math.exp(tails.lower)) - Math.LN2
}

/** P(Z ≤ z) of a standard normal. */
export function normalCdf(z: number): number {
  return Math.exp(logNormalCdf(z))
}

/** P(|Z| ≥ |z|): the two-sided p-value of a standard normal statistic. */
export function twoSidedP(z: number): number {
  return Math.exp(logNormalCdf(-Math.abs(z)) + Math.LN2)
}

/** The z with P(Z ≤ z) = p, for p in [0, 1]: Acklam's rational approximation, refined by one step of Halley's form of Newton's method. */
export function normalQuantile(p: number): number {
  if (!(p >= 0 && p <= 1)) return Number.NaN
  if (p === 0) return Number.NEGATIVE_INFINITY
  if (p > 0.5) return -normalQuantile(1 - p)
  const z = p < TAIL_BELOW ? approximateTail(p) : approximateCentre(p)
  const step = (normalCdf(z) - p) * SQRT_2PI * Math.exp((z * z) / 2)
  return z - step / (1 + (z * step) / 2)
}

function approximateTail(p: number): number {
  const q = Math.sqrt(-2 * Math.log(p))
  return polynomial(TAIL[0], q) / polynomial(TAIL[1], q)
}

function approximateCentre(p: number): number {
  const q = p - 0.5
  return (q * polynomial(CENTRE[0], q * q)) / polynomial(CENTRE[1], q * q)
}

function polynomial(coefficients: readonly number[], x: number): number {
  return coefficients.reduce((sum, coefficient) => sum * x + coefficient, 0)
}
