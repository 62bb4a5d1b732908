export type EwmaPoint = {
  /** The smoothed residual. */
  readonly z: number
  /** Below this it is out of control; negative, and wider the more weeks were seen. */
  readonly limit: number
  readonly hit: boolean
}

const WEIGHT = 0.3
const WIDTH = 2.7

/**
 * Exponentially weighted moving average of weekly standardised residuals (a composite score's distance from its usual, in standard deviations), with the
 * lower limit −2.7 √(λ/(2−λ) (1 − (1−λ)^2t)), λ = 0.3 (Roberts 1959; Lucas and Saccucci 1990). An unknown (NaN) week is passed over: it gives NaN, no hit, and
 * the next goes on from the last known.
 */
export function chartEwma(residuals: readonly number[], weight = WEIGHT, width = WIDTH): readonly EwmaPoint[] {
  let z = 0
  let seen = 0
  return residuals.map((residual) => {
    if (Number.isNaN(residual)) return { z: Number.NaN, limit: Number.NaN, hit: false }
    seen++
    z = weight * residual + (1 - weight) * z
    const limit = -width * Math.sqrt((weight / (2 - weight)) * (1 - (1 - weight) ** (2 * seen)))
    return { z, limit, hit: z < limit }
  })
}
