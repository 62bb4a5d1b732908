import type { ActivationNumber } from '../draft.ts'
import type { OnboardingStatus } from '../model.ts'
import { ConditionBuilder } from './condition.ts'
import { extra, type Misuse } from './misuse.ts'
import { QuantityBuilder } from './quantity.ts'

/**
 * A number of onboarding: `score` 0 … 100, `days` from sign-up to being activated, `age` in days of 24 hours, `milestones` done, `return-days`,
 * `further-features`, `checklist` the share of its steps done, `stalled` in days of 24 hours since the last milestone was reached, or since sign-up where none was.
 */
export function activation(
  what: Exclude<ActivationNumber, 'activated' | 'fully' | 'burst' | 'onboarding'>,
  ...rest: readonly never[]
): QuantityBuilder<never> {
  return new QuantityBuilder({ kind: 'activation', as: what }, extra('activation', rest))
}

/** The configuration's rule of activation is met. */
export function activated(...rest: readonly never[]): ConditionBuilder<never> {
  return holds('activated', extra('activated', rest))
}

/** A milestone is done in every category that has one. */
export function fullyActivated(...rest: readonly never[]): ConditionBuilder<never> {
  return holds('fully', extra('fullyActivated', rest))
}

/** Every milestone was done on the first day, and nobody came back on the second. */
export function setUpBurst(...rest: readonly never[]): ConditionBuilder<never> {
  return holds('burst', extra('setUpBurst', rest))
}

/** How onboarding stands by the table of thirty days: green, yellow, red, or too early to say. */
export function onboardingIs<const S extends OnboardingStatus>(
  status: S,
  ...rest: readonly never[]
): ConditionBuilder<`band.onboarding=${S}`> {
  return new ConditionBuilder({ kind: 'in-band', score: 'onboarding', band: status }, extra('onboardingIs', rest))
}

function holds(as: ActivationNumber, misuse: readonly Misuse[]): ConditionBuilder<never> {
  return new ConditionBuilder({ kind: 'compare', quantity: { kind: 'activation', as }, op: '=', value: 1 }, misuse)
}
