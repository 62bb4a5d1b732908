import type { Signal } from '../config/model.ts'
import { TRUE } from '../fold/compare-value.ts'
import type { Entity } from '../fold/entity.ts'
import { evaluateCondition } from '../fold/evaluate-condition.ts'
import type { Standing } from './step-signal.ts'

/** A signal's conditions over the judged days: 0 false, 1 true, 2 unknown. null: not declared. */
export type Conditions = {
  readonly applies: Uint8Array | null
  readonly when: Uint8Array
  readonly until: Uint8Array | null
  readonly escalate: Uint8Array | null
}

/** Evaluates what a signal asks, for every judged day at once. Signals it names must have been judged on this entity before. */
export function judgeConditions(signal: Signal, entity: Entity): Conditions {
  return {
    applies: signal.for === null ? null : evaluateCondition(signal.for, entity),
    when: evaluateCondition(signal.when, entity),
    until: signal.until === null ? null : evaluateCondition(signal.until, entity),
    escalate: signal.escalate === null ? null : evaluateCondition(signal.escalate, entity),
  }
}

/** How the conditions stand on one of the days. `present`: 0 where the member is no member, and no signal applies. */
export function standingAt(conditions: Conditions, at: number, present: Uint8Array | null): Standing {
  const { applies, when, until, escalate } = conditions
  return {
    applies: present !== null && present[at] === 0 ? 0 : (applies?.[at] ?? TRUE),
    when: when[at]!,
    until: until === null ? null : until[at]!,
    escalate: escalate?.[at] ?? 0,
  }
}
