import { createdAtKeys } from '../../config/created-at-keys.ts'
import { conditionNeeds, exprNeeds, type NodeAt } from '../../config/expr-needs.ts'
import type { Level } from '../../config/expression.ts'
import { type FactKey, factOfName } from '../../config/fact-key.ts'
import type { Measure, Model, Rule } from '../../config/model.ts'
import { SOURCE_LABEL } from '../../config/source-of.ts'
import { makeZone } from '../../core/time.ts'
import type { FactColumn } from '../../store/analytic/rows.ts'
import { FORECAST_DAYS } from '../fold-forecast.ts'
import { isRollUp } from '../people/roll-up-members.ts'
import { closeOver, LEVELS, nodesOf, type Wanted } from './close-over.ts'
import type { EventReader, FoldPlan, LevelPlan, Step } from './fold-plan.ts'
import { listReads } from './list-reads.ts'
import { planLevel } from './plan-level.ts'
import { planTimeline } from './plan-timeline.ts'

export type PlanOptions = {
  readonly model: Model
  /** The store's dictionary of facts: undefined for one that no event has had yet. */
  readonly factId: (key: FactKey) => number | undefined
  /** Only these nodes and what they rest on (a reference needs few); null or absent: all of every level, but for those that only a reference reads. */
  readonly only?: readonly NodeAt[] | null
  /** Instead: what judging these rules asks for. */
  readonly judged?: readonly Rule[]
}

/** Compiles a model's graph into steps over daily lanes. Cheap (milliseconds): plan again when the config changes or a missing fact appears. */
export function planFold({ model, factId, judged, ...options }: PlanOptions): FoldPlan {
  const only = options.only ?? judged?.flatMap(needsOfRule(model)) ?? null
  const roleSets: (readonly string[] | null)[] = [null]
  const facts = new Map<FactKey, number | undefined>()
  const lookUp = (key: FactKey): number | undefined => {
    if (!facts.has(key)) facts.set(key, factId(key))
    return facts.get(key)
  }
  const wanted = only === null ? allButSources(model) : closeOver(model, only)
  const level = (name: Level) =>
    planLevel({ level: name, nodes: model.graph[name], wanted: wanted[name], factId: lookUp, roleSets })
  const own = { account: level('account'), member: level('member'), person: level('person') }
  const { nodes, days: pastDays } = pastNeeds(own)
  const past = nodes.length === 0 ? null : planFold({ model, factId, only: nodes })
  const plan = past === null ? own : reachBack(own, past, pastDays)
  const looked = reachedNeeds(model, plan)
  const lookBack = looked.length === 0 ? null : planFold({ model, factId, only: looked })
  return {
    ...plan,
    aroundMembers: splitSteps(model, plan.account),
    modelHash: model.hash,
    roleSets,
    segments: new Map(model.segments.map((segment) => [segment.key, segment])),
    product: model.product,
    zone: makeZone(model.product.timezone),
    createdAtKeys: createdAtKeys(model.account),
    readers: planReaders(model, facts),
    facts: [...facts.keys()],
    columns: neededColumns(model, wanted),
    timeline: planTimeline(model, {
      ...plan,
      judged: judged ?? (only === null ? [...model.signals, ...model.rules] : null),
    }),
    lookBack,
    tellsReached: lookBack !== null && LEVELS.every((name) => lookBack[name].steps.every(isSameLookedBack)),
    ...{ past, pastDays },
    looksBackAtEvents: looked.length > 0 && looksBackAtEvents(model),
    sources: sourcesOf(model),
    asksColleagues: plan.account.steps.some(({ kind }) => kind === 'colleagues'),
    reads: (options.only ?? null) === null ? listReads(model) : NO_READS,
    missingFacts: [...facts].filter(([, id]) => id === undefined).map(([key]) => key),
  }
}

const NO_READS: FoldPlan['reads'] = new Map()

/** What forecasts are made from, and what is asked for as of earlier days; and how many days earlier. */
function pastNeeds({ account }: Pick<FoldPlan, Level>): { readonly nodes: NodeAt[]; readonly days: number } {
  const read = account.steps.flatMap((step) => {
    if (step.kind === 'forecast') return [{ node: step.usage, days: FORECAST_DAYS - 1 }]
    return step.kind === 'ago' ? [{ node: step.of, days: step.days }] : []
  })
  const nodes = read.map(({ node }): NodeAt => ({ level: 'account', node }))
  return { nodes, days: read.reduce((most, { days }) => Math.max(most, days), 0) }
}

/** Whatever is read for the past is read by whoever reads for the plan. */
function reachBack(own: Pick<FoldPlan, Level>, past: FoldPlan, days: number): Pick<FoldPlan, Level> {
  const reach = (level: 'account' | 'member'): LevelPlan => ({
    ...own[level],
    lookback: Math.max(own[level].lookback, past[level].lookback + days),
  })
  return { ...own, account: reach('account'), member: reach('member') }
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

function splitSteps(model: Model, { steps }: LevelPlan): FoldPlan['aroundMembers'] {
  const over = new Set<number>()
  model.graph.account.forEach(({ expr }, node) => {
    const rolledUp = isRollUp(expr.kind)
    const needs = rolledUp ? [] : nodesOf(model, exprNeeds(expr, 'account'))
    if (rolledUp || needs.some((need) => over.has(need.node))) over.add(node)
  })
  return {
    before: steps.filter(({ node }) => !over.has(node)),
    after: steps.filter(({ node }) => over.has(node)),
  }
}

/** What the conditions of `reached` steps compare. A milestone rests on no other, so that the plan over these has no such step. */
function reachedNeeds(model: Model, plan: Pick<FoldPlan, Level>): NodeAt[] {
  return LEVELS.flatMap((level) =>
    plan[level].steps.flatMap((step) =>
      step.kind === 'reached' ? nodesOf(model, conditionNeeds(step.when, level)) : [],
    ),
  )
}

/** A look back has neither references nor the events of hours. */
function isSameLookedBack({ kind }: Step): boolean {
  return !NEEDS_MORE.has(kind)
}

const NEEDS_MORE: ReadonlySet<Step['kind']> = new Set([
  ...(['hours', 'percentile', 'colleagues', 'score', 'completeness'] as const),
  ...(['usual', 'common-factor', 'expected', 'against', 'chance', 'silence'] as const),
])

function looksBackAtEvents(model: Model): boolean {
  const asked = model.signals.filter(({ clock }) => clock.kind === 'event')
  const wanted = closeOver(model, asked.flatMap(needsOfRule(model)))
  return LEVELS.some((level) => [...wanted[level]].some((node) => model.graph[level][node]?.expr.kind === 'reached'))
}

/** What the conditions of a rule compare, and what says when it became true. */
function needsOfRule(model: Model): (rule: Rule) => NodeAt[] {
  return ({ level, instant, ...rule }) => [
    ...(instant === null ? [] : [{ level, node: instant }]),
    ...[rule.for, rule.when, rule.until, rule.escalate].flatMap((condition) =>
      condition === null ? [] : nodesOf(model, conditionNeeds(condition, level)),
    ),
  ]
}

function sourcesOf({ graph }: Model): FoldPlan['sources'] {
  const named = new Set<string>()
  for (const { expr } of LEVELS.flatMap((level) => graph[level]))
    if (expr.kind === 'score')
      for (const { parts } of expr.variants) for (const { source } of parts) if (source !== null) named.add(source)
  return graph.account.flatMap(({ id }, node) => (named.has(id) ? [{ node, quantity: id }] : []))
}

function neededColumns(model: Model, wanted: Wanted): FactColumn[] {
  const columns = new Set<FactColumn>()
  for (const level of LEVELS)
    model.graph[level].forEach(({ expr }, node) => {
      if (!wanted[level].has(node)) return
      if (expr.kind === 'sum') columns.add('sum')
      if (expr.kind === 'reached' || expr.kind === 'sign-up') columns.add('firstTs').add('lastTs')
      if (expr.kind === 'latest' || expr.kind === 'max') columns.add('lastTs').add('lastValue').add('maxValue')
    })
  return [...columns]
}

/** Whether a source is heard of is told by all accounts together, before one is judged. */
function allButSources({ graph }: Model): Wanted {
  const all = (level: Level): Set<number> => new Set(graph[level].keys())
  const account = [...graph.account.keys()].filter((node) => graph.account[node]!.label !== SOURCE_LABEL)
  return { account: new Set(account), member: all('member'), person: all('person') }
}
