import type { Rule } from '../config/model.ts'
import { UNKNOWN } from '../fold/compare-value.ts'
import type { Entity } from '../fold/entity.ts'
import { hasIncident, INCIDENTS, incidentOn } from '../fold/find-incidents.ts'
import type { Conditions } from './judge-condition.ts'

/** The incident for which a signal was not judged on a day; null: it was. */
export function incidentOf({ key, subject }: Rule, entity: Entity, day: number): ReturnType<typeof incidentOn> {
  const facts = subject === 'signal' ? entity.plan.reads.get(key) : undefined
  return facts === undefined ? null : incidentOn(entity.reference, facts, day)
}

/** While an event that it reads is hardly heard of from anybody, a signal's conditions are unknown: it neither opens nor closes. */
export function suspendJudgement(signal: Rule, entity: Entity, conditions: Conditions): Conditions {
  if (!maybeSuspended(signal, entity)) return conditions
  const suspended = suspendedDays(signal, entity)
  if (suspended === null) return conditions
  const { applies, when, until, escalate } = conditions
  return {
    applies: applies && unknownWhere(suspended, applies),
    when: unknownWhere(suspended, when),
    until: until && unknownWhere(suspended, until),
    escalate: escalate && unknownWhere(suspended, escalate),
    suspended,
  }
}

/** 1 on the entity's days on which something that the signal reads has an incident; null: on none. One look-up for each fact: this is asked of every account. */
function suspendedDays({ key }: Rule, { plan, reference, from, to }: Entity): Uint8Array | null {
  let suspended: Uint8Array | null = null
  for (const fact of plan.reads.get(key) ?? []) {
    const byDay = reference?.(INCIDENTS, fact)
    if (byDay === undefined) continue
    for (let day = from; day <= to; day++) {
      if (byDay.points[day - byDay.from] === undefined) continue
      suspended ??= new Uint8Array(to - from + 1)
      suspended[day - from] = 1
    }
  }
  return suspended
}

function unknownWhere(suspended: Uint8Array, mask: Uint8Array): Uint8Array {
  const masked = mask.slice()
  for (let i = 0; i < masked.length; i++) if (suspended[i] === 1) masked[i] = UNKNOWN
  return masked
}

/** Hardly ever is there an incident: asked once for all days, and not again on each. */
export function maybeSuspended({ key }: Rule, { plan, reference }: Entity): boolean {
  return (plan.reads.get(key) ?? []).some((fact) => hasIncident(reference, fact))
}
