import type { PartDraft, ScoreDraft, VariantDraft } from '../draft.ts'
import type { Curve, Level } from '../expression.ts'
import { ConditionBuilder } from './condition.ts'
import { FrozenCurveBuilder, rising } from './curve.ts'
import { addMisuse, badOptions, extra, type Misuse, withMisuse } from './misuse.ts'
import { QuantityBuilder } from './quantity.ts'
import { type Days, spanOf } from './window.ts'

/** A part of a score, being defined. `Refs`: the names it mentions. */
export class PartBuilder<Refs extends string = string> {
  readonly draft: PartDraft
  declare readonly refs: readonly Refs[]
  constructor(draft: PartDraft, misuse: readonly Misuse[] = []) {
    this.draft = addMisuse(draft, misuse)
  }
  /** How often its source is heard of; it counts as fresh within twice that, and always within 7 days. Default daily. */
  heardEvery(span: Days, ...rest: readonly never[]): PartBuilder<Refs> {
    const { days, misuse = [] } = spanOf('heardEvery()', span)
    return new PartBuilder({ ...this.draft, rhythmDays: days }, [...misuse, ...extra('heardEvery', rest)])
  }
}

/**
 * Up to `weight` points for a number, along a curve of fixed knots or of percentiles, or for a condition: all of them where it holds, none where it does not, left out where
 * it is unknown. The weights of a score's parts add up to 100.
 */
export function part<R extends string, C extends string = never>(
  weight: number,
  of: QuantityBuilder<R>,
  ...curve: readonly [curve: Curve | FrozenCurveBuilder<C>]
): PartBuilder<R | C>
export function part<R extends string>(
  weight: number,
  of: ConditionBuilder<R>,
  ...rest: readonly never[]
): PartBuilder<R>
export function part(
  weight: number,
  of: QuantityBuilder | ConditionBuilder,
  ...more: readonly (Curve | FrozenCurveBuilder)[]
): PartBuilder {
  if (of instanceof QuantityBuilder) {
    const [given = rising(0, 1), ...rest] = more
    const curve = given instanceof FrozenCurveBuilder ? given.draft : given
    return new PartBuilder({ weight, of: of.draft, curve, rhythmDays: 1 }, extra('part', rest))
  }
  const draft = { weight, of: { kind: 'holds', when: of.draft }, curve: rising(0, 1), rhythmDays: 1 } as const
  return new PartBuilder(draft, extra('part', more))
}

type VariantOptions = { readonly curves?: Readonly<Record<string, Curve>>; readonly bands?: Bands }
type Bands = Readonly<Record<string, number>>
export type GroupRef<G> = { [S in keyof G & string]: G[S] extends string ? `segment.${S}=${G[S]}` : never }[keyof G &
  string]

/** A score being defined; each call gives a new one. `Refs`: the names it mentions; `Names`: of its bands. */
export class ScoreBuilder<Refs extends string = string, Names extends string = string> {
  readonly draft: ScoreDraft
  declare readonly refs: readonly Refs[]
  declare readonly names: readonly Names[]
  constructor(draft: ScoreDraft, misuse: readonly Misuse[] = []) {
    this.draft = addMisuse(draft, misuse)
  }
  /** Names for stretches of the value, each with the value it begins at: `{ healthy: 70, watch: 40, 'at risk': 0 }`. Half-open on the exact value. */
  bands<const B extends Bands>(bands: B, ...rest: readonly never[]): ScoreBuilder<Refs, Names | (keyof B & string)> {
    return new ScoreBuilder({ ...this.draft, bands: listBands(bands) }, extra('bands', rest))
  }
  /** Other curves and bands for those in all of these groups: `.variant({ size: 'small', age: 'new' }, { curves: { … } })`. The first that fits counts. */
  variant<const G extends Readonly<Record<string, string>>>(
    groups: G,
    options: VariantOptions,
    ...rest: readonly never[]
  ): ScoreBuilder<Refs | GroupRef<G>, Names> {
    const { rule } = this.draft
    const misuse = [...badOptions('variant', options, ['curves', 'bands']), ...extra('variant', rest)]
    if (rule.kind !== 'parts') return new ScoreBuilder(this.draft, [...misuse, NO_VARIANT])
    const { curves = {}, bands } = options
    const variant: VariantDraft = {
      in: { ...groups },
      curves: { ...curves },
      bands: bands === undefined ? null : listBands(bands),
    }
    return new ScoreBuilder({ ...this.draft, rule: { ...rule, variants: [...rule.variants, variant] } }, misuse)
  }
  /** A fact that stands beside the value and is never averaged into it; with `band` it also decides the band. */
  exception<R extends string>(
    name: string,
    when: ConditionBuilder<R>,
    band: NoInfer<Names> | null = null,
    ...rest: readonly never[]
  ): ScoreBuilder<Refs | R, Names> {
    const exceptions = [...this.draft.exceptions, { name, when: when.draft, band }]
    return new ScoreBuilder({ ...this.draft, exceptions }, extra('exception', rest))
  }
  /** Whom it is about; default accounts. */
  level(level: Level, ...rest: readonly never[]): ScoreBuilder<Refs, Names> {
    return new ScoreBuilder({ ...this.draft, level }, extra('level', rest))
  }
}

const NO_VARIANT: Misuse = {
  bad: null,
  message: 'variant() gives other curves to the parts of a score; this one has none.',
  mend: 'Leave it out, or write the score with score({ … }).',
}

function listBands(bands: Bands): ScoreDraft['bands'] {
  return Object.entries(bands).map(([name, from]) => ({ name, from }))
}

/** The score of this key in the config, 0 … 100: `score('engagement').atLeast(70)`. */
export function score<const S extends string>(name: S, ...rest: readonly never[]): QuantityBuilder<`score.${S}`>
/** A number from 0 to 100 made of parts. */
export function score<P extends Readonly<Record<string, PartBuilder>>>(
  parts: P,
  ...rest: readonly never[]
): ScoreBuilder<RefsOf<P[keyof P]>, never>
export function score(
  what: string | Readonly<Record<string, PartBuilder>>,
  ...rest: readonly never[]
): QuantityBuilder | ScoreBuilder {
  const misuse = extra('score', rest)
  if (typeof what === 'string') return new QuantityBuilder({ kind: 'score', score: what, as: 'value' }, misuse)
  const parts = Object.fromEntries(Object.entries(what).map(([name, one]) => [name, one?.draft as PartDraft]))
  return blank({ kind: 'parts', parts, variants: [] }, misuse)
}

type RefsOf<P> = P extends PartBuilder<infer R> ? R : P extends ConditionBuilder<infer R> ? R : never

/** The share of a score's weight that has fresh data, 0 … 1. */
export function completeness<const S extends string>(
  name: S,
  ...rest: readonly never[]
): QuantityBuilder<`score.${S}`> {
  return new QuantityBuilder({ kind: 'score', score: name, as: 'completeness' }, extra('completeness', rest))
}

/** The score is in this band: `inBand('health', 'at risk')`; of activation: `inBand('activation', 'at risk')`. */
export function inBand<const S extends string, const B extends string>(
  name: S,
  band: B,
  ...rest: readonly never[]
): ConditionBuilder<`band.${S}=${B}`> {
  return new ConditionBuilder({ kind: 'in-band', score: name, band }, extra('inBand', rest))
}

export type Fading = { readonly points: number; readonly lifespanDays: number; readonly misuse?: readonly Misuse[] }

/** Points for each time an event happened, fading evenly to nothing over its lifespan (default 90 days). */
export function points(each: number, lifespan?: Days, ...rest: readonly never[]): Fading {
  const { days, misuse = [] } = lifespan === undefined ? { days: 90 } : spanOf('points()', lifespan)
  return { points: each, lifespanDays: days, ...withMisuse([...misuse, ...extra('points', rest)]) }
}

/**
 * Behaviour of a product-qualified lead or account: points of the events as they fade, added up. Of an account it is the sum over its members, each at
 * most `perPerson` (default 40); in all at most `most` (default 100).
 */
export function decaying<const E extends string>(
  events: Readonly<Record<E, Fading>>,
  options: { readonly perPerson?: number; readonly most?: number } = {},
  ...rest: readonly never[]
): ScoreBuilder<`event.${E}`, never> {
  const misuse = [...badOptions('decaying', options, ['perPerson', 'most']), ...extra('decaying', rest)]
  const { perPerson = 40, most = 100 } = options
  return blank({ kind: 'decaying', events: { ...events }, perPerson, most }, misuse)
}

/**
 * Named conditions over scores, tried in order: `tiers({ 'High Priority': all(score('interest').atLeast(70), score('fit').atLeast(50)) })`. Two axes stay two,
 * and are never added into one number.
 */
export function tiers<const T extends Readonly<Record<string, ConditionBuilder<string>>>>(
  named: T,
  ...rest: readonly never[]
): ScoreBuilder<RefsOf<T[keyof T]>, keyof T & string> {
  const list = Object.entries(named).map(([name, when]) => ({ name, when: when?.draft }))
  return blank({ kind: 'tiers', tiers: list }, extra('tiers', rest))
}

function blank<R extends string, N extends string>(
  rule: ScoreDraft['rule'],
  misuse: readonly Misuse[],
): ScoreBuilder<R, N> {
  return new ScoreBuilder({ level: 'account', rule, bands: [], exceptions: [] }, misuse)
}
