import type { ScorePart, ScoreVariant } from '../../config/expression.ts'
import { exactPoints } from '../../core/exact-points.ts'
import { TRUE } from '../compare-value.ts'
import type { EntityScope } from '../entity-scope.ts'
import { evaluateCondition } from '../evaluate-condition.ts'
import type { DefinedStep } from '../plan/fold-plan.ts'
import { curveShare, type Earning, earnedBy, type Knots, toEarning } from './curve-share.ts'
import { foldLines, linesOf, type Weighed } from './fold-lines.ts'
import { freshDays } from './fresh-days.ts'
import { knotsByDay } from './part-knots.ts'
import type { ScoreScope } from './score-scope.ts'

type Variants = { readonly variants: readonly ScoreVariant[] }
type ScoreStep = Extract<DefinedStep, { readonly kind: 'score' }>

/** A score on each judged day; unknown while less than `least` of its weight has fresh data. Its completeness, which is worked out on the way, goes to the node that asks for it. */
export function foldScore(scope: EntityScope, step: ScoreStep, out: Float64Array): void {
  const { values } = scope.entity
  const completeness = step.completeness === null ? null : values[step.completeness]!
  const lines = linesOf(step)
  if (lines !== null && isAlwaysFresh(scope, step.variants[0]!)) {
    foldLines(lines, values, { out, completeness, least: step.least })
    return
  }
  const chosen = step.variants.length === 1 ? null : numberVariants(scope, step)
  const weigh = step.variants.map((variant) => readParts(scope, variant))
  for (let i = 0; i < out.length; i++) {
    const variant = chosen === null ? 0 : chosen[i]!
    const { known, earned } = weighDay(weigh[variant]!, values, i)
    const share = known / weightOf(step.variants[variant]!)
    if (completeness !== null) completeness[i] = share
    out[i] = share > 0 && share >= step.least ? exactPoints((100 * earned) / known) : Number.NaN
  }
}

function isAlwaysFresh(scope: ScoreScope, { parts }: ScoreVariant): boolean {
  for (const part of parts) if (freshDays(scope, part) !== null) return false
  return true
}

function weightOf({ parts }: ScoreVariant): number {
  let all = 0
  for (const { weight } of parts) all += weight
  return all
}

/** A part as it is weighed day by day. `fresh` null: on all days; of `earning` and `knotsOn` the one that is there: its curve never changes, or it does. */
type ReadPart = {
  readonly part: ScorePart
  readonly earning: Earning | null
  readonly fresh: Uint8Array | null
  readonly knotsOn: ((i: number) => Knots | null) | null
}

function readParts(scope: ScoreScope, { parts }: ScoreVariant): ReadPart[] {
  return parts.map((part) => {
    const { curve, weight } = part
    const fresh = freshDays(scope, part)
    return 'among' in curve
      ? { part, earning: null, fresh, knotsOn: knotsByDay(scope, curve) }
      : { part, earning: toEarning({ curve, weight }), fresh, knotsOn: null }
  })
}

/** One day on which something may be unknown or not fresh: the weight that counts, and what it earns. */
function weighDay(parts: readonly ReadPart[], values: readonly Float64Array[], i: number): Weighed {
  let known = 0
  let earned = 0
  for (const { part, earning, fresh, knotsOn } of parts) {
    const value = values[part.of]![i]!
    const knots = knotsOn === null ? null : knotsOn(i)
    if (Number.isNaN(value) || fresh?.[i] === 0 || (knotsOn !== null && knots === null)) continue
    known += part.weight
    earned += earning === null ? part.weight * curveShare(knots!, value) : earnedBy(earning, value)
  }
  return { known, earned }
}

/** By judged day: the first variant whose condition holds, else the one for everybody. */
export function chooseVariants(scope: ScoreScope, step: Variants): (i: number) => ScoreVariant {
  const chosen = numberVariants(scope, step)
  return (i) => step.variants[chosen[i]!]!
}

function numberVariants({ entity }: ScoreScope, { variants }: Variants): Uint16Array {
  const chosen = new Uint16Array(entity.to - entity.from + 1).fill(variants.length - 1)
  const masks = variants.map((variant) => (variant.for === null ? null : evaluateCondition(variant.for, entity)))
  for (let i = 0; i < chosen.length; i++) {
    const first = masks.findIndex((mask) => mask === null || mask[i] === TRUE)
    if (first >= 0) chosen[i] = first
  }
  return chosen
}

/** Was the part's source heard of, by whomever, within its freshness on a judged day? What was never heard of has no fresh data. */
export function isFresh(scope: ScoreScope, part: ScorePart, i: number): boolean {
  return freshDays(scope, part)?.[i] !== 0
}
