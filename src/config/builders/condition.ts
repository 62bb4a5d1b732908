import type { ConditionDraft, TraitConditionDraft } from '../draft.ts'
import { addMisuse, extra, type Misuse } from './misuse.ts'

/**
 * A condition being written. `Refs` is the union of the names it mentions (`event.projectCreated`, `segment.size=small`), so that
 * `defineConfig` can refuse one that does not exist.
 */
export class ConditionBuilder<Refs extends string = string> {
  readonly draft: ConditionDraft
  declare readonly refs: readonly Refs[]
  constructor(draft: ConditionDraft, misuse: readonly Misuse[] = []) {
    this.draft = addMisuse(draft, misuse)
  }
}

/** A condition on a trait; alone it can also exclude people and accounts. */
export class TraitCondition extends ConditionBuilder<never> {
  declare readonly draft: TraitConditionDraft
}

type RefsOf<C> = C extends ConditionBuilder<infer R> ? R : never
type AnyCondition = ConditionBuilder<string>

/** True when every one is true. */
export function all<const C extends readonly AnyCondition[]>(...of: C): ConditionBuilder<RefsOf<C[number]>> {
  return new ConditionBuilder({ kind: 'all', of: of.map((c) => c.draft) })
}

/** True when at least one is true. */
export function any<const C extends readonly AnyCondition[]>(...of: C): ConditionBuilder<RefsOf<C[number]>> {
  return new ConditionBuilder({ kind: 'any', of: of.map((c) => c.draft) })
}

/** True when `of` is false; unknown stays unknown. */
export function not<R extends string>(of: ConditionBuilder<R>, ...rest: readonly never[]): ConditionBuilder<R> {
  return new ConditionBuilder({ kind: 'not', of: of.draft }, extra('not', rest))
}

/** True when at least `n` are true. */
export function atLeast<const C extends readonly AnyCondition[]>(
  n: number,
  ...of: C
): ConditionBuilder<RefsOf<C[number]>> {
  return new ConditionBuilder({ kind: 'at-least', n, of: of.map((c) => c.draft) })
}

/** The entity is in the named group of a segment: `inSegment('size', 'medium')`. */
export function inSegment<const S extends string, const V extends string>(
  segment: S,
  value: V,
  ...rest: readonly never[]
): ConditionBuilder<`segment.${S}=${V}`> {
  return new ConditionBuilder({ kind: 'in-segment', segment, value }, extra('inSegment', rest))
}

/** Another signal is open for the entity. */
export function signalOpen<const S extends string>(
  signal: S,
  ...rest: readonly never[]
): ConditionBuilder<`signal.${S}`> {
  return new ConditionBuilder({ kind: 'signal', signal }, extra('signalOpen', rest))
}
