import type { EntitlementDraft } from '../draft.ts'
import { Trait } from './entity-quantities.ts'
import { addMisuse, badOptions, extra, type Misuse } from './misuse.ts'
import { QuantityBuilder } from './quantity.ts'

/** What a plan allows, being defined. `Refs`: the names it mentions. */
export class EntitlementBuilder<Refs extends string = string> {
  readonly draft: EntitlementDraft
  declare readonly refs: readonly Refs[]
  constructor(draft: EntitlementDraft, misuse: readonly Misuse[] = []) {
    this.draft = addMisuse(draft, misuse)
  }
}

/** How much a plan allows of a number of the account; null: as much as one likes. Default trait of the plan: `plan`. */
export type PlanTable = { readonly byPlan: Readonly<Record<string, number | null>>; readonly plan?: Trait }

/** A limit: the number that is used up, and how far, as a trait of the account or by its plan: `limit(members(), { byPlan: { free: 5, pro: null } })`. */
export function limit<R extends string>(
  usage: QuantityBuilder<R>,
  most: Trait | PlanTable,
  ...rest: readonly never[]
): EntitlementBuilder<R> {
  const misuse = extra('limit', rest)
  if (most instanceof Trait) return new EntitlementBuilder({ usage: usage.draft, limit: traitLimit(most) }, misuse)
  const plans = Object.entries(most.byPlan).map(([plan, amount]) => ({ plan, limit: amount }))
  const table = { kind: 'plans', trait: most.plan?.trait ?? 'plan', plans } as const
  const options = badOptions('limit', most, ['byPlan', 'plan'])
  return new EntitlementBuilder({ usage: usage.draft, limit: table }, [...misuse, ...options])
}

function traitLimit({ trait }: Trait): EntitlementDraft['limit'] {
  return { kind: 'trait', trait }
}

/**
 * Days until the limit of this key is reached, if its number goes on rising as in the last 28 days: `daysToLimit('seats').atMost(days(14))`. 0 once it is; unknown
 * where the number does not rise (by the 95 % interval of its Theil-Sen slope) or fewer than 14 days are known.
 */
export function daysToLimit<const L extends string>(name: L, ...rest: readonly never[]): QuantityBuilder<`limit.${L}`> {
  return new QuantityBuilder({ kind: 'limit', limit: name, as: 'days' }, extra('daysToLimit', rest))
}

/** Usage as a share of the limit of this key in the config's entitlements, 1 = reached; 0 where the plan has none. */
export function limitUse<const L extends string>(name: L, ...rest: readonly never[]): QuantityBuilder<`limit.${L}`> {
  return new QuantityBuilder({ kind: 'limit', limit: name, as: 'use' }, extra('limitUse', rest))
}
