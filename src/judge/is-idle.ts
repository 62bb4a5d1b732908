import type { Rule } from '../config/model.ts'
import { FALSE, TRUE } from '../fold/compare-value.ts'
import type { Entity } from '../fold/entity.ts'
import { evaluateCondition } from '../fold/evaluate-condition.ts'
import type { SignalState } from './signal-state.ts'
import { suspendedDays } from './suspend-judgement.ts'

/**
 * Whether nothing happens to a rule on any of the judged days, by as few of its conditions as it takes: of most rules on most days. A closed one that waits for
 * nothing stays closed while its condition is never true, an open one stays open while it is always true. false: it has to be judged.
 */
export function isIdle(rule: Rule, entity: Entity, state: SignalState): boolean {
  if (state.unknown === true) return false
  if (!state.open) return state.run === 0 && !hasAny(evaluateCondition(rule.when, entity), TRUE)
  if (rule.until !== null || (rule.escalate !== null && !state.escalated) || hasAny(entity.present, 0)) return false
  if (suspendedDays(rule, entity) !== null) return false
  if (!isAll(evaluateCondition(rule.when, entity), TRUE)) return false
  return rule.for === null || !hasAny(evaluateCondition(rule.for, entity), FALSE)
}

function hasAny(mask: Uint8Array, value: number): boolean {
  for (let i = 0; i < mask.length; i++) if (mask[i] === value) return true
  return false
}

function isAll(mask: Uint8Array, value: number): boolean {
  for (let i = 0; i < mask.length; i++) if (mask[i] !== value) return false
  return true
}
