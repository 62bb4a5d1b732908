import { contentHash } from '../../core/hash.ts'
import type { ConfigDraft } from '../draft.ts'
import type { EventDraft } from '../event-draft.ts'
import type { Feature } from '../expression.ts'
import { type FactKey, factOfName } from '../fact-key.ts'
import { ACTIVE_KINDS, type EventDefinition, type Measure, type PropertyCondition } from '../model.ts'
import { onceFacts } from './once-facts.ts'

/** Sums keep four decimals. */
export const SUM_SCALE = 10_000

/** The events of a config and every measure they and the quantities need, by content. */
export type EventIndex = {
  readonly events: ReadonlyMap<string, EventDefinition>
  readonly drafts: ReadonlyMap<string, EventDraft>
  /** Grows while quantities are compiled. */
  readonly measures: Map<FactKey, Measure>
}

export function compileEvents(config: ConfigDraft): EventIndex {
  const events = new Map<string, EventDefinition>()
  const drafts = new Map<string, EventDraft>()
  const measures = new Map<FactKey, Measure>()
  for (const key of Object.keys(config.events).sort()) {
    const draft = config.events[key]!
    drafts.set(key, draft)
    const { names, call, kind, feature, owner, properties } = draft
    const told = { ...(owner === undefined ? {} : { owner }), ...(properties === undefined ? {} : { properties }) }
    events.set(key, { key, names, call, kind, feature, facts: factsOfEvent(draft, [], measures), ...told })
  }
  return { events, drafts, measures }
}

/** The facts of chosen events, narrowed by `where`. `keys` null: every event that makes somebody active. */
export function factsOf(
  index: EventIndex,
  keys: readonly string[] | null,
  where: readonly PropertyCondition[] = [],
): readonly FactKey[] {
  const chosen = keys ?? activeKeys(index)
  const facts = chosen.flatMap((key) => factsOfEvent(index.drafts.get(key)!, where, index.measures))
  return onceFacts(facts, (key) => index.measures.get(key))
}

/** The facts that add a property up. */
export function sumFactsOf(
  index: EventIndex,
  of: {
    readonly keys: readonly string[] | null
    readonly where: readonly PropertyCondition[]
    readonly property: string
  },
): readonly FactKey[] {
  const chosen = of.keys ?? activeKeys(index)
  const facts = chosen.map((key) => {
    const { names, call, where } = index.drafts.get(key)!
    const all = [...where, ...of.where]
    return addMeasure(index.measures, {
      names,
      call,
      where: all,
      value: of.property,
      aggregate: 'sum',
      scale: SUM_SCALE,
    })
  })
  return [...new Set(facts)].sort()
}

/** The features named by the events (or the chosen ones), each with the facts that count as its use. */
export function featuresOf(index: EventIndex, chosen: readonly string[] | null): readonly Feature[] {
  const facts = new Map<string, FactKey[]>()
  for (const event of index.events.values()) {
    if (event.feature === null || (chosen !== null && !chosen.includes(event.feature))) continue
    facts.set(event.feature, [...(facts.get(event.feature) ?? []), ...event.facts])
  }
  const features = [...facts].map(([name, keys]) => ({
    name,
    facts: onceFacts(keys, (key) => index.measures.get(key)),
  }))
  return features.sort((a, b) => (a.name < b.name ? -1 : 1))
}

/** The events that make somebody active. */
export function activeKeys(index: EventIndex): readonly string[] {
  return [...index.events.values()].filter((event) => ACTIVE_KINDS.includes(event.kind)).map((event) => event.key)
}

function factsOfEvent(
  { names, call, where, gauge }: EventDraft,
  more: readonly PropertyCondition[],
  measures: Map<FactKey, Measure>,
): readonly FactKey[] {
  const all = [...where, ...more]
  if (gauge !== null) {
    return [addMeasure(measures, { names, call, where: all, value: gauge, aggregate: 'gauge', scale: 1 })]
  }
  if (all.length === 0) return names.map((name) => factOfName(call, name))
  return [addMeasure(measures, { names, call, where: all, value: null, aggregate: 'count', scale: 1 })]
}

function addMeasure(measures: Map<FactKey, Measure>, body: Omit<Measure, 'key'>): FactKey {
  const sorted = { ...body, names: [...body.names].sort() }
  const key: FactKey = `measure:${contentHash(sorted)}`
  measures.set(key, { key, ...sorted })
  return key
}
