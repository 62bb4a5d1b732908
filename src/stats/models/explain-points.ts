import { logit } from '../distributions/logit.ts'
import type { LogisticModel } from './fit-logistic.ts'

/** Ten points halve the odds of the outcome. */
const POINTS_PER_LOGIT = 10 / Math.LN2

/**
 * What each feature adds to the score, in points compared with a reference (the segment's median): −(10 / ln 2) β (x − reference). They add up to the
 * difference in score exactly; round only when they are shown.
 */
export function explainPoints(
  model: LogisticModel,
  features: readonly number[],
  reference: readonly number[],
): readonly number[] {
  return model.coefficients.map((beta, j) => {
    const change = beta === 0 ? 0 : (beta * (features[j]! - reference[j]!)) / model.deviations[j]!
    return change === 0 ? 0 : -POINTS_PER_LOGIT * change
  })
}

/**
 * Health points of a risk: 50 is usual for the segment, every 10 more halve the odds of the outcome; whole, kept in 0 … 100.
 * Risks in the open (0, 1).
 */
export function pointsOfRisk(risk: number, usualRisk: number): number {
  return Math.min(100, Math.max(0, Math.round(50 + POINTS_PER_LOGIT * (logit(usualRisk) - logit(risk)))))
}
