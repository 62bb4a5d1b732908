import type { ConditionBuilder } from './condition.ts'
import type { Trait } from './entity-quantities.ts'
import { badOptions, extra } from './misuse.ts'
import { QuantityBuilder } from './quantity.ts'

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

/** A number of the account made from its members: `rollUp('mean', count('x', days(7)))`, `rollUp('share', streakDays('x').atLeast(3))`. A share is of all members. */
export function rollUp<R extends string>(how: 'mean' | 'sum' | 'max', over: QuantityBuilder<R>): QuantityBuilder<R>
export function rollUp<R extends string>(how: 'count' | 'share', when: ConditionBuilder<R>): QuantityBuilder<R>
export function rollUp(
  how: 'mean' | 'sum' | 'max' | 'count' | 'share',
  of: QuantityBuilder | ConditionBuilder,
  ...rest: readonly unknown[]
): QuantityBuilder {
  const misuse = extra('rollUp', rest)
  if (of instanceof QuantityBuilder) {
    return new QuantityBuilder({ kind: 'roll-up', how: how as 'mean' | 'sum' | 'max', over: of.draft }, misuse)
  }
  const holding = { kind: 'roll-up-where', when: of.draft } as const
  if (how === 'count') return new QuantityBuilder(holding, misuse)
  const draft = { kind: 'ratio', top: holding, bottom: { kind: 'members', roles: null }, as: 'share' } as const
  return new QuantityBuilder(draft, misuse)
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
