import { onceFacts } from '../../config/compile/once-facts.ts'
import type { Expr, Window } from '../../config/expression.ts'
import type { FactKey } from '../../config/fact-key.ts'
import { ACTIVE_KINDS, type Model, type QuantityNode } from '../../config/model.ts'
import { contentHash } from '../../core/hash.ts'

/** The numbers that the lists and pages show of every account and member, whatever the configuration: nodes of a graph of their own. */
export type StandingModel = {
  readonly model: Model
  readonly account: Readonly<Record<AccountNumber, number>>
  /** Active events of the eight weeks that end with the judged day, the oldest first. */
  readonly weeks: readonly number[]
  readonly member: Readonly<Record<MemberNumber, number>>
}
export type AccountNumber =
  | 'members'
  | 'activeMembers28'
  | 'activeMembersToday'
  | 'activeToday'
  | 'coreToday'
  | 'tenureDays'
  | 'mrr'
  | 'daysSinceActive'
export type MemberNumber = 'activeToday' | 'activeDays28' | 'daysSinceActive'

const rolling = (days: number, offset = 0): Window => ({ kind: 'rolling', days, offset })

/** @param allFacts facts that count as activity where the configuration lists no events: everything that arrives. */
export function standingModel(model: Model, allFacts: readonly FactKey[]): StandingModel {
  const active = model.events.length === 0 ? allFacts : factsOfKinds(model, ACTIVE_KINDS)
  const core = model.events.length === 0 ? allFacts : factsOfKinds(model, ['core'])
  const account: Record<AccountNumber, Expr> = {
    members: { kind: 'members', roles: null },
    activeMembers28: { kind: 'active-members', facts: active, window: rolling(28), roles: null },
    activeMembersToday: { kind: 'active-members', facts: active, window: rolling(1), roles: null },
    activeToday: count(active, rolling(1)),
    coreToday: count(core, rolling(1)),
    tenureDays: { kind: 'tenure', unit: 'days' },
    mrr: { kind: 'mrr' },
    daysSinceActive: { kind: 'days-since-last', facts: active },
  }
  const weeks = [7, 6, 5, 4, 3, 2, 1, 0].map((week) => count(active, rolling(7, week * 7)))
  const member: Record<MemberNumber, Expr> = {
    activeToday: count(active, rolling(1)),
    activeDays28: { kind: 'distinct-days', facts: active, window: rolling(28) },
    daysSinceActive: { kind: 'days-since-last', facts: active },
  }
  const graph = {
    account: [...Object.values(account), ...weeks].map(toNode),
    member: Object.values(member).map(toNode),
    person: [],
  }
  const first = Object.keys(account).length
  return {
    model: {
      ...model,
      ...{ graph, signals: [], rules: [], activations: [], scores: [], entitlements: [] },
      hash: contentHash(graph),
    },
    account: indices(account),
    weeks: weeks.map((_, i) => first + i),
    member: indices(member),
  }
}

/** What the events of some kinds count, each event once. */
export function factsOfKinds(model: Model, kinds: readonly string[]): FactKey[] {
  const facts = model.events.filter((event) => kinds.includes(event.kind)).flatMap((event) => event.facts)
  const measures = new Map(model.measures.map((measure) => [measure.key, measure]))
  return onceFacts(facts, (key) => measures.get(key))
}

function count(facts: readonly FactKey[], window: Window): Expr {
  return { kind: 'count', facts, window, scale: 1 }
}

/** A number that nothing in the configuration names. */
export function toNode(expr: Expr): QuantityNode {
  return { id: contentHash(expr), key: null, expr, label: expr.kind, unit: 'count' }
}

function indices<K extends string>(of: Record<K, Expr>): Record<K, number> {
  return Object.fromEntries(Object.keys(of).map((key, i) => [key, i])) as Record<K, number>
}
