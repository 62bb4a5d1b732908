import { contentHash } from '../../core/hash.ts'
import { plural } from '../describe/describe-window.ts'
import type { FactKey } from '../fact-key.ts'
import type { Model, QuantityNode, Signal } from '../model.ts'
import { describeRules, diffRules, type RulesDiff } from './diff-rules.ts'

/** What activating `after` in place of `before` makes necessary. Names and ids only; sentences say it in English. */
export type ModelDiff = {
  readonly same: boolean
  /** Why everything must be built again from the events; empty: it need not be. */
  readonly rebuild: readonly string[]
  readonly measures: { readonly added: readonly FactKey[]; readonly removed: readonly FactKey[] }
  /** Ids of quantities to be folded for the first time, and of those no longer needed. */
  readonly quantities: { readonly added: readonly string[]; readonly removed: readonly string[] }
  readonly signals: SignalsDiff
  readonly rules: RulesDiff
  /** Who does what differs; nothing is judged otherwise. */
  readonly worklist: boolean
  readonly sentences: readonly string[]
}

export type SignalsDiff = {
  readonly added: readonly string[]
  readonly removed: readonly string[]
  /** Defined by other quantities or another rule: seeded by silent replay. */
  readonly redefined: readonly string[]
  /** Only thresholds differ: judged again over what is known. */
  readonly rejudged: readonly string[]
  readonly switchedOn: readonly string[]
  readonly switchedOff: readonly string[]
  /** Only texts, type, or outcome differ. */
  readonly reworded: readonly string[]
}

export function diffModels(before: Model, after: Model): ModelDiff {
  const rebuild = rebuildReasons(before, after)
  const measures = diffKeys(before.measures.map(measureKey), after.measures.map(measureKey))
  const quantities = diffKeys(quantityIds(before), quantityIds(after))
  const signals = diffSignals(before, after)
  const rules = diffRules(before, after)
  const worklist = contentHash(before.worklist) !== contentHash(after.worklist)
  const body = { same: before.hash === after.hash, rebuild, measures, quantities, signals, rules, worklist }
  return { ...body, sentences: describeDiff(body, after) }
}

function rebuildReasons(before: Model, after: Model): readonly string[] {
  const reasons: readonly (readonly [string, unknown, unknown])[] = [
    ['the time zone', before.product.timezone, after.product.timezone],
    ['the delay after which a day closes', before.product.closeDelayMinutes, after.product.closeDelayMinutes],
    ['how an event finds its account', attribution(before), attribution(after)],
    ['who is excluded', before.exclusions, after.exclusions],
    ['how many event names are kept', before.limits.maxEventNames, after.limits.maxEventNames],
    ['which pages and screens are kept', keptPages(before), keptPages(after)],
  ]
  return reasons.flatMap(([what, a, b]) => (contentHash(a) === contentHash(b) ? [] : [what]))
}

function attribution({ account }: Model): unknown {
  return [account.key, account.reachesBackMs, account.fallback]
}

function keptPages({ events }: Model): unknown {
  if (events.length === 0) return 'all'
  return events.flatMap(({ call, names }) => (call === 'track' ? [] : names)).sort()
}

function measureKey({ key }: Model['measures'][number]): FactKey {
  return key
}

function quantityIds({ graph }: Model): readonly string[] {
  return Object.entries(graph).flatMap(([level, nodes]) => nodes.map((node: QuantityNode) => `${level}:${node.id}`))
}

function diffKeys<K>(
  before: readonly K[],
  after: readonly K[],
): { readonly added: readonly K[]; readonly removed: readonly K[] } {
  const had = new Set(before)
  const has = new Set(after)
  return { added: after.filter((key) => !had.has(key)), removed: before.filter((key) => !has.has(key)) }
}

function diffSignals(before: Model, after: Model): SignalsDiff {
  const { added, removed } = diffKeys(keysOf(before.signals), keysOf(after.signals))
  const pairs = after.signals.flatMap((now) => {
    const was = before.signals.find(({ key }) => key === now.key)
    return was === undefined ? [] : [{ key: now.key, was, now }]
  })
  const pick = (test: (pair: (typeof pairs)[number]) => boolean): readonly string[] =>
    pairs.filter(test).map(({ key }) => key)
  const sameShape = (pair: (typeof pairs)[number]): boolean => shapeOf(before, pair.was) === shapeOf(after, pair.now)
  return {
    added,
    removed,
    redefined: pick((pair) => !sameShape(pair)),
    rejudged: pick((pair) => pair.was.hash !== pair.now.hash && sameShape(pair)),
    switchedOn: pick(({ was, now }) => !was.enabled && now.enabled),
    switchedOff: pick(({ was, now }) => was.enabled && !now.enabled),
    reworded: pick(({ was, now }) => was.hash === now.hash && textsOf(was) !== textsOf(now)),
  }
}

function keysOf(signals: readonly Signal[]): readonly string[] {
  return signals.map(({ key }) => key)
}

function textsOf({ suggest, type, predicts }: Signal): string {
  return contentHash({ suggest, type, predicts })
}

/** The signal's rule without its thresholds; quantities and segments by what they are, not by where they stand. */
function shapeOf(model: Model, signal: Signal): string {
  const nodes = model.graph[signal.level]
  const segments = new Map(model.segments.map(({ key, hash }) => [key, hash]))
  const { level, clock } = signal
  const conditions = [signal.for, signal.when, signal.until, signal.escalate]
  return contentHash({ level, clock, conditions: conditions.map((part) => withoutThresholds(part, nodes, segments)) })
}

function withoutThresholds(
  part: unknown,
  nodes: readonly QuantityNode[],
  segments: ReadonlyMap<string, string>,
): unknown {
  if (Array.isArray(part)) return part.map((item) => withoutThresholds(item, nodes, segments))
  if (part === null || typeof part !== 'object') return part
  const condition = part as Record<string, unknown>
  switch (condition.kind) {
    case 'compare':
      return { kind: 'compare', op: condition.op, quantity: nodes[condition.quantity as number]!.id }
    case 'in-segment':
      return { ...condition, segment: segments.get(condition.segment as string) }
    case 'trait':
    case 'signal':
      return condition
    default:
      return { ...condition, of: withoutThresholds(condition.of, nodes, segments) }
  }
}

function describeDiff(diff: Omit<ModelDiff, 'sentences'>, after: Model): readonly string[] {
  if (diff.same) return ['Nothing changes.']
  const { measures, quantities, signals, rebuild } = diff
  const rules = describeRules(diff.rules)
  if (rebuild.length > 0) {
    const all = 'everything is rebuilt from the events'
    return [...rebuild.map((what) => `${capital(what)} changes: ${all}.`), ...describeSignals(signals), ...rules]
  }
  const backfill = measures.added.map((key) => describeMeasure(after, key))
  const nothing = measures.added.length === 0 && quantities.added.length === 0 && rules.length === 0
  return [
    ...(backfill.length > 0
      ? [`${plural(backfill.length, 'measure')} to count from the events: ${backfill.join('; ')}.`]
      : []),
    ...(quantities.added.length > 0
      ? [`${plural(quantities.added.length, 'quantity').replace('quantitys', 'quantities')} to fold from the facts.`]
      : []),
    ...(nothing ? [describeThresholdsOnly(signals)] : []),
    ...describeSignals(signals),
    ...rules,
    ...(diff.worklist ? ['Other teams, routines or renewals: tasks are given by them at once.'] : []),
  ]
}

function describeThresholdsOnly({ rejudged }: SignalsDiff): string {
  if (rejudged.length === 0) return 'Nothing is recomputed.'
  return `Nothing is recomputed, but ${plural(rejudged.length, 'signal')} ${rejudged.length === 1 ? 'is' : 'are'} judged again.`
}

function describeSignals(signals: SignalsDiff): readonly string[] {
  const lines: readonly (readonly [readonly string[], string])[] = [
    [signals.added, 'New, and seeded by a silent replay'],
    [signals.redefined, 'Defined anew, and seeded by a silent replay'],
    [signals.rejudged, 'Judged again with other thresholds'],
    [signals.removed, 'Removed; open episodes close with cause config'],
    [signals.switchedOn, 'Switched on'],
    [signals.switchedOff, 'Switched off; open episodes close with cause config'],
    [signals.reworded, 'Only other texts'],
  ]
  return lines.flatMap(([keys, what]) => (keys.length === 0 ? [] : [`${what}: ${keys.join(', ')}.`]))
}

function describeMeasure(model: Model, key: FactKey): string {
  const measure = model.measures.find((other) => other.key === key)!
  const what = measure.value === null ? '' : `${measure.value} of `
  return `${what}${measure.names[0]}${measure.where.map(({ path }) => ` by ${path}`).join('')}`
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1)
}
