import { logistic, logit } from '../../stats/distributions/logit.ts'
import { fitLogistic } from '../../stats/models/fit-logistic.ts'

/** A score with what became of those who had it. */
export type ScoredRow = { readonly score: number; readonly outcome: boolean }

/** How a score becomes a probability: its logit is `intercept` + `slope` × score. */
export type ScoreLink = { readonly intercept: number; readonly slope: number }

/** Null where it has no best value: one class only, or a score that tells them apart without fail. */
export function calibrateScore(rows: readonly ScoredRow[]): ScoreLink | null {
  const model = fitLogistic({
    ...{ features: rows.map(({ score }) => [score]), outcomes: rows.map(({ outcome }) => outcome), penalty: 0 },
  })
  const deviation = model?.deviations[0] ?? 0
  if (model === null || deviation === 0) return null
  const slope = model.coefficients[0]! / deviation
  return { intercept: model.intercept - slope * model.means[0]!, slope }
}

export function riskOf({ intercept, slope }: ScoreLink, score: number): number {
  return logistic(intercept + slope * score)
}

/** The score at which the outcome has this probability. */
export function scoreAtRisk({ intercept, slope }: ScoreLink, risk: number): number {
  return (logit(risk) - intercept) / slope
}

/** By how many points the odds halve. */
export function halvingPoints({ slope }: ScoreLink): number {
  return Math.LN2 / Math.abs(slope)
}
