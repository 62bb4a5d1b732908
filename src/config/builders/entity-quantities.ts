import type { TraitConditionDraft, TraitOwner } from '../draft.ts'
import { ConditionBuilder, TraitCondition } from './condition.ts'
import { badList, badOptions, extra, type Misuse } from './misuse.ts'
import { QuantityBuilder } from './quantity.ts'
import { type AnyWindow, ever, windowData } from './window.ts'

type Scalar = string | number | boolean

/** A trait of the judged entity, waiting to be compared. */
export class Trait {
  readonly trait: string
  readonly of: TraitOwner
  readonly misuse: readonly Misuse[]
  constructor(trait: string, of: TraitOwner, misuse: readonly Misuse[] = []) {
    this.trait = trait
    this.of = of
    this.misuse = misuse
  }
  /** Its value as a number; unknown when it is none. */
  get number(): QuantityBuilder<never> {
    return new QuantityBuilder({ kind: 'trait', of: this.of, trait: this.trait }, this.misuse)
  }
  /** Whole local days until the date that it is, such as the end of a contract: 0 on the day, below 0 once it is past; unknown when it is none. */
  get daysUntil(): QuantityBuilder<never> {
    return new QuantityBuilder({ kind: 'trait', of: this.of, trait: this.trait, until: true }, this.misuse)
  }
  is(value: Scalar, ...rest: readonly never[]): TraitCondition {
    return this.compare('is', value, extra('is', rest))
  }
  isNot(value: Scalar, ...rest: readonly never[]): TraitCondition {
    return this.compare('is_not', value, extra('isNot', rest))
  }
  in(values: readonly (string | number)[], ...rest: readonly never[]): TraitCondition {
    return this.compare('in', [...values], [...badList('in', values), ...extra('in', rest)])
  }
  contains(text: string, ...rest: readonly never[]): TraitCondition {
    return this.compare('contains', text, extra('contains', rest))
  }
  isSet(...rest: readonly never[]): TraitCondition {
    return this.compare('is_set', null, extra('isSet', rest))
  }
  /** An e-mail address or a domain that is none of the free mail providers. */
  isBusinessDomain(...rest: readonly never[]): TraitCondition {
    return this.compare('business', null, extra('isBusinessDomain', rest))
  }
  private compare(
    op: TraitConditionDraft['op'],
    value: TraitConditionDraft['value'],
    misuse: readonly Misuse[],
  ): TraitCondition {
    const { of, trait } = this
    return new TraitCondition({ kind: 'trait', of, trait, op, value }, [...this.misuse, ...misuse])
  }
}

/** A trait of the judged entity itself: of the account in account signals, of the person in member and person signals. */
export function trait(name: string, ...rest: readonly never[]): Trait {
  return new Trait(name, 'own', extra('trait', rest))
}

/** A trait of the account, also in a member signal. */
export function accountTrait(name: string, ...rest: readonly never[]): Trait {
  return new Trait(name, 'account', extra('accountTrait', rest))
}

/** A trait of the person, in member and person signals and in roll-ups. */
export function personTrait(name: string, ...rest: readonly never[]): Trait {
  return new Trait(name, 'person', extra('personTrait', rest))
}

/** The member has one of these roles, as the membership says as of the moment. Of members: in their signals and segments, in `rollUp` and `topMember`. */
export function hasRole(role: string, ...others: readonly string[]): ConditionBuilder<never> {
  const quantity = { kind: 'role', roles: [role, ...others] } as const
  return new ConditionBuilder({ kind: 'compare', quantity, op: '>=', value: 1 })
}

type RoleOptions = { readonly roles?: readonly string[] }

/** Members of the account (by membership, active or not); with `roles` only those in one of the roles. */
export function members(options: RoleOptions = {}, ...rest: readonly never[]): QuantityBuilder<never> {
  return new QuantityBuilder({ kind: 'members', roles: rolesOf(options) }, badRoles('members', options, rest))
}

/** Members with at least one event of value (kind core, team, data or depth) in the window. */
export function activeMembers(
  window: AnyWindow,
  options: RoleOptions = {},
  ...rest: readonly never[]
): QuantityBuilder<never> {
  const draft = { window: windowData(window), roles: rolesOf(options) }
  return new QuantityBuilder({ kind: 'active-members', ...draft }, badRoles('activeMembers', options, rest))
}

/** The same as `activeMembers`: a user is active for an account as its member. For people without membership see `distinctUsers`. */
export function activeUsers(
  window: AnyWindow,
  options: RoleOptions = {},
  ...rest: readonly never[]
): QuantityBuilder<never> {
  return activeMembers(window, options, ...rest)
}

/** Active members as a share of the members, 0 … 1; unknown without members. It is said with both numbers: 1 of 1 is not yet "everybody". */
export function activeShare(
  window: AnyWindow,
  options: RoleOptions = {},
  ...rest: readonly never[]
): QuantityBuilder<never> {
  const roles = rolesOf(options)
  const top = { kind: 'active-members', window: windowData(window), roles } as const
  const draft = { kind: 'ratio', top, bottom: { kind: 'members', roles }, as: 'share' } as const
  return new QuantityBuilder(draft, badRoles('activeShare', options, rest))
}

function rolesOf(options: RoleOptions): readonly string[] | null {
  return options.roles === undefined ? null : [...options.roles]
}

function badRoles(builder: string, options: RoleOptions, rest: readonly unknown[]): readonly Misuse[] {
  return [...badOptions(builder, options, ['roles']), ...badList(builder, options.roles), ...extra(builder, rest)]
}

/** How many different features were used. `features`: default all that the config's events name. */
export function distinctFeatures<const F extends string = never>(
  window: AnyWindow,
  options: { readonly features?: readonly F[] } = {},
  ...rest: readonly never[]
): QuantityBuilder<`feature.${NoInfer<F>}`> {
  const features = options.features === undefined ? null : [...options.features]
  return new QuantityBuilder({ kind: 'distinct-features', features, window: windowData(window) }, [
    ...badOptions('distinctFeatures', options, ['features']),
    ...badList('distinctFeatures', options.features),
    ...extra('distinctFeatures', rest),
  ])
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
  ...rest: readonly never[]
): QuantityBuilder<`feature.${NoInfer<F>}`> {
  const draft = {
    features: options.features === undefined ? null : [...options.features],
    window: windowData(options.window ?? ever()),
    minimum: options.minimum ?? 1,
  }
  return new QuantityBuilder({ kind: 'adoption', ...draft }, [
    ...badOptions('adoption', options, ['features', 'window', 'minimum']),
    ...badList('adoption', options.features),
    ...extra('adoption', rest),
  ])
}

/** Time since sign-up, in calendar months unless said otherwise; `.over(days(90))` counts in days by itself. */
export function tenure(unit: 'days' | 'months' = 'months', ...rest: readonly never[]): QuantityBuilder<never> {
  return new QuantityBuilder({ kind: 'tenure', unit }, extra('tenure', rest))
}

/** Size of the account: the trait named as `account.seats`, else its members. */
export function size(...rest: readonly never[]): QuantityBuilder<never> {
  return new QuantityBuilder({ kind: 'size' }, extra('size', rest))
}

/**
 * Users of the business e-mail domain that most of its members have (the property email) who never were members of it: colleagues in other accounts, or in none. Of those
 * that are known by the close of the day; free mail providers do not count.
 */
export function colleaguesElsewhere(...rest: readonly never[]): QuantityBuilder<never> {
  return new QuantityBuilder({ kind: 'colleagues' }, extra('colleaguesElsewhere', rest))
}

/** Monthly recurring revenue in force, in units of its currency. */
export function mrr(...rest: readonly never[]): QuantityBuilder<never> {
  return new QuantityBuilder({ kind: 'mrr' }, extra('mrr', rest))
}
