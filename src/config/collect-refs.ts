import type {
  ConditionDraft,
  ConfigDraft,
  EventsDraft,
  OutcomeDraft,
  QuantityDraft,
  SegmentDraft,
  SignalDraft,
} from './draft.ts'

export type RefKind = 'event' | 'feature' | 'segment' | 'group' | 'indicator' | 'signal' | 'outcome'

/** One mention of a definition by name. `of`: the segment that a group belongs to. */
export type Ref = { readonly kind: RefKind; readonly name: string; readonly of?: string }

export function refsOfSignal(signal: SignalDraft): readonly Ref[] {
  const conditions = [signal.for, signal.when, signal.until, signal.escalate]
  const refs = conditions.flatMap((condition) => (condition === null ? [] : refsOfCondition(condition)))
  if (signal.on !== null) refs.push({ kind: 'event', name: signal.on.event })
  if (signal.predicts !== null) refs.push({ kind: 'outcome', name: signal.predicts.outcome })
  return refs
}

export function refsOfSegment({ rule }: SegmentDraft): readonly Ref[] {
  switch (rule.kind) {
    case 'bands':
      return refsOfQuantity(rule.quantity)
    case 'cases':
      return rule.cases.flatMap(({ when }) => refsOfCondition(when))
    case 'trait-values':
      return []
  }
}

export function refsOfOutcome(outcome: OutcomeDraft): readonly Ref[] {
  if (outcome.kind === 'event') return [{ kind: 'event', name: outcome.event }]
  return outcome.kind === 'inactive' ? refsOfEvents(outcome.events) : []
}

export function refsOfCondition(condition: ConditionDraft): Ref[] {
  switch (condition.kind) {
    case 'compare':
      return refsOfQuantity(condition.quantity)
    case 'trait':
      return []
    case 'in-segment':
      return [
        { kind: 'segment', name: condition.segment },
        { kind: 'group', name: condition.value, of: condition.segment },
      ]
    case 'signal':
      return [{ kind: 'signal', name: condition.signal }]
    case 'not':
      return refsOfCondition(condition.of)
    case 'all':
    case 'any':
    case 'at-least':
      return condition.of.flatMap(refsOfCondition)
  }
}

export function refsOfQuantity(quantity: QuantityDraft): Ref[] {
  switch (quantity.kind) {
    case 'latest':
    case 'max':
      return [{ kind: 'event', name: quantity.event }]
    case 'distinct-features':
    case 'adoption':
      return (quantity.features ?? []).map((name) => ({ kind: 'feature', name }))
    case 'ratio':
      return [...refsOfQuantity(quantity.top), ...refsOfQuantity(quantity.bottom)]
    case 'change':
    case 'difference':
      return [quantity.now, quantity.before].flatMap((part) => (part === null ? [] : refsOfQuantity(part)))
    case 'percentile':
      return [
        ...refsOfQuantity(quantity.of),
        ...(quantity.segment === null ? [] : [{ kind: 'segment', name: quantity.segment } as const]),
      ]
    case 'roll-up':
      return refsOfQuantity(quantity.over)
    case 'roll-up-where':
      return refsOfCondition(quantity.when)
    case 'indicator':
      return [{ kind: 'indicator', name: quantity.indicator }]
    default:
      return 'events' in quantity ? refsOfEvents(quantity.events) : []
  }
}

function refsOfEvents(events: EventsDraft): Ref[] {
  return (events ?? []).map((name) => ({ kind: 'event', name }))
}

/** What each indicator, segment and signal of the config is made of, as `kind.name`. */
export function dependencies(config: ConfigDraft): ReadonlyMap<string, readonly string[]> {
  const graph = new Map<string, readonly string[]>()
  const add = (node: string, refs: readonly Ref[]): void => {
    const needs = refs.filter(({ kind }) => kind === 'indicator' || kind === 'segment' || kind === 'signal')
    graph.set(node, [...new Set(needs.map(({ kind, name }) => `${kind}.${name}`))])
  }
  for (const key of Object.keys(config.indicators).sort())
    add(`indicator.${key}`, refsOfQuantity(config.indicators[key]!))
  for (const key of Object.keys(config.segments).sort()) add(`segment.${key}`, refsOfSegment(config.segments[key]!))
  for (const key of Object.keys(config.signals).sort()) add(`signal.${key}`, refsOfSignal(config.signals[key]!))
  return graph
}
