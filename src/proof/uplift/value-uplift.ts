import type { Interval } from '../../stats/interval.ts'
import type { UpliftPlan } from './uplift-unit.ts'

export type UpliftCosts = {
  /** What an account is worth that has the good outcome, or is kept from the bad one; and what a contact costs, in the same unit. */
  readonly value: number
  readonly cost: number
}

/** What it brings, net of what it costs, for a hundred accounts that are treated. */
export type UpliftValue = { readonly perHundred: Interval; readonly pays: boolean }

/** Null without an effect that may be shown. `reached`: the share whom it reached, and who cost something; null: all. */
export function valueUplift(
  { good }: Pick<UpliftPlan, 'good'>,
  effect: Interval | null,
  { value, cost, reached }: UpliftCosts & { readonly reached: number | null },
): UpliftValue | null {
  if (effect === null) return null
  const worth = (difference: number): number => 100 * (difference * value - (reached ?? 1) * cost)
  const [low, high] = good === 'more' ? [effect.lower, effect.upper] : [-effect.upper, -effect.lower]
  const estimate = good === 'more' ? effect.estimate : -effect.estimate
  const perHundred = { estimate: worth(estimate), lower: worth(low), upper: worth(high) }
  return { perHundred, pays: perHundred.lower > 0 }
}
