export type CusumPoint = {
  /** Sum of falls beyond the slack since it was last zero. */
  readonly low: number
  /** Sum of rises beyond the slack since it was last zero. */
  readonly high: number
  readonly hit: boolean
}

/**
 * Two-sided tabular CUSUM of standardised residuals (Page 1954; Montgomery): sums what exceeds the slack `k`, hit above `h`, both in standard deviations.
 * The defaults find a shift of one standard deviation in about ten steps, with one false hit in about 465. Unknown (NaN) steps change nothing.
 */
export function chartCusum(residuals: readonly number[], k = 0.5, h = 5): readonly CusumPoint[] {
  let low = 0
  let high = 0
  return residuals.map((residual) => {
    if (!Number.isNaN(residual)) {
      low = Math.max(0, low - residual - k)
      high = Math.max(0, high + residual - k)
    }
    return { low, high, hit: low > h || high > h }
  })
}
