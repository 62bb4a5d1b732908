import type { ConditionDraft } from '../draft.ts'
import type { ConditionBuilder } from './condition.ts'
import type { Trait } from './entity-quantities.ts'
import { type Events, eventList } from './event-quantities.ts'
import { badOptions, extra } from './misuse.ts'
import { QuantityBuilder } from './quantity.ts'
import { type AnyWindow, type Days, spanOf, windowData } from './window.ts'

/** top / bottom; unknown when the bottom is 0 or unknown. */
export function ratio<T extends string, B extends string>(
  top: QuantityBuilder<T>,
  bottom: QuantityBuilder<B>,
  ...rest: readonly never[]
): QuantityBuilder<T | B> {
  return new QuantityBuilder({ kind: 'ratio', top: top.draft, bottom: bottom.draft, as: 'ratio' }, extra('ratio', rest))
}

/**
 * (now − before) / before: −0.5 is half as much. Without `before`: against the stretch of the same length just before the quantity's
 * own window. Unknown when before is 0.
 */
export function change<N extends string>(now: QuantityBuilder<N>): QuantityBuilder<N>
export function change<N extends string, B extends string>(
  now: QuantityBuilder<N>,
  before: QuantityBuilder<B>,
): QuantityBuilder<N | B>
export function change(now: QuantityBuilder, before?: QuantityBuilder, ...rest: readonly unknown[]): QuantityBuilder {
  return new QuantityBuilder({ kind: 'change', now: now.draft, before: before?.draft ?? null }, extra('change', rest))
}

/** now − before; without `before` as in `change`. */
export function difference<N extends string>(now: QuantityBuilder<N>): QuantityBuilder<N>
export function difference<N extends string, B extends string>(
  now: QuantityBuilder<N>,
  before: QuantityBuilder<B>,
): QuantityBuilder<N | B>
export function difference(
  now: QuantityBuilder,
  before?: QuantityBuilder,
  ...rest: readonly unknown[]
): QuantityBuilder {
  return new QuantityBuilder(
    { kind: 'difference', now: now.draft, before: before?.draft ?? null },
    extra('difference', rest),
  )
}

/**
 * On how many different local days the events happened and nothing of value (kind core, team, data or depth): `abandonedDays('signedIn', days(7))` are days of
 * signing in that came to nothing. Of an account: nobody did anything of value; each member's days added up are `rollUp('sum', abandonedDays('signedIn', days(7)))`.
 */
export function abandonedDays<const E extends string>(
  events: Events<E>,
  window: AnyWindow,
  ...rest: readonly never[]
): QuantityBuilder<`event.${E}`> {
  const either = { kind: 'distinct-days', events: eventList(events), window: windowData(window), where: [] } as const
  // Days with either, less those with value: exact, as the one holds the other.
  const now = { ...either, orActive: true } as const
  const before = { ...either, events: null }
  return new QuantityBuilder({ kind: 'difference', now, before }, extra('abandonedDays', rest))
}

/** Rank among all accounts, or those of the same group of a segment, at the last day close: 0 … 100. Account level only. */
export function percentile<R extends string, const S extends string = never>(
  of: QuantityBuilder<R>,
  options: { readonly in?: S } = {},
  ...rest: readonly never[]
): QuantityBuilder<R | `segment.${NoInfer<S>}`> {
  return new QuantityBuilder({ kind: 'percentile', of: of.draft, segment: options.in ?? null }, [
    ...badOptions('percentile', options, ['in']),
    ...extra('percentile', rest),
  ])
}

/** Usage as a share of the plan's limit, 1 = reached: a gauge's `latest` or a `count` over a numeric trait. */
export function limitUsage<R extends string>(
  usage: QuantityBuilder<R>,
  limit: Trait,
  ...rest: readonly never[]
): QuantityBuilder<R> {
  const draft = { top: usage.draft, bottom: limit.number.draft }
  return new QuantityBuilder({ kind: 'ratio', ...draft, as: 'share' }, extra('limitUsage', rest))
}

type Among<A extends string> = {
  /** Only over the members for whom this is true: `hasRole('admin')`. */
  readonly among?: ConditionBuilder<A>
}

/**
 * A number of the account made from its members: `rollUp('mean', count('x', days(7)))`, `rollUp('sum', count('x'), { among: hasRole('admin') })`,
 * `rollUp('share', streakDays('x').atLeast(3))`. A share is of all members.
 */
export function rollUp<R extends string, A extends string = never>(
  how: 'mean' | 'sum' | 'max',
  over: QuantityBuilder<R>,
  options?: Among<A>,
): QuantityBuilder<R | NoInfer<A>>
export function rollUp<R extends string>(how: 'count' | 'share', when: ConditionBuilder<R>): QuantityBuilder<R>
export function rollUp(
  how: 'mean' | 'sum' | 'max' | 'count' | 'share',
  of: QuantityBuilder | ConditionBuilder,
  ...rest: readonly unknown[]
): QuantityBuilder {
  if (of instanceof QuantityBuilder) {
    const [options = {}, ...more] = rest as [Among<string>?, ...unknown[]]
    const misuse = [...badOptions('rollUp', options, ['among']), ...extra('rollUp', more)]
    const draft = { kind: 'roll-up', how: how as 'mean' | 'sum' | 'max', over: of.draft } as const
    return new QuantityBuilder({ ...draft, ...amongOf(options) }, misuse)
  }
  const misuse = extra('rollUp', rest)
  const holding = { kind: 'roll-up-where', when: of.draft } as const
  if (how === 'count') return new QuantityBuilder(holding, misuse)
  const draft = { kind: 'ratio', top: holding, bottom: { kind: 'members', roles: null }, as: 'share' } as const
  return new QuantityBuilder(draft, misuse)
}

/**
 * A number of one member: of the one with the highest `by`. How long the champion has been away, where that is the admin who was there on most days:
 * `topMember(daysSinceLast(), { by: activeDays(days(90)), among: hasRole('admin') })`. Of several with the same `by` the lowest number; unknown without a member.
 */
export function topMember<R extends string, B extends string, A extends string = never>(
  over: QuantityBuilder<R>,
  options: { readonly by: QuantityBuilder<B> } & Among<A>,
  ...rest: readonly never[]
): QuantityBuilder<R | B | NoInfer<A>> {
  const misuse = [...badOptions('topMember', options, ['by', 'among']), ...extra('topMember', rest)]
  return new QuantityBuilder(
    { kind: 'top-member', over: over.draft, by: options.by.draft, ...amongOf(options) },
    misuse,
  )
}

/** Share of what all members did that one of them did, 0 … 1: of a number from events, such as `count('report', days(28))`. Unknown where nobody did any. */
export function topShare<R extends string>(of: QuantityBuilder<R>, ...rest: readonly never[]): QuantityBuilder<R> {
  const over = (how: 'max' | 'sum') => ({ kind: 'roll-up', how, over: of.draft }) as const
  return new QuantityBuilder(
    { kind: 'ratio', top: over('max'), bottom: over('sum'), as: 'share' },
    extra('topShare', rest),
  )
}

function amongOf({ among }: Among<string>): { readonly among?: ConditionDraft } {
  return among === undefined ? {} : { among: among.draft }
}

/** What a number was so many days before, as it was known then: `difference(trait('seats').number, ago(trait('seats').number, days(30)))`. Account level only. */
export function ago<R extends string>(
  of: QuantityBuilder<R>,
  span: Days,
  ...rest: readonly never[]
): QuantityBuilder<R> {
  const { days, misuse = [] } = spanOf('ago()', span)
  return new QuantityBuilder({ kind: 'ago', of: of.draft, days }, [...misuse, ...extra('ago', rest)])
}

/** An indicator of the config, by its key. */
export function indicator<const I extends string>(
  name: I,
  ...rest: readonly never[]
): QuantityBuilder<`indicator.${I}`> {
  return new QuantityBuilder({ kind: 'indicator', indicator: name }, extra('indicator', rest))
}

/** A fixed number, for ratios and differences. */
export function constant(value: number, ...rest: readonly never[]): QuantityBuilder<never> {
  return new QuantityBuilder({ kind: 'constant', value }, extra('constant', rest))
}
