import type { ScorePart, ScoreVariant } from '../config/expression.ts'
import { exactPoints } from '../core/exact-points.ts'
import { TRUE } from './compare-value.ts'
import { curveShare } from './curve-share.ts'
import { SOURCES } from './entity.ts'
import { evaluateCondition } from './evaluate-condition.ts'
import { takeMask } from './mask-pool.ts'
import { knotsByDay } from './part-knots.ts'
import type { ScoreScope } from './score-scope.ts'

type Variants = { readonly variants: readonly ScoreVariant[] }

/** A score on each judged day; unknown while less than `least` of its weight has fresh data. */
export function foldScore(scope: ScoreScope, step: Variants & { readonly least: number }, out: Float64Array): void {
  const earned = new Float64Array(out.length)
  const { known, all } = weighParts(scope, step, { days: out.length, earned })
  for (let i = 0; i < out.length; i++) {
    const least = known[i] === 0 || known[i]! / all[i]! < step.least
    out[i] = least ? Number.NaN : exactPoints((100 * earned[i]!) / known[i]!)
  }
}

/** The share of the weight with fresh data on each judged day. */
export function foldCompleteness(scope: ScoreScope, step: Variants, out: Float64Array): void {
  const { known, all } = weighParts(scope, step, { days: out.length, earned: null })
  for (let i = 0; i < out.length; i++) out[i] = known[i]! / all[i]!
}

/** By judged day: the first variant whose condition holds, else the one for everybody. */
export function chooseVariants({ entity }: ScoreScope, { variants }: Variants): (i: number) => ScoreVariant {
  const masks = variants.map((variant) => (variant.for === null ? null : evaluateCondition(variant.for, entity)))
  return (i) => variants.find((_, v) => masks[v] === null || masks[v]![i] === TRUE) ?? variants.at(-1)!
}

type Weights = { readonly known: Float64Array; readonly all: Float64Array }
type Weighing = { readonly days: number; readonly earned: Float64Array | null }

/** By judged day, the weight of all parts and of those with fresh data, and what these earned: part by part, each over all days. */
function weighParts(scope: ScoreScope, step: Variants, { days, earned }: Weighing): Weights {
  const known = new Float64Array(days)
  const all = new Float64Array(days)
  const variantOf = step.variants.length === 1 ? null : chooseVariants(scope, step)
  for (const variant of step.variants)
    for (const part of variant.parts) {
      const values = scope.entity.values[part.of]!
      const fresh = freshByDay(scope, part)
      const knotsOn = knotsByDay(scope, part.curve)
      for (let i = 0; i < days; i++) {
        if (variantOf !== null && variantOf(i) !== variant) continue
        all[i]! += part.weight
        const value = values[i]!
        const knots = knotsOn(i)
        if (knots === null || Number.isNaN(value) || (fresh !== null && fresh[i] === 0)) continue
        known[i]! += part.weight
        if (earned !== null) earned[i]! += part.weight * curveShare(knots, value)
      }
    }
  return { known, all }
}

/** 1 on days on which a part's source was heard of within its freshness; null: it needs none. */
function freshByDay(scope: ScoreScope, { source, freshDays }: ScorePart): Uint8Array | null {
  if (source === null) return null
  const { entity, reference, referenceLag } = scope
  const fresh = takeMask(entity.masks).fill(0)
  const population = reference?.(SOURCES, source)
  if (population === undefined) return fresh
  const first = entity.from - referenceLag - population.from
  for (let i = 0; i < fresh.length; i++) {
    const since = population.points[first + i]?.[0]
    if (since !== undefined && since + referenceLag <= freshDays) fresh[i] = 1
  }
  return fresh
}

/** Was the part's source heard of, by whomever, within its freshness on a judged day? What was never heard of has no fresh data. */
export function isFresh(scope: ScoreScope, part: ScorePart, i: number): boolean {
  return freshByDay(scope, part)?.[i] !== 0
}
