import type { ConditionBuilder } from './condition.ts'
import type { Trait } from './entity-quantities.ts'
import { QuantityBuilder } from './quantity.ts'

/** top / bottom; unknown when the bottom is 0 or unknown. */
export function ratio<T extends string, B extends string>(
  top: QuantityBuilder<T>,
  bottom: QuantityBuilder<B>,
): QuantityBuilder<T | B> {
  return new QuantityBuilder({ kind: 'ratio', top: top.draft, bottom: bottom.draft, as: 'ratio' })
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
export function change(now: QuantityBuilder, before?: QuantityBuilder): QuantityBuilder {
  return new QuantityBuilder({ kind: 'change', now: now.draft, before: before?.draft ?? null })
}

/** now − before; without `before` as in `change`. */
export function difference<N extends string>(now: QuantityBuilder<N>): QuantityBuilder<N>
export function difference<N extends string, B extends string>(
  now: QuantityBuilder<N>,
  before: QuantityBuilder<B>,
): QuantityBuilder<N | B>
export function difference(now: QuantityBuilder, before?: QuantityBuilder): QuantityBuilder {
  return new QuantityBuilder({ kind: 'difference', now: now.draft, before: before?.draft ?? null })
}

/** Rank among all accounts, or those of the same group of a segment, at the last day close: 0 … 100. Account level only. */
export function percentile<R extends string, const S extends string = never>(
  of: QuantityBuilder<R>,
  options: { readonly in?: S } = {},
): QuantityBuilder<R | `segment.${NoInfer<S>}`> {
  return new QuantityBuilder({ kind: 'percentile', of: of.draft, segment: options.in ?? null })
}

/** Usage as a share of the plan's limit, 1 = reached: a gauge's `latest` or a `count` over a numeric trait. */
export function limitUsage<R extends string>(usage: QuantityBuilder<R>, limit: Trait): QuantityBuilder<R> {
  return new QuantityBuilder({ kind: 'ratio', top: usage.draft, bottom: limit.number.draft, as: 'share' })
}

/** A number of the account made from its members: `rollUp('mean', count('x', days(7)))`, `rollUp('share', streakDays('x').atLeast(3))`. */
export function rollUp<R extends string>(how: 'mean' | 'sum' | 'max', over: QuantityBuilder<R>): QuantityBuilder<R>
export function rollUp<R extends string>(how: 'count' | 'share', when: ConditionBuilder<R>): QuantityBuilder<R>
export function rollUp(
  how: 'mean' | 'sum' | 'max' | 'count' | 'share',
  of: QuantityBuilder | ConditionBuilder,
): QuantityBuilder {
  if (of instanceof QuantityBuilder) {
    return new QuantityBuilder({ kind: 'roll-up', how: how as 'mean' | 'sum' | 'max', over: of.draft })
  }
  return new QuantityBuilder({ kind: 'roll-up-where', how: how as 'count' | 'share', when: of.draft })
}

/** An indicator of the config, by its key. */
export function indicator<const I extends string>(name: I): QuantityBuilder<`indicator.${I}`> {
  return new QuantityBuilder({ kind: 'indicator', indicator: name })
}

/** A fixed number, for ratios and differences. */
export function constant(value: number): QuantityBuilder<never> {
  return new QuantityBuilder({ kind: 'constant', value })
}
