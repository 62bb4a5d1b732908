import type { SegmentDraft } from '../draft.ts'
import type { Level } from '../expression.ts'
import type { ConditionBuilder } from './condition.ts'
import { Trait } from './entity-quantities.ts'
import { addMisuse, badList, extra, type Misuse } from './misuse.ts'
import type { QuantityBuilder } from './quantity.ts'

/** A segment being defined: `Groups` are the names of its groups, `Refs` the names it mentions. */
export class SegmentBuilder<Groups extends string = string, Refs extends string = string> {
  readonly draft: SegmentDraft
  declare readonly groups: readonly Groups[]
  declare readonly refs: readonly Refs[]
  constructor(draft: SegmentDraft, misuse: readonly Misuse[] = []) {
    this.draft = addMisuse(draft, misuse)
  }
  /** Whom it groups; default accounts. */
  level(level: Level, ...rest: readonly never[]): SegmentBuilder<Groups, Refs> {
    return new SegmentBuilder({ ...this.draft, level }, extra('level', rest))
  }
}

/** Groups by a number: each name with the value it begins at, rising. Below the first: in no group. */
export function bands<const B extends Readonly<Record<string, number>>>(
  of: Trait,
  groups: B,
): SegmentBuilder<keyof B & string, never>
export function bands<R extends string, const B extends Readonly<Record<string, number>>>(
  of: QuantityBuilder<R>,
  groups: B,
): SegmentBuilder<keyof B & string, R>
export function bands(
  of: QuantityBuilder | Trait,
  groups: Readonly<Record<string, number>>,
  ...rest: readonly unknown[]
): SegmentBuilder {
  const quantity = of instanceof Trait ? of.number.draft : of.draft
  const list = Object.entries(groups).map(([name, from]) => ({ name, from }))
  return new SegmentBuilder({ level: 'account', rule: { kind: 'bands', quantity, bands: list } }, extra('bands', rest))
}

/** Groups by the values of a trait, as listed; others are in no group. */
export function byTrait<const V extends string>(
  trait: string,
  values: readonly V[],
  ...rest: readonly never[]
): SegmentBuilder<V, never> {
  return new SegmentBuilder({ level: 'account', rule: { kind: 'trait-values', trait, values: [...values] } }, [
    ...badList('byTrait', values),
    ...extra('byTrait', rest),
  ])
}

type CaseRefs<C> = C extends Readonly<Record<string, ConditionBuilder<infer R>>> ? R : never

/** Groups by conditions, tried in order: the first that is true names the group. */
export function cases<const C extends Readonly<Record<string, ConditionBuilder<string>>>>(
  groups: C,
  ...rest: readonly never[]
): SegmentBuilder<keyof C & string, CaseRefs<C>> {
  const list = Object.entries(groups).map(([name, when]) => ({ name, when: when.draft }))
  return new SegmentBuilder({ level: 'account', rule: { kind: 'cases', cases: list } }, extra('cases', rest))
}
