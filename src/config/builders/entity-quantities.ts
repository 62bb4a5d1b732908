import type { TraitConditionDraft, TraitOwner } from '../draft.ts'
import { TraitCondition } from './condition.ts'
import { QuantityBuilder } from './quantity.ts'
import { type AnyWindow, ever, windowData } from './window.ts'

type Scalar = string | number | boolean

/** A trait of the judged entity, waiting to be compared. */
export class Trait {
  readonly trait: string
  readonly of: TraitOwner
  constructor(trait: string, of: TraitOwner) {
    this.trait = trait
    this.of = of
  }
  /** Its value as a number; unknown when it is none. */
  get number(): QuantityBuilder<never> {
    return new QuantityBuilder({ kind: 'trait', of: this.of, trait: this.trait })
  }
  is(value: Scalar): TraitCondition {
    return this.compare('is', value)
  }
  isNot(value: Scalar): TraitCondition {
    return this.compare('is_not', value)
  }
  in(values: readonly (string | number)[]): TraitCondition {
    return this.compare('in', [...values])
  }
  contains(text: string): TraitCondition {
    return this.compare('contains', text)
  }
  isSet(): TraitCondition {
    return this.compare('is_set', null)
  }
  private compare(op: TraitConditionDraft['op'], value: TraitConditionDraft['value']): TraitCondition {
    return new TraitCondition({ kind: 'trait', of: this.of, trait: this.trait, op, value })
  }
}

/** A trait of the judged entity itself: of the account in account signals, of the person in member and person signals. */
export function trait(name: string): Trait {
  return new Trait(name, 'own')
}

/** A trait of the account, also in a member signal. */
export function accountTrait(name: string): Trait {
  return new Trait(name, 'account')
}

/** A trait of the person, in member and person signals and in roll-ups. */
export function personTrait(name: string): Trait {
  return new Trait(name, 'person')
}

type RoleOptions = { readonly roles?: readonly string[] }

/** Members of the account (by membership, active or not); with `roles` only those in one of the roles. */
export function members(options: RoleOptions = {}): QuantityBuilder<never> {
  return new QuantityBuilder({ kind: 'members', roles: rolesOf(options) })
}

/** Members with at least one event of value (kind core, team, data or depth) in the window. */
export function activeMembers(window: AnyWindow, options: RoleOptions = {}): QuantityBuilder<never> {
  return new QuantityBuilder({ kind: 'active-members', window: windowData(window), roles: rolesOf(options) })
}

/** The same as `activeMembers`: a user is active for an account as its member. For people without membership see `distinctUsers`. */
export function activeUsers(window: AnyWindow, options: RoleOptions = {}): QuantityBuilder<never> {
  return activeMembers(window, options)
}

/** Active members / members, 0 … 1; unknown without members. */
export function activeShare(window: AnyWindow, options: RoleOptions = {}): QuantityBuilder<never> {
  return new QuantityBuilder({ kind: 'active-share', window: windowData(window), roles: rolesOf(options) })
}

function rolesOf(options: RoleOptions): readonly string[] | null {
  return options.roles === undefined ? null : [...options.roles]
}

/** How many different features were used. `features`: default all that the config's events name. */
export function distinctFeatures<const F extends string = never>(
  window: AnyWindow,
  options: { readonly features?: readonly F[] } = {},
): QuantityBuilder<`feature.${NoInfer<F>}`> {
  const features = options.features === undefined ? null : [...options.features]
  return new QuantityBuilder({ kind: 'distinct-features', features, window: windowData(window) })
}

export type AdoptionOptions<F extends string> = {
  /** Default: every feature that the config's events name. */
  readonly features?: readonly F[]
  /** Default: ever. */
  readonly window?: AnyWindow
  /** Uses that make a feature used; default 1. */
  readonly minimum?: number
}

/** Share of the features in use, 0 … 1. */
export function adoption<const F extends string = never>(
  options: AdoptionOptions<F> = {},
): QuantityBuilder<`feature.${NoInfer<F>}`> {
  return new QuantityBuilder({
    kind: 'adoption',
    features: options.features === undefined ? null : [...options.features],
    window: windowData(options.window ?? ever()),
    minimum: options.minimum ?? 1,
  })
}

/** Time since sign-up, in calendar months unless said otherwise; `.over(days(90))` counts in days by itself. */
export function tenure(unit: 'days' | 'months' = 'months'): QuantityBuilder<never> {
  return new QuantityBuilder({ kind: 'tenure', unit })
}

/** Size of the account: the trait named as `account.seats`, else its members. */
export function size(): QuantityBuilder<never> {
  return new QuantityBuilder({ kind: 'size' })
}

/** Monthly recurring revenue in force, in units of its currency. */
export function mrr(): QuantityBuilder<never> {
  return new QuantityBuilder({ kind: 'mrr' })
}
