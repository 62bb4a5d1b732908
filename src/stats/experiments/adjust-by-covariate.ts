import { meanOf, sumExactly, sumSquaresAround } from '../samples/sum-exactly.ts'
import { compareMeans, type MeanDifference } from './compare-means.ts'

/** `x`: known of the unit before the trigger (the same quantity over a window as long, or the predicted risk); `y`: what came of it. */
export type Measured = { readonly x: number; readonly y: number }

export type AdjustedDifference = {
  /** How much of a difference in x is taken off y. */
  readonly theta: number
  readonly adjusted: MeanDifference
  /** Without the adjustment. */
  readonly raw: MeanDifference
}

/**
 * CUPED (Deng, Xu, Kohavi and Walker 2013): y − θ (x − mean x), with θ the pooled within-arm slope of y on x, then the difference of means, treated minus
 * holdout. The same expected effect, less noise. Where x does not vary θ is 0. Null where an arm has fewer than two units, or nothing varies.
 */
export function adjustByCovariate(
  treated: readonly Measured[],
  holdout: readonly Measured[],
): AdjustedDifference | null {
  const raw = compareMeans(
    treated.map(({ y }) => y),
    holdout.map(({ y }) => y),
  )
  if (raw === null) return null
  const arms = [within(treated), within(holdout)]
  const spread = sumExactly(arms.map(({ xx }) => xx))
  const theta = spread > 0 ? sumExactly(arms.map(({ xy }) => xy)) / spread : 0
  const centre = meanOf([...treated, ...holdout].map(({ x }) => x))!
  const residual = ({ x, y }: Measured) => y - theta * (x - centre)
  const adjusted = compareMeans(treated.map(residual), holdout.map(residual))
  return adjusted === null ? null : { theta, adjusted, raw }
}

function within(arm: readonly Measured[]): { xx: number; xy: number } {
  const xs = arm.map(({ x }) => x)
  const [x, y] = [meanOf(xs)!, meanOf(arm.map((unit) => unit.y))!]
  return { xx: sumSquaresAround(xs, x), xy: sumExactly(arm.map((unit) => (unit.x - x) * (unit.y - y))) }
}
