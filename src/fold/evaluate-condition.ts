import type { Condition } from '../config/expression.ts'
import { compareNumbers, FALSE, TRUE, testTrait, UNKNOWN } from './compare-value.ts'
import { type Entity, NO_VALUE, UNKNOWN_VALUE } from './entity.ts'
import { sweepTrait } from './fold-traits.ts'
import { takeMask } from './mask-pool.ts'
import { segmentByDay, segmentNames } from './segment-entity.ts'

/** Whether a condition holds on each judged day, in a mask of the entity (overwritten when the next one is folded). A comparison with an unknown number is unknown; all, any, not and at-least follow Kleene. */
export function evaluateCondition(condition: Condition, entity: Entity): Uint8Array {
  const out = takeMask(entity.masks)
  evaluateInto(condition, entity, out)
  return out
}

function evaluateInto(condition: Condition, entity: Entity, out: Uint8Array): void {
  switch (condition.kind) {
    case 'compare':
      compareInto(entity.values[condition.quantity]!, condition, out)
      return
    case 'trait':
      evaluateTrait(condition, entity, out)
      return
    case 'in-segment':
      evaluateSegment(condition, entity, out)
      return
    case 'signal':
      evaluateSignal(entity.signals.get(condition.signal), out)
      return
    case 'all':
    case 'any':
      combineInto(condition, entity, out)
      return
    case 'not':
      evaluateInto(condition.of, entity, out)
      for (let i = 0; i < out.length; i++) if (out[i] !== UNKNOWN) out[i]! ^= 1
      return
    case 'at-least':
      countInto(condition, entity, out)
      return
    case 'certain':
      evaluateInto(condition.of, entity, out)
      for (let i = 0; i < out.length; i++) if (out[i] === UNKNOWN) out[i] = FALSE
      return
  }
}

type Compare = Extract<Condition, { readonly kind: 'compare' }>

/** One loop per operator: these are the hottest comparisons of the judge. Added up rather than branched over, since no processor can guess whether a number is unknown. */
function compareInto(values: Float64Array, { op, value }: Compare, out: Uint8Array): void {
  const days = out.length
  switch (op) {
    case '>':
      for (let i = 0; i < days; i++) out[i] = 2 - Number(values[i]! > value) - 2 * Number(values[i]! <= value)
      return
    case '>=':
      for (let i = 0; i < days; i++) out[i] = 2 - Number(values[i]! >= value) - 2 * Number(values[i]! < value)
      return
    case '<':
      for (let i = 0; i < days; i++) out[i] = 2 - Number(values[i]! < value) - 2 * Number(values[i]! >= value)
      return
    case '<=':
      for (let i = 0; i < days; i++) out[i] = 2 - Number(values[i]! <= value) - 2 * Number(values[i]! > value)
      return
    case '=':
    case '!=':
      for (let i = 0; i < days; i++) out[i] = compareNumbers(values[i]!, op, value)
      return
  }
}

/** Kleene's tables: what two values make together, at 3 × one + the other. */
const BOTH = Uint8Array.of(0, 0, 0, 0, 1, 2, 0, 2, 2)
const EITHER = Uint8Array.of(0, 1, 2, 1, 1, 1, 2, 1, 2)

function combineInto(
  condition: Extract<Condition, { readonly kind: 'all' | 'any' }>,
  entity: Entity,
  out: Uint8Array,
): void {
  const decided = condition.kind === 'all' ? FALSE : TRUE
  const table = condition.kind === 'all' ? BOTH : EITHER
  const { of } = condition
  if (of.length === 0) out.fill(decided ^ 1)
  else evaluateInto(of[0]!, entity, out)
  if (of.length < 2) return
  const part = takeMask(entity.masks)
  for (let one = 1; one < of.length; one++) {
    if (isAll(out, decided)) return
    evaluateInto(of[one]!, entity, part)
    for (let i = 0; i < out.length; i++) out[i] = table[3 * out[i]! + part[i]!]!
  }
}

function isAll(mask: Uint8Array, value: number): boolean {
  for (let i = 0; i < mask.length; i++) if (mask[i] !== value) return false
  return true
}

function countInto(
  condition: Extract<Condition, { readonly kind: 'at-least' }>,
  entity: Entity,
  out: Uint8Array,
): void {
  const yes = new Int32Array(out.length)
  const unknown = new Int32Array(out.length)
  const part = takeMask(entity.masks)
  for (const one of condition.of) {
    evaluateInto(one, entity, part)
    for (let i = 0; i < out.length; i++) {
      if (part[i] === TRUE) yes[i]! += 1
      else if (part[i] === UNKNOWN) unknown[i]! += 1
    }
  }
  for (let i = 0; i < out.length; i++) {
    if (yes[i]! >= condition.n) out[i] = TRUE
    else out[i] = yes[i]! + unknown[i]! >= condition.n ? UNKNOWN : FALSE
  }
}

/** Whether another signal is open is unknown where it was not judged. */
function evaluateSignal(open: Uint8Array | undefined, out: Uint8Array): void {
  if (open === undefined) out.fill(UNKNOWN)
  else out.set(open)
}

function evaluateSegment(
  { segment, value }: Extract<Condition, { readonly kind: 'in-segment' }>,
  entity: Entity,
  out: Uint8Array,
): void {
  const wanted = segmentNames(entity.plan, segment).indexOf(value)
  const byDay = segmentByDay(segment, entity, evaluateCondition)
  for (let i = 0; i < out.length; i++) {
    if (byDay[i] === UNKNOWN_VALUE) out[i] = UNKNOWN
    else out[i] = byDay[i] === wanted && wanted !== NO_VALUE ? TRUE : FALSE
  }
}

type TraitCondition = Extract<Condition, { readonly kind: 'trait' }>

function evaluateTrait(condition: TraitCondition, entity: Entity, out: Uint8Array): void {
  const rows = condition.of === 'account' ? entity.accountTraits : entity.personTraits
  out.fill(testTrait(null, condition))
  for (const era of sweepTrait(rows, condition.trait, entity.knowing)) {
    const first = Math.max(era.from, entity.from)
    const last = Math.min(era.to, entity.to)
    if (first <= last) out.fill(testTrait(era.value, condition), first - entity.from, last - entity.from + 1)
  }
}
