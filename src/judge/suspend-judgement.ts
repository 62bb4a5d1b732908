import { type FactKey, nameOfFact } from '../config/fact-key.ts'
import type { Rule } from '../config/model.ts'
import { stateName } from '../config/state-name.ts'
import type { Day } from '../core/time.ts'
import { UNKNOWN } from '../fold/compare-value.ts'
import type { Entity, Reference } from '../fold/entity.ts'
import type { FoldPlan } from '../fold/plan/fold-plan.ts'
import { INCIDENTS, incidentOn } from '../fold/reference/find-incidents.ts'
import type { Conditions } from './judge-condition.ts'

/** While an event that it reads is hardly heard of from anybody, a rule's conditions are unknown at the close of the day: it neither opens nor closes. */
export function suspendJudgement(rule: Rule, entity: Entity, conditions: Conditions): Conditions {
  const suspended = suspendedDays(rule, entity)
  return suspended === null ? conditions : suspendConditions(conditions, suspended)
}

/** @param suspended 1 on the days on which they are unknown */
export function suspendConditions(conditions: Conditions, suspended: Uint8Array): Conditions {
  const { applies, when, until, escalate } = conditions
  return {
    applies: applies && unknownWhere(suspended, applies),
    when: unknownWhere(suspended, when),
    until: until && unknownWhere(suspended, until),
    escalate: escalate && unknownWhere(suspended, escalate),
    suspended,
  }
}

function unknownWhere(suspended: Uint8Array, mask: Uint8Array): Uint8Array {
  const masked = mask.slice()
  for (let i = 0; i < masked.length; i++) if (suspended[i] === 1) masked[i] = UNKNOWN
  return masked
}

type Kept = Pick<Entity, 'plan' | 'from' | 'to'> & { readonly byRule: Map<Rule, Uint8Array | null> }

/** A reference says the same of every entity that is folded over the same days: told once. */
const kept = new WeakMap<Reference, Kept>()

/** 1 on the entity's days on which something that the rule reads has an incident; null: on none. */
export function suspendedDays(rule: Rule, { plan, reference, from, to }: Entity): Uint8Array | null {
  if (reference === null) return null
  let last = kept.get(reference)
  if (last === undefined || last.plan !== plan || last.from !== from || last.to !== to) {
    last = { plan, from, to, byRule: new Map() }
    kept.set(reference, last)
  }
  let suspended = last.byRule.get(rule)
  if (suspended === undefined) {
    suspended = suspendedWithin(rule, plan, { reference, from, to })
    last.byRule.set(rule, suspended)
  }
  return suspended
}

type Days = { readonly from: Day; readonly to: Day }

/** 1 on days on which something that the rule reads has an incident, whatever the entity; null: on none. */
export function suspendedWithin(
  rule: Rule,
  plan: FoldPlan,
  { reference, ...days }: Days & { readonly reference: Reference | null },
): Uint8Array | null {
  return reference === null ? null : tellSuspended(readsOf(rule, plan), reference, days)
}

function tellSuspended(facts: readonly FactKey[], reference: Reference, { from, to }: Days): Uint8Array | null {
  const told = facts.flatMap((fact) => reference(INCIDENTS, fact) ?? [])
  if (told.length === 0) return null
  const suspended = new Uint8Array(to - from + 1)
  for (const { from: first, points } of told)
    for (let day = from; day <= to; day++) if (points[day - first] !== undefined) suspended[day - from] = 1
  return suspended.includes(1) ? suspended : null
}

function readsOf(rule: Rule, { reads }: FoldPlan): readonly FactKey[] {
  return reads.get(stateName(rule)) ?? []
}

/** All that a signal reads but the events that it is judged at: whoever sent one of these did so, whoever else did not. */
function readsBesides(rule: Rule, plan: FoldPlan): readonly FactKey[] {
  const { clock } = rule
  const facts = readsOf(rule, plan)
  return clock.kind === 'event' ? facts.filter((fact) => !clock.names.includes(nameOfFact(fact))) : facts
}

/** Whether a signal is not judged at the events of a day: by what was heard of up to the close of the day before. */
export function isSuspendedAt(rule: Rule, { plan, reference }: Entity, day: Day): boolean {
  return incidentOn(reference, readsBesides(rule, plan), day - 1) !== null
}

/** The incident for which a rule was not judged on a day; null: it was. One that is closed, and judged at events, opens whatever is the matter with these. */
export function incidentOf(
  rule: Rule,
  { plan, reference }: Entity,
  { day, open }: { readonly day: Day; readonly open: boolean },
): ReturnType<typeof incidentOn> {
  return incidentOn(reference, open ? readsOf(rule, plan) : readsBesides(rule, plan), day)
}
