import { CALLS, type FactKey, factOfName } from '../../../config/fact-key.ts'
import type { EventDefinition, Model, PropertyType } from '../../../config/model.ts'
import type { DictionaryQuery, EventCluster, EventDictionary, EventName } from '../../../contract/dictionary.ts'
import { type Day, dayToIso, type Millis } from '../../../core/time.ts'
import { findIncidents, HEARD_DAYS, type Incident, readIncident } from '../../../fold/reference/find-incidents.ts'
import { clusterNames, type NameCluster } from '../../../ingest/survey/cluster-names.ts'
import { makePropertyLooks, noteProperties, readProperties } from '../../../ingest/survey/look-at-properties.ts'
import { splitName, stemOf } from '../../../ingest/survey/split-name.ts'
import type { CountedName, CountedNames } from '../../../reports/dictionary/count-names.ts'
import { readRecent } from '../../../reports/dictionary/read-recent.ts'
import type { ReportSource } from '../../../reports/question/report-source.ts'
import type { Project } from '../../project.ts'
import { watchClosed } from '../changed/watch-closed.ts'
import { keepAnswer } from '../keep-answers.ts'
import { reportSource } from '../report-source.ts'
import { togetherOf, withNames } from './keep-names.ts'

/** Names whose volume is held against what is usual: the most frequent. */
const MOST_ALARMS = 200
const OVER_CAP = '__other__'

/** Every name that came or is listed, how it is used, what is wrong with it, and which names look like one event. */
export async function readDictionary(
  project: Project,
  query: DictionaryQuery,
  stop: AbortSignal,
): Promise<EventDictionary> {
  const { store } = reportSource(project, stop)
  const { model } = project.config.judged
  return withNames(project, store, async (counted) => {
    const names = await readNames(store, model, counted)
    const alarms = await readAlarms(project, names)
    const all = names.map((seen) => toEventName(seen, alarms.get(factOfName(seen.call, seen.name)) ?? null))
    const fitting = [...all, ...neverSeen(model, all)].filter((one) => fits(one, query))
    const kept = names.filter(({ name }) => name !== OVER_CAP)
    return {
      data: fitting.slice(0, query.limit),
      total: fitting.length,
      unknown: all.filter(({ key }) => key === null).length,
      clusters: (await findClusters(project, store, kept)).map((cluster) => toCluster(cluster, model)),
      cap: {
        names: kept.length,
        limit: model.limits.maxEventNames,
        over: names.find(({ name }) => name === OVER_CAP)?.volumes.events ?? 0,
      },
      excluded: sumOf(all, ({ excluded }) => excluded),
      without_account: sumOf(all, ({ withoutAccount }) => withoutAccount),
    }
  })
}

/** How an event name was used, over all of history and lately; but for `excluded`, without those that are excluded. */
type Volumes = Pick<
  EventName,
  'events' | 'excluded' | 'withoutAccount' | 'people' | 'accounts' | 'recent' | 'before'
> & { readonly first: Millis; readonly last: Millis }

type Seen = {
  readonly name: string
  readonly call: EventName['call']
  /** Id of its fact. */
  readonly fact: number
  readonly volumes: Volumes
  readonly definition: EventDefinition | null
  /** Properties of its latest events, the latest first. */
  readonly latest: readonly Readonly<Record<string, unknown>>[]
}

async function readNames(
  store: ReportSource['store'],
  model: Model,
  { byFact }: CountedNames,
): Promise<readonly Seen[]> {
  const recent = await readRecent(store, Math.max(...[...byFact.values()].map(({ all }) => all.last)))
  return [...byFact]
    .map(([fact, counted]) => {
      const named = nameOf(store.dictionary.fact.keyOf(fact))
      const volumes = { ...volumesOf(counted), ...(recent.get(fact) ?? { recent: 0, before: 0 }) }
      return { ...named, fact, volumes, definition: definitionOf(model, named), latest: counted.latest }
    })
    .sort((a, b) => b.volumes.events - a.volumes.events || (a.name < b.name ? -1 : 1))
}

/** The instants are those of events that count, if there are any. */
function volumesOf({ events, excluded, withoutAccount, people, accounts, counted, all }: CountedName) {
  const { first, last } = events > 0 ? counted : all
  return { events, excluded, withoutAccount, people: people.size, accounts: accounts.size, first, last }
}

function nameOf(fact: string): { readonly name: string; readonly call: EventName['call'] } {
  const rest = fact.slice('name:'.length)
  const call = CALLS.find((one) => one !== 'track' && rest.startsWith(`$${one}:`)) ?? 'track'
  return { call, name: call === 'track' ? rest : rest.slice(call.length + 2) }
}

/** Of several definitions of a name the one without conditions. */
function definitionOf({ events }: Model, { name, call }: Pick<Seen, 'name' | 'call'>): EventDefinition | null {
  const own = events.filter((event) => event.call === call && event.names.includes(name))
  return own.find(({ facts }) => facts.every((fact) => fact.startsWith('name:'))) ?? own[0] ?? null
}

function toEventName({ name, call, volumes, definition, latest }: Seen, alarm: Incident | null): EventName {
  const { first, last, ...counts } = volumes
  return {
    name,
    call,
    key: definition?.key ?? null,
    kind: definition?.kind ?? 'other',
    feature: definition?.feature ?? null,
    owner: definition?.owner ?? null,
    ...counts,
    first: new Date(first).toISOString(),
    last: new Date(last).toISOString(),
    properties: propertiesOf(latest),
    propertyNames: new Set(latest.flatMap((properties) => Object.keys(properties))).size,
    sample: latest[0] ?? null,
    missing: missingOf(definition, latest),
    alarm:
      alarm === null
        ? null
        : { since: dayToIso(alarm.since), heard: alarm.heard, usual: Math.round(alarm.expected * 10) / 10 },
  }
}

function propertiesOf(latest: Seen['latest']): EventName['properties'] {
  const looks = makePropertyLooks()
  for (const [at, properties] of latest.entries()) noteProperties(looks, properties, at)
  return readProperties(looks).map(({ name, share, type, example }) => ({ name, share, type, example }))
}

function missingOf(definition: EventDefinition | null, latest: Seen['latest']): EventName['missing'] {
  if (latest.length === 0) return []
  return Object.entries(definition?.properties ?? {}).flatMap(([property, type]) => {
    const lacking = latest.filter((properties) => !holds(properties[property], type)).length
    return lacking === 0 ? [] : [{ property, share: lacking / latest.length }]
  })
}

function holds(value: unknown, type: PropertyType): boolean {
  if (value === undefined || value === null) return type.endsWith('?')
  return typeof value === type.replace('?', '')
}

/** Listed in the configuration, and never sent under any of its names. */
function neverSeen({ events }: Model, seen: readonly EventName[]): EventName[] {
  const keys = new Set(seen.map(({ key }) => key))
  const names = new Set(seen.map(({ call, name }) => `${call} ${name}`))
  return events
    .filter(({ key, call, names: own }) => !keys.has(key) && !own.some((name) => names.has(`${call} ${name}`)))
    .map(({ key, call, names: own, kind, feature, owner }) => ({
      ...{ name: own[0] ?? key, call, key, kind, feature, owner: owner ?? null },
      ...{ events: 0, excluded: 0, withoutAccount: 0, people: 0, accounts: 0, first: null, last: null },
      ...{ recent: 0, before: 0, properties: [], propertyNames: 0, sample: null, missing: [], alarm: null },
    }))
}

/** What is far below its usual on the last closed day, by the rule that incidents go by. Kept while what was known at the closes is. */
async function readAlarms(project: Project, names: readonly Seen[]): Promise<ReadonlyMap<FactKey, Incident>> {
  const facts = names
    .slice(0, MOST_ALARMS)
    .map(({ call, name }) => factOfName(call, name))
    .sort()
  const question = JSON.stringify(['alarms', facts])
  return keepAnswer(project.answers, { question, holdsAll: true }, async () => {
    const holds = watchClosed(project)
    return { answer: await tellAlarms(project, facts), stillHolds: async () => holds() }
  })
}

async function tellAlarms(
  { store, judgedDay }: Project,
  facts: readonly FactKey[],
): Promise<ReadonlyMap<FactKey, Incident>> {
  if (judgedDay === null || facts.length === 0) return new Map()
  const days: { readonly from: Day; readonly to: Day } = { from: judgedDay, to: judgedDay }
  const heard = await store.countHeard({ facts, days: { from: judgedDay - HEARD_DAYS, to: judgedDay } })
  const found = findIncidents(heard, days).map(
    ({ quantity, points }) => [quantity as FactKey, readIncident(points)] as const,
  )
  return new Map(found.filter(([, incident]) => incident.lasts))
}

/** Only names that have a word in common with another one may have been sent together with it for one act. */
async function findClusters(
  project: Project,
  store: ReportSource['store'],
  names: readonly Seen[],
): Promise<readonly NameCluster[]> {
  const byStem = new Map<string, number>()
  const stems = names.map(({ name }) => new Set(splitName(name).map(stemOf)))
  for (const own of stems) for (const stem of own) byStem.set(stem, (byStem.get(stem) ?? 0) + 1)
  const facts = names.flatMap(({ fact }, at) => ([...stems[at]!].some((stem) => byStem.get(stem)! > 1) ? [fact] : []))
  const together = await togetherOf(project, store, facts)
  const ids = new Map(names.map(({ name, fact }) => [name, fact]))
  const key = (a: string, b: string) => {
    const [one, other] = [ids.get(a)!, ids.get(b)!]
    return `${Math.min(one, other)} ${Math.max(one, other)}`
  }
  const volumes = names.map(({ name, call, volumes: { events, first, last } }) => ({
    name,
    call,
    count: events,
    first,
    last,
  }))
  return clusterNames(volumes, (a, b) => together.get(key(a, b)) ?? 0)
}

function toCluster({ name, call, count, others }: NameCluster, { events }: Model): EventCluster {
  const listed = events
    .filter((event) => event.call === call && event.names.includes(name))
    .flatMap((event) => event.names)
  return { name, call, count, others: others.map((other) => ({ ...other, listed: listed.includes(other.name) })) }
}

function fits(one: EventName, { q, show }: DictionaryQuery): boolean {
  const text = q?.toLowerCase()
  if (text !== undefined && ![one.name, one.key, one.owner].some((part) => part?.toLowerCase().includes(text)))
    return false
  switch (show) {
    case 'all':
      return true
    case 'unknown':
      return one.key === null
    case 'missing':
      return one.missing.length > 0
    case 'alarm':
      return one.alarm !== null
    case 'silent':
      return one.recent === 0
  }
}

function sumOf<T>(all: readonly T[], of: (one: T) => number): number {
  return all.reduce((sum, one) => sum + of(one), 0)
}
