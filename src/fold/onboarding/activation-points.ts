import { exactPoints } from '../../core/exact-points.ts'

export type ActivationInput = {
  /** Σ weight of the milestones done / Σ weight. */
  readonly doneShare: number
  /** Days from sign-up to the first milestone; unknown: none yet. */
  readonly firstDays: number
  readonly returnDays: number
  readonly furtherFeatures: number
}

/**
 * The four parts of the activation score, 0 … 100 in all: up to 60 for milestones, 20 for the speed of the first (all on day 1, none from day 14 on), 10 for
 * return days (all at 4), 10 for further features (all at 3).
 */
export function activationPoints(input: ActivationInput): readonly [number, number, number, number] {
  const { doneShare, firstDays, returnDays, furtherFeatures } = input
  return [
    exactPoints(60 * doneShare),
    Number.isNaN(firstDays) ? 0 : exactPoints(20 * Math.min(1, Math.max(0, (14 - firstDays) / 13))),
    exactPoints(10 * Math.min(1, returnDays / 4)),
    exactPoints(10 * Math.min(1, furtherFeatures / 3)),
  ]
}
