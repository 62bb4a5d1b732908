import type { Model } from '../../config/model.ts'
import { ONBOARDING_STATUSES } from '../../config/onboarding-table.ts'

/** Names of what has bands at account level: scores, activation, the onboarding status. */
export function bandedNames({ scores, activations }: Model): string[] {
  const onboarded = activations.some(({ level }) => level === 'account') ? ['activation', 'onboarding'] : []
  return [...onboarded, ...scores.filter(({ level }) => level === 'account').map(({ key }) => key)]
}

/** The bands of one of them, best first. */
export function bandNames({ scores, activations }: Model, score: string): readonly string[] {
  if (score === 'onboarding') return ONBOARDING_STATUSES
  const bands =
    score === 'activation'
      ? activations.find(({ level }) => level === 'account')?.bands
      : scores.find(({ key }) => key === score)?.bands
  return bands?.map(({ name }) => name) ?? []
}
