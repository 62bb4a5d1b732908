import type { ScorePart, ScoreVariant } from '../config/expression.ts'
import { exactPoints } from '../core/exact-points.ts'
import { TRUE } from './compare-value.ts'
import { curveShare } from './curve-share.ts'
import { type Entity, type Reference, SOURCES } from './entity.ts'
import { evaluateCondition } from './evaluate-condition.ts'

/** What of an entity's scope a score reads. */
export type ScoreScope = {
  readonly entity: Entity
  readonly reference: Reference | null
  readonly referenceLag: number
}

type Variants = { readonly variants: readonly ScoreVariant[] }

/** A score on each judged day; unknown while less than `least` of its weight has fresh data. */
export function foldScore(scope: ScoreScope, step: Variants & { readonly least: number }, out: Float64Array): void {
  const variantOf = chooseVariants(scope, step)
  for (let i = 0; i < out.length; i++) {
    const { earned, known, all } = weighParts(scope, variantOf(i).parts, i)
    out[i] = known === 0 || known / all < step.least ? Number.NaN : exactPoints((100 * earned) / known)
  }
}

/** The share of the weight with fresh data on each judged day. */
export function foldCompleteness(scope: ScoreScope, step: Variants, out: Float64Array): void {
  const variantOf = chooseVariants(scope, step)
  for (let i = 0; i < out.length; i++) {
    const { known, all } = weighParts(scope, variantOf(i).parts, i)
    out[i] = known / all
  }
}

/** By judged day: the first variant whose condition holds, else the one for everybody. */
export function chooseVariants({ entity }: ScoreScope, { variants }: Variants): (i: number) => ScoreVariant {
  const masks = variants.map((variant) => (variant.for === null ? null : evaluateCondition(variant.for, entity)))
  return (i) => variants.find((_, v) => masks[v] === null || masks[v]![i] === TRUE) ?? variants.at(-1)!
}

type Weighed = { readonly earned: number; readonly known: number; readonly all: number }

function weighParts(scope: ScoreScope, parts: readonly ScorePart[], i: number): Weighed {
  let earned = 0
  let known = 0
  let all = 0
  for (const part of parts) {
    all += part.weight
    const share = curveShare(part.curve, scope.entity.values[part.of]![i]!)
    if (Number.isNaN(share) || !isFresh(scope, part, i)) continue
    earned += part.weight * share
    known += part.weight
  }
  return { earned, known, all }
}

/** Was the part's source heard of, by whomever, within its freshness? What was never heard of has no fresh data. */
export function isFresh(scope: ScoreScope, { source, freshDays }: ScorePart, i: number): boolean {
  if (source === null) return true
  const { entity, reference, referenceLag } = scope
  const population = reference?.(SOURCES, source)
  if (population === undefined) return false
  const since = population.points[entity.from + i - referenceLag - population.from]?.[0]
  return since !== undefined && since + referenceLag <= freshDays
}
