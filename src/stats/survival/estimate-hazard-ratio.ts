import { Z95 } from '../distributions/normal.ts'
import type { Interval } from '../interval.ts'
import { type CoveredFollowUp, fitHazards } from './fit-hazards.ts'

/** How many times as fast the event comes with one more of the first covariate, all others alike (Cox), with its 95 % limits (Wald); null: the model cannot be fitted. */
export function estimateHazardRatio(rows: readonly CoveredFollowUp[]): Interval | null {
  const model = fitHazards(rows)
  if (model === null) return null
  const [beta, error] = [model.coefficients[0]!, model.errors[0]!]
  const [estimate, lower, upper] = [beta, beta - Z95 * error, beta + Z95 * error].map(Math.exp)
  return { estimate: estimate!, lower: lower!, upper: upper! }
}
