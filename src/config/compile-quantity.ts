import { contentHash } from '../core/hash.ts'
import { type EventIndex, factsOf, featuresOf, sumFactsOf } from './compile-events.ts'
import { DERIVED_KINDS, type DerivedExpr, type FactExpr } from './derived-expr.ts'
import { describeDerived } from './describe-derived.ts'
import { describeQuantity } from './describe-quantity.ts'
import type {
  ConditionDraft,
  ConfigDraft,
  DerivedQuantityDraft,
  EventQuantityDraft,
  FactQuantityDraft,
  QuantityDraft,
  TraitOwner,
} from './draft.ts'
import type { Condition, Expr, Level } from './expression.ts'
import type { QuantityNode } from './model.ts'
import { shiftQuantity } from './shift-quantity.ts'
import { unitOf } from './unit-of.ts'

/** The graphs while they grow; equal quantities of a level are one node. */
export type GraphDraft = {
  readonly config: ConfigDraft
  readonly events: EventIndex
  readonly nodes: Readonly<Record<Level, QuantityNode[]>>
  /** Content hashes of compiled segments: a percentile changes with its segment. */
  readonly segmentHashes: Map<string, string>
  /** Compiles a segment before its first use. */
  readonly needSegment: (key: string) => void
}

/** Adds a quantity (and all it is made of) to a level's graph and gives its index. The config was checked: every name exists. */
export function compileQuantity(graph: GraphDraft, level: Level, draft: QuantityDraft): number {
  return draft.kind === 'indicator'
    ? compileIndicator(graph, level, draft.indicator)
    : addQuantity(graph, level, { draft, key: null })
}

/** Likewise for a quantity that has a name of its own. */
export function compileIndicator(graph: GraphDraft, level: Level, key: string): number {
  const draft = graph.config.indicators[key]!
  return draft.kind === 'indicator'
    ? compileIndicator(graph, level, draft.indicator)
    : addQuantity(graph, level, { draft, key })
}

type NamedDraft = {
  readonly draft: Exclude<QuantityDraft, { readonly kind: 'indicator' }>
  readonly key: string | null
}

function addQuantity(graph: GraphDraft, level: Level, { draft, key }: NamedDraft): number {
  const { expr, label } = isFactDraft(draft)
    ? { expr: compileFacts(graph, draft), label: describeQuantity(draft, graph.config) }
    : describedDerived(graph, level, draft)
  return addNode(graph, level, { key, expr, label, unit: unitOf(draft, graph.config) })
}

function addNode(graph: GraphDraft, level: Level, body: Omit<QuantityNode, 'id'>): number {
  const nodes = graph.nodes[level]
  const id = contentHash(withIds(body.expr, graph, level))
  const known = nodes.findIndex((node) => node.id === id)
  if (known < 0) return nodes.push({ id, ...body }) - 1
  if (body.key !== null && nodes[known]!.key === null) nodes[known] = { ...nodes[known]!, key: body.key }
  return known
}

function describedDerived(
  graph: GraphDraft,
  level: Level,
  draft: DerivedQuantityDraft,
): Pick<QuantityNode, 'expr' | 'label'> {
  const expr = compileDerived(graph, level, draft)
  return {
    expr,
    label:
      expr.kind === 'members'
        ? 'members'
        : describeDerived(expr, { as: draft.kind === 'ratio' ? draft.as : 'ratio', level, graph: graph.nodes }),
  }
}

function isFactDraft(draft: FactQuantityDraft | DerivedQuantityDraft): draft is FactQuantityDraft {
  return !(DERIVED_DRAFTS as readonly string[]).includes(draft.kind)
}

const DERIVED_DRAFTS = [...DERIVED_KINDS, 'size'] as const

function compileFacts({ events }: GraphDraft, draft: FactQuantityDraft): FactExpr {
  switch (draft.kind) {
    case 'latest':
    case 'max':
      return { kind: draft.kind, facts: factsOf(events, [draft.event]), window: draft.window }
    case 'distinct-features':
      return { kind: draft.kind, features: featuresOf(events, draft.features), window: draft.window }
    case 'adoption': {
      const features = featuresOf(events, draft.features)
      return { kind: draft.kind, features, window: draft.window, minimum: draft.minimum }
    }
    case 'active-members':
    case 'active-share':
      return { kind: draft.kind, facts: factsOf(events, null), window: draft.window, roles: sorted(draft.roles) }
    case 'members':
      return { kind: draft.kind, roles: sorted(draft.roles) }
    default:
      return compileEventExpr(events, draft)
  }
}

function compileEventExpr(events: EventIndex, draft: EventQuantityDraft): FactExpr {
  if (draft.kind === 'sum') {
    const { events: keys, where, property, window } = draft
    const facts = sumFactsOf(events, { keys, where, property })
    return { kind: 'sum', facts, window, scale: events.measures.get(facts[0]!)?.scale ?? 1 }
  }
  const facts = factsOf(events, draft.events, draft.where)
  switch (draft.kind) {
    case 'count':
      return { kind: 'count', facts, window: draft.window, scale: 1 }
    case 'distinct-users':
    case 'distinct-days':
      return { kind: draft.kind, facts, window: draft.window }
    case 'streak-weeks':
      return { kind: draft.kind, facts, daysPerWeek: draft.daysPerWeek }
    case 'days-since-first':
    case 'days-since-last':
    case 'streak-days':
      return { kind: draft.kind, facts }
  }
}

function compileDerived(
  graph: GraphDraft,
  level: Level,
  draft: DerivedQuantityDraft,
): DerivedExpr | Extract<FactExpr, { kind: 'members' }> {
  const at = (of: QuantityDraft): number => compileQuantity(graph, level, of)
  switch (draft.kind) {
    case 'ratio':
      return { kind: 'ratio', top: at(draft.top), bottom: at(draft.bottom) }
    case 'change':
    case 'difference':
      return {
        kind: draft.kind,
        now: at(draft.now),
        before: at(draft.before ?? shiftQuantity(draft.now, graph.config)),
      }
    case 'percentile':
      if (draft.segment !== null) graph.needSegment(draft.segment)
      return { kind: 'percentile', of: at(draft.of), segment: draft.segment }
    case 'trait':
      return { kind: 'trait', of: ownerOf(draft.of, level), trait: draft.trait }
    case 'tenure':
      return { kind: 'tenure', unit: draft.unit }
    case 'size':
      return compileSize(graph.config)
    case 'mrr':
      return { kind: 'mrr' }
    case 'roll-up':
      return { kind: 'roll-up', how: draft.how, over: compileQuantity(graph, 'member', draft.over) }
    case 'roll-up-where':
      return { kind: 'roll-up-where', how: draft.how, when: compileCondition(graph, 'member', draft.when) }
    case 'constant':
      return { kind: 'constant', value: draft.value }
  }
}

function compileSize(config: ConfigDraft): DerivedExpr | Extract<FactExpr, { kind: 'members' }> {
  const seats = config.account.seatsTrait
  return seats === undefined ? { kind: 'members', roles: null } : { kind: 'trait', of: 'account', trait: seats }
}

/** Turns a condition's quantities into nodes of the level's graph. */
export function compileCondition(graph: GraphDraft, level: Level, draft: ConditionDraft): Condition {
  switch (draft.kind) {
    case 'compare': {
      const quantity = compileQuantity(graph, level, draft.quantity)
      return { kind: 'compare', quantity, op: draft.op, value: draft.value }
    }
    case 'trait':
      return { ...draft, of: ownerOf(draft.of, level) }
    case 'in-segment':
      graph.needSegment(draft.segment)
      return draft
    case 'signal':
      return draft
    case 'not':
      return { kind: 'not', of: compileCondition(graph, level, draft.of) }
    case 'all':
    case 'any':
      return { kind: draft.kind, of: draft.of.map((part) => compileCondition(graph, level, part)) }
    case 'at-least':
      return { kind: 'at-least', n: draft.n, of: draft.of.map((part) => compileCondition(graph, level, part)) }
  }
}

function ownerOf(owner: TraitOwner, level: Level): 'account' | 'person' {
  return owner === 'own' ? (level === 'account' ? 'account' : 'person') : owner
}

function sorted(roles: readonly string[] | null): readonly string[] | null {
  return roles === null ? null : [...roles].sort()
}

/** The expression with the ids of its parts for their indices, so that equal content has an equal hash wherever it stands. */
function withIds(expr: Expr, graph: GraphDraft, level: Level): unknown {
  const idOf = (index: number): string => graph.nodes[level][index]!.id
  switch (expr.kind) {
    case 'ratio':
      return { ...expr, top: idOf(expr.top), bottom: idOf(expr.bottom) }
    case 'change':
    case 'difference':
      return { ...expr, now: idOf(expr.now), before: idOf(expr.before) }
    case 'percentile':
      return { ...expr, of: idOf(expr.of), segment: expr.segment && graph.segmentHashes.get(expr.segment) }
    case 'roll-up':
      return { ...expr, over: graph.nodes.member[expr.over]!.id }
    case 'roll-up-where':
      return { ...expr, when: conditionWithIds(expr.when, graph.nodes.member) }
    default:
      return expr
  }
}

/** A condition with the content ids of its quantities for their indices. */
export function conditionWithIds(condition: Condition, nodes: readonly QuantityNode[]): unknown {
  switch (condition.kind) {
    case 'compare':
      return { ...condition, quantity: nodes[condition.quantity]!.id }
    case 'not':
      return { ...condition, of: conditionWithIds(condition.of, nodes) }
    case 'all':
    case 'any':
    case 'at-least':
      return { ...condition, of: condition.of.map((part) => conditionWithIds(part, nodes)) }
    default:
      return condition
  }
}
