import type { Condition, Expr, Level } from '../config/expression.ts'
import { type FactKey, factOfName } from '../config/fact-key.ts'
import type { Measure, Model } from '../config/model.ts'
import { makeZone } from '../core/time.ts'
import type { FactColumn } from '../store/analytic/rows.ts'
import type { EventReader, FoldPlan } from './fold-plan.ts'
import { planLevel } from './plan-level.ts'
import { planTimeline } from './plan-timeline.ts'

export type PlanOptions = {
  readonly model: Model
  /** The store's dictionary of facts: undefined for one that no event has had yet. */
  readonly factId: (key: FactKey) => number | undefined
  /** Only these account nodes and what they rest on (a reference needs few); null or absent: all of every level. */
  readonly only?: readonly number[] | null
}

/** Compiles a model's graph into steps over daily lanes. Cheap (milliseconds): plan again when the config changes or a missing fact appears. */
export function planFold({ model, factId, only = null }: PlanOptions): FoldPlan {
  const roleSets: (readonly string[] | null)[] = [null]
  const facts = new Map<FactKey, number | undefined>()
  const lookUp = (key: FactKey): number | undefined => {
    if (!facts.has(key)) facts.set(key, factId(key))
    return facts.get(key)
  }
  const wanted = only === null ? null : closeOver(model, only)
  const level = (name: Level) =>
    planLevel({ level: name, nodes: model.graph[name], wanted: wanted?.[name] ?? null, factId: lookUp, roleSets })
  const plan = { account: level('account'), member: level('member'), person: level('person') }
  return {
    ...plan,
    modelHash: model.hash,
    roleSets,
    segments: new Map(model.segments.map((segment) => [segment.key, segment])),
    product: model.product,
    zone: makeZone(model.product.timezone),
    createdAtTrait: model.account.createdAtTrait,
    readers: planReaders(model, facts),
    facts: [...facts.keys()],
    columns: neededColumns(model, wanted),
    timeline: planTimeline(model, { ...plan, judged: only === null }),
    missingFacts: [...facts].filter(([, id]) => id === undefined).map(([key]) => key),
  }
}

/** Raw events become the same facts as in the store. */
function planReaders(model: Model, facts: ReadonlyMap<FactKey, number | undefined>): Map<FactKey, EventReader> {
  const readers = new Map<FactKey, { fact: number | null; measures: { fact: number; measure: Measure }[] }>()
  const readerOf = (key: FactKey) => {
    const reader = readers.get(key) ?? { fact: null, measures: [] }
    readers.set(key, reader)
    return reader
  }
  for (const [key, id] of facts) if (id !== undefined && !key.startsWith('measure:')) readerOf(key).fact = id
  for (const measure of model.measures) {
    const fact = facts.get(measure.key)
    if (fact === undefined) continue
    for (const name of measure.names) readerOf(factOfName(measure.call, name)).measures.push({ fact, measure })
  }
  return readers
}

function neededColumns(model: Model, wanted: Wanted | null): FactColumn[] {
  const columns = new Set<FactColumn>()
  for (const level of LEVELS)
    model.graph[level].forEach(({ expr }, node) => {
      if (wanted !== null && !wanted[level].has(node)) return
      if (expr.kind === 'sum') columns.add('sum')
      if (expr.kind === 'latest' || expr.kind === 'max') columns.add('lastTs').add('lastValue').add('maxValue')
    })
  return [...columns]
}

const LEVELS: readonly Level[] = ['account', 'member', 'person']
type Wanted = Record<Level, Set<number>>

/** The nodes that the given account nodes rest on, through references, segments and roll-ups. */
function closeOver(model: Model, only: readonly number[]): Wanted {
  const wanted: Wanted = { account: new Set(), member: new Set(), person: new Set() }
  const add = (level: Level, node: number): void => {
    if (wanted[level].has(node)) return
    wanted[level].add(node)
    const expr = model.graph[level][node]?.expr
    if (expr !== undefined) for (const need of needsOf(model, expr, level)) add(need.level, need.node)
  }
  for (const node of only) add('account', node)
  return wanted
}

type Need = { readonly level: Level; readonly node: number }

function needsOf(model: Model, expr: Expr, level: Level): Need[] {
  switch (expr.kind) {
    case 'ratio':
      return [expr.top, expr.bottom].map((node) => ({ level, node }))
    case 'change':
    case 'difference':
      return [expr.now, expr.before].map((node) => ({ level, node }))
    case 'percentile':
      return [{ level, node: expr.of }, ...(expr.segment === null ? [] : segmentNeeds(model, expr.segment, level))]
    case 'roll-up':
      return [{ level: 'member', node: expr.over }]
    case 'roll-up-where':
      return conditionNeeds(model, expr.when, 'member')
    default:
      return []
  }
}

/** Nodes that a condition of this level compares, those of its segments included. */
export function conditionNeeds(model: Model, condition: Condition, level: Level): Need[] {
  switch (condition.kind) {
    case 'compare':
      return [{ level, node: condition.quantity }]
    case 'in-segment':
      return segmentNeeds(model, condition.segment, level)
    case 'all':
    case 'any':
    case 'at-least':
      return condition.of.flatMap((part) => conditionNeeds(model, part, level))
    case 'not':
      return conditionNeeds(model, condition.of, level)
    case 'trait':
    case 'signal':
      return []
  }
}

function segmentNeeds(model: Model, key: string, level: Level): Need[] {
  const rule = model.segments.find((segment) => segment.key === key)?.rule
  if (rule?.kind === 'bands') return [{ level, node: rule.quantity }]
  if (rule?.kind === 'cases') return rule.cases.flatMap((one) => conditionNeeds(model, one.when, level))
  return []
}
