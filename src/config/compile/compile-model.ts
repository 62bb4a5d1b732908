import { contentHash } from '../../core/hash.ts'
import type { AccountDraft } from '../account-draft.ts'
import { checkConfig } from '../check/check-config.ts'
import type { Config } from '../define-config.ts'
import type { ConfigDraft } from '../draft.ts'
import { compileMetrics } from '../metrics/compile-metrics.ts'
import type { AccountRule, Model, Outcome, Product, Segment } from '../model.ts'
import type { OutcomeDraft } from '../outcome-draft.ts'
import { compilePlaybooks } from '../playbooks/compile-playbooks.ts'
import type { Problem } from '../problem.ts'
import { SOURCE_LABEL } from '../source-of.ts'
import { NO_SOURCES, type Sources } from '../sources.ts'
import { dependencies } from './collect-refs.ts'
import { compileEntitlement } from './compile-entitlement.ts'
import { compileEvents, factsOf } from './compile-events.ts'
import { openDefinitions } from './compile-named.ts'
import { addNode, compileIndicator, type GraphDraft } from './compile-quantity.ts'
import { compileRules } from './compile-rules.ts'
import { compileSegment } from './compile-segment.ts'
import { compileSignal } from './compile-signal.ts'
import { compileWorklist } from './compile-worklist.ts'
import { hashModel } from './hash-model.ts'
import { indicatorLevels } from './indicator-levels.ts'
import { orderDefinitions } from './order-definitions.ts'

export type Compiled = {
  readonly model: Model | null
  readonly problems: readonly Problem[]
  /** What is read from elsewhere: no part of the Model. */
  readonly sources: Sources
}

/**
 * Turns a configuration into the Model, or says everything that is wrong with it; a Model comes out unless a problem is an error.
 * Pure: equal configurations (whatever the order of their keys) give equal Models.
 */
export function compileModel(config: Config): Compiled {
  const problems = checkConfig(config)
  if (problems.some((problem) => problem.level === 'error')) return { model: null, problems, sources: NO_SOURCES }
  return { model: buildModel(config.draft), problems, sources: config.draft.sources }
}

function buildModel(config: ConfigDraft): Model {
  const segments = new Map<string, Segment>()
  const graph: GraphDraft = {
    config,
    events: compileEvents(config),
    nodes: { account: [], member: [], person: [] },
    segmentHashes: new Map(),
    sources: new Map(),
    needSegment: (key) => addSegment(graph, segments, key),
    nodeOf: (level, named) => definitions.nodeOf(level, named),
    bandOf: (level, score, band) => definitions.bandOf(level, score, band),
  }
  const definitions = openDefinitions(graph)
  for (const key of Object.keys(config.segments).sort()) graph.needSegment(key)
  for (const { key, level } of indicatorLevels(config)) compileIndicator(graph, level, key)
  const { activations, scores } = definitions.all()
  const signals = orderedSignals(config).map((key) => compileSignal(graph, key))
  const entitlements = Object.keys(config.entitlements)
    .sort()
    .map((key) => compileEntitlement(graph, key))
  const { playbooks, rules: ofPlaybooks } = compilePlaybooks(graph)
  const rules = [...compileRules(graph, { activations, scores }), ...ofPlaybooks]
  addSources(graph)
  const outcomes = Object.keys(config.outcomes)
    .sort()
    .map((key) => compileOutcome(graph, key))
  const body = {
    product: productOf(config),
    account: accountOf(config.account),
    exclusions: [...config.exclude],
    events: [...graph.events.events.values()],
    measures: [...graph.events.measures.values()].sort((a, b) => (a.key < b.key ? -1 : 1)),
    segments: [...segments.values()].sort((a, b) => (a.key < b.key ? -1 : 1)),
    graph: graph.nodes,
    ...{ activations, scores, entitlements, signals, rules },
    outcomes,
    worklist: compileWorklist(config),
    metrics: compileMetrics(config),
    playbooks,
    outreach: outreachOf(config),
    limits: {
      maxEventNames: config.limits.maxEventNames ?? 5_000,
      readyAccounts: config.limits.readyAccounts ?? 2_000,
    },
  }
  return { hash: hashModel(body), ...body }
}

/** Last, so that nothing else rests on the nodes that are new with it. */
function addSources(graph: GraphDraft): void {
  for (const expr of graph.sources.values())
    addNode(graph, 'account', { key: null, expr, label: SOURCE_LABEL, unit: 'days' })
}

function addSegment(graph: GraphDraft, segments: Map<string, Segment>, key: string): void {
  if (segments.has(key)) return
  const segment = compileSegment(graph, key)
  segments.set(key, segment)
  graph.segmentHashes.set(key, segment.hash)
}

function orderedSignals(config: ConfigDraft): readonly string[] {
  const ordered = orderDefinitions(dependencies(config))
  const order = 'order' in ordered ? ordered.order : []
  return order.filter((node) => node.startsWith('signal.')).map((node) => node.slice('signal.'.length))
}

function compileOutcome(graph: GraphDraft, key: string): Outcome {
  const rule = outcomeRule(graph, graph.config.outcomes[key]!)
  return { key, rule, hash: contentHash(rule) }
}

function outcomeRule(graph: GraphDraft, draft: OutcomeDraft): Outcome['rule'] {
  switch (draft.kind) {
    case 'event':
      return { ...draft, facts: factsOf(graph.events, [draft.event]) }
    case 'inactive':
      return { kind: 'inactive', days: draft.days, facts: factsOf(graph.events, draft.events) }
    default:
      return draft
  }
}

/** Without what was misused: there is nothing. */
function outreachOf({ outreach }: ConfigDraft): Model['outreach'] {
  const { addresses, quiet, perRecipient, perAccount, neverContact, exclusive } = outreach
  return { addresses, quiet, perRecipient, perAccount, neverContact, exclusive }
}

function productOf({ product }: ConfigDraft): Product {
  const defaults: Product = {
    name: 'My product',
    model: 'trial',
    trialDays: 14,
    timezone: 'UTC',
    weekStart: 'monday',
    grossMargin: 0.8,
    closeDelayMinutes: 0,
  }
  const given = Object.fromEntries(Object.entries(product).filter(([, value]) => value !== undefined))
  return { ...defaults, ...given }
}

function accountOf(account: AccountDraft): AccountRule {
  return {
    key: account.key ?? ['context.groupId'],
    reachesBackMs: account.reachesBackMs ?? 86_400_000,
    fallback: account.fallback ?? 'membership',
    assigneeTrait: account.assigneeTrait ?? null,
    renewsOnTrait: account.renewsOnTrait ?? null,
    seatsTrait: account.seatsTrait ?? null,
    createdAtTrait: account.createdAtTrait ?? 'created_at',
  }
}
