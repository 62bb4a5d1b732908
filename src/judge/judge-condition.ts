import type { Rule } from '../config/model.ts'
import { FALSE, TRUE, UNKNOWN } from '../fold/compare-value.ts'
import type { Entity } from '../fold/entity.ts'
import { evaluateCondition } from '../fold/evaluate-condition.ts'
import type { Standing } from './step-signal.ts'

/** A signal's conditions over the judged days: 0 false, 1 true, 2 unknown. null: not declared. */
export type Conditions = {
  readonly applies: Uint8Array | null
  readonly when: Uint8Array
  readonly until: Uint8Array | null
  readonly escalate: Uint8Array | null
  /** 1 on days on which it is not judged; absent: on none. */
  readonly suspended?: Uint8Array
}

/**
 * Evaluates what a signal asks, for every judged day at once. Signals it names must have been judged on this entity before.
 * Where it applies on no day, its other conditions matter to nobody and are not evaluated.
 */
export function judgeConditions(signal: Rule, entity: Entity): Conditions {
  const applies = signal.for === null ? null : evaluateCondition(signal.for, entity)
  if (applies !== null && isNever(applies)) {
    return { applies, when: applies, until: signal.until === null ? null : applies, escalate: null }
  }
  return {
    applies,
    when: evaluateCondition(signal.when, entity),
    until: signal.until === null ? null : evaluateCondition(signal.until, entity),
    escalate: signal.escalate === null ? null : evaluateCondition(signal.escalate, entity),
  }
}

/** As `judgeConditions`, but unknown wherever the entity with all that is unclaimed answers otherwise. */
export function judgeCertain(signal: Rule, entity: Entity, claimed: Entity | null): Conditions {
  const without = judgeConditions(signal, entity)
  if (claimed === null) return without
  const within = judgeConditions(signal, claimed)
  return {
    applies: agreed(without.applies, within.applies),
    when: agreed(without.when, within.when) ?? without.when,
    until: agreed(without.until, within.until),
    escalate: agreed(without.escalate, within.escalate),
  }
}

function agreed(one: Uint8Array | null, other: Uint8Array | null): Uint8Array | null {
  return one === null || other === null ? null : one.map((value, i) => (value === other[i] ? value : UNKNOWN))
}

function isNever(mask: Uint8Array): boolean {
  for (let i = 0; i < mask.length; i++) if (mask[i] !== FALSE) return false
  return true
}

/** How the conditions stand on one of the days. `present`: 0 where there is nobody, or no member, and no signal applies. */
export function standingAt(conditions: Conditions, at: number, present: Uint8Array): Standing {
  const { applies, when, until, escalate } = conditions
  return {
    applies: present[at] === 0 ? 0 : (applies?.[at] ?? TRUE),
    when: when[at]!,
    until: until === null ? null : until[at]!,
    escalate: escalate?.[at] ?? 0,
  }
}
