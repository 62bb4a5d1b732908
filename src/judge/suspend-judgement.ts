import type { Rule } from '../config/model.ts'
import { UNKNOWN } from '../fold/compare-value.ts'
import type { Entity } from '../fold/entity.ts'
import { hasIncident, incidentOn } from '../fold/find-incidents.ts'
import type { Conditions } from './judge-condition.ts'

/** The incident for which a signal was not judged on a day; null: it was. */
export function incidentOf({ key, subject }: Rule, entity: Entity, day: number): ReturnType<typeof incidentOn> {
  const facts = subject === 'signal' ? entity.plan.reads.get(key) : undefined
  return facts === undefined ? null : incidentOn(entity.reference, facts, day)
}

/** While an event that it reads is hardly heard of from anybody, a signal's conditions are unknown: it neither opens nor closes. */
export function suspendJudgement(signal: Rule, entity: Entity, conditions: Conditions): Conditions {
  if (!maybeSuspended(signal, entity)) return conditions
  let suspended: Uint8Array | null = null
  for (let day = entity.from; day <= entity.to; day++) {
    if (incidentOf(signal, entity, day) === null) continue
    suspended ??= new Uint8Array(entity.to - entity.from + 1)
    suspended[day - entity.from] = 1
  }
  if (suspended === null) return conditions
  const { applies, when, until, escalate } = conditions
  const unknown = (mask: Uint8Array): Uint8Array => mask.map((value, i) => (suspended[i] === 1 ? UNKNOWN : value))
  return {
    applies: applies && unknown(applies),
    when: unknown(when),
    until: until && unknown(until),
    escalate: escalate && unknown(escalate),
    suspended,
  }
}

/** Hardly ever is there an incident: asked once for all days, and not again on each. */
export function maybeSuspended({ key }: Rule, { plan, reference }: Entity): boolean {
  return (plan.reads.get(key) ?? []).some((fact) => hasIncident(reference, fact))
}
