import type { Condition } from '../config/expression.ts'
import type { Segment } from '../config/model.ts'
import { segmentGroups } from '../config/segment-groups.ts'
import type { TraitRow } from '../store/analytic/rows.ts'
import { TRUE, UNKNOWN } from './compare-value.ts'
import { type Entity, NO_VALUE, UNKNOWN_VALUE } from './entity.ts'
import { sweepTrait } from './fold-traits.ts'
import { takeMask } from './mask-pool.ts'
import type { FoldPlan } from './plan/fold-plan.ts'

/** The values of a segment in the order that `segmentByDay` numbers them. Empty when there is no such segment. */
export function segmentNames(plan: FoldPlan, key: string): readonly string[] {
  return segmentGroups(plan.segments.get(key)?.rule)
}

/** How a condition is judged: handed in, for conditions name segments and segments have conditions. */
export type Evaluate = (condition: Condition, entity: Entity) => Uint8Array

/** Which value of the segment the entity has at each close: an index into its names, NO_VALUE or UNKNOWN_VALUE. A member has those of its account too. */
export function segmentByDay(key: string, entity: Entity, evaluate: Evaluate): Int16Array {
  const known = entity.segments.get(key)
  if (known !== undefined) return known
  const segment = entity.plan.segments.get(key)
  if (segment?.level === 'account' && entity.ofAccount !== null) return segmentByDay(key, entity.ofAccount, evaluate)
  const out = new Int16Array(entity.to - entity.from + 1).fill(UNKNOWN_VALUE)
  if (segment !== undefined) fillValues(segment, entity, { out, evaluate })
  entity.segments.set(key, out)
  return out
}

type Into = { readonly out: Int16Array; readonly evaluate: Evaluate }

function fillValues({ rule, level }: Segment, entity: Entity, { out, evaluate }: Into): void {
  switch (rule.kind) {
    case 'bands':
      placeInBands(rule, entity.values[rule.quantity]!, out)
      return
    case 'trait-values':
      matchTrait(rule, { entity, rows: level === 'account' ? entity.accountTraits : entity.personTraits }, out)
      return
    case 'cases':
      pickCase(rule, entity, { out, evaluate })
      return
  }
}

type RuleOf<K extends Segment['rule']['kind']> = Extract<Segment['rule'], { readonly kind: K }>

/** Half-open bands: from its own lower bound up to the next one's. */
function placeInBands({ bands }: RuleOf<'bands'>, values: Float64Array, out: Int16Array): void {
  for (let i = 0; i < out.length; i++) {
    const value = values[i]!
    if (Number.isNaN(value)) continue
    let best = NO_VALUE
    for (let b = 0; b < bands.length; b++) {
      if (value >= bands[b]!.from && (best < 0 || bands[b]!.from >= bands[best]!.from)) best = b
    }
    out[i] = best
  }
}

type Told = { readonly entity: Entity; readonly rows: readonly TraitRow[] }

function matchTrait({ trait, values }: RuleOf<'trait-values'>, { entity, rows }: Told, out: Int16Array): void {
  for (const era of sweepTrait(rows, trait, entity.knowing)) {
    const first = Math.max(era.from, entity.from)
    const last = Math.min(era.to, entity.to)
    const value = era.value === null ? UNKNOWN_VALUE : values.indexOf(String(era.value))
    if (first <= last) out.fill(value, first - entity.from, last - entity.from + 1)
  }
}

/** The first case that holds; unknown as long as one before it is. */
function pickCase({ cases }: RuleOf<'cases'>, entity: Entity, { out, evaluate }: Into): void {
  out.fill(NO_VALUE)
  const open = takeMask(entity.masks).fill(1)
  cases.forEach((one, index) => {
    const holds = evaluate(one.when, entity)
    for (let i = 0; i < out.length; i++) {
      if (open[i] === 0 || holds[i] === 0) continue
      open[i] = 0
      if (holds[i] === TRUE) out[i] = index
      else if (holds[i] === UNKNOWN) out[i] = UNKNOWN_VALUE
    }
  })
}
