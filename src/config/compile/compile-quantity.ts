import { contentHash } from '../../core/hash.ts'
import { DERIVED_KINDS, type DerivedExpr, type FactExpr } from '../derived-expr.ts'
import { describeDerived } from '../describe/describe-derived.ts'
import { describeQuantity } from '../describe/describe-quantity.ts'
import type {
  ConditionDraft,
  ConfigDraft,
  DerivedQuantityDraft,
  EventQuantityDraft,
  FactQuantityDraft,
  NamedQuantityDraft,
  QuantityDraft,
  TraitOwner,
} from '../draft.ts'
import type { Condition, Expr, Level } from '../expression.ts'
import type { QuantityNode } from '../model.ts'
import { unitOf } from '../unit-of.ts'
import { activeKeys, type EventIndex, factsOf, featuresOf, sumFactsOf } from './compile-events.ts'
import { exprWithIds } from './expr-with-ids.ts'
import { shiftQuantity } from './shift-quantity.ts'

/** The graphs while they grow; equal quantities of a level are one node. */
export type GraphDraft = {
  readonly config: ConfigDraft
  readonly events: EventIndex
  readonly nodes: Readonly<Record<Level, QuantityNode[]>>
  /** Content hashes of compiled segments: a percentile changes with its segment. */
  readonly segmentHashes: Map<string, string>
  /** What scores ask of all accounts, by content id; added to the account graph last, so that a number somebody wrote keeps its label. */
  readonly sources: Map<string, Expr>
  /** Compiles a segment before its first use. */
  readonly needSegment: (key: string) => void
  /** Compiles a definition that stands elsewhere in the config, and gives the node of what is asked of it. */
  readonly nodeOf: (level: Level, named: Exclude<NamedQuantityDraft, { readonly kind: 'indicator' }>) => number
  /** The condition of a band of a score. */
  readonly bandOf: (level: Level, score: string, band: string) => Condition
}

/** Adds a quantity (and all it is made of) to a level's graph and gives its index. The config was checked: every name exists. */
export function compileQuantity(graph: GraphDraft, level: Level, draft: QuantityDraft): number {
  if (draft.kind === 'indicator') return compileIndicator(graph, level, draft.indicator)
  return isNamed(draft) ? graph.nodeOf(level, draft) : addQuantity(graph, level, { draft, key: null })
}

/** Likewise for a quantity that has a name of its own. */
export function compileIndicator(graph: GraphDraft, level: Level, key: string): number {
  const draft = graph.config.indicators[key]!
  if (draft.kind === 'indicator') return compileIndicator(graph, level, draft.indicator)
  if (!isNamed(draft)) return addQuantity(graph, level, { draft, key })
  const index = graph.nodeOf(level, draft)
  const node = graph.nodes[level][index]!
  if (node.key === null) graph.nodes[level][index] = { ...node, key }
  return index
}

function isNamed(draft: QuantityDraft): draft is NamedQuantityDraft {
  return (NAMED_DRAFTS as readonly string[]).includes(draft.kind)
}

const NAMED_DRAFTS = ['indicator', 'milestone', 'activation', 'score', 'limit'] as const

type NamedDraft = {
  readonly draft: FactQuantityDraft | DerivedQuantityDraft
  readonly key: string | null
}

function addQuantity(graph: GraphDraft, level: Level, { draft, key }: NamedDraft): number {
  const { expr, label } = isFactDraft(draft)
    ? { expr: compileFacts(graph, draft), label: describeQuantity(draft, graph.config) }
    : describedDerived(graph, level, draft)
  return addNode(graph, level, { key, expr, label, unit: unitOf(draft, graph.config) })
}

/** Adds an expression over nodes that are there; equal ones are one node. */
export function addNode(graph: GraphDraft, level: Level, body: Omit<QuantityNode, 'id'>): number {
  const nodes = graph.nodes[level]
  const id = contentHash(exprWithIds(body.expr, { ...graph, level }))
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
  const chosen = 'orActive' in draft && draft.events !== null ? [...draft.events, ...activeKeys(events)] : draft.events
  const facts = factsOf(events, chosen, draft.where)
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
      return {
        ...{ kind: 'trait', of: ownerOf(draft.of, level), trait: draft.trait },
        ...(draft.until === true ? { until: true } : {}),
      }
    case 'tenure':
      return { kind: 'tenure', unit: draft.unit }
    case 'size':
      return compileSize(graph.config)
    case 'mrr':
    case 'colleagues':
      return { kind: draft.kind }
    case 'roll-up':
      return {
        kind: 'roll-up',
        how: draft.how,
        over: compileQuantity(graph, 'member', draft.over),
        ...among(graph, draft),
      }
    case 'top-member': {
      const of = (part: QuantityDraft): number => compileQuantity(graph, 'member', part)
      return { kind: 'top-member', over: of(draft.over), by: of(draft.by), ...among(graph, draft) }
    }
    case 'role':
      return { kind: 'role', roles: sorted(draft.roles) }
    case 'ago':
      return { kind: 'ago', of: at(draft.of), days: draft.days }
    case 'roll-up-where':
      return { kind: 'roll-up-where', when: compileCondition(graph, 'member', draft.when) }
    case 'constant':
      return { kind: 'constant', value: draft.value }
    case 'holds':
      return { kind: 'holds', when: compileCondition(graph, level, draft.when) }
  }
}

function among(
  graph: GraphDraft,
  { among }: { readonly among?: ConditionDraft | undefined },
): { readonly among?: Condition } {
  return among === undefined ? {} : { among: compileCondition(graph, 'member', among) }
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
    case 'in-band':
      return graph.bandOf(level, draft.score, draft.band)
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

function sorted<R extends readonly string[] | null>(roles: R): R | readonly string[] {
  return roles === null ? roles : [...roles].sort()
}
