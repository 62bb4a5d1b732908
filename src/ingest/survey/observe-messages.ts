import { type Millis, MS_PER_DAY } from '../../core/time.ts'
import { cleanId } from '../clean-id.ts'
import { cleanLabel, cutText } from '../clean-text.ts'
import { isRecord, type JsonRecord } from '../message-draft.ts'
import { parseTimestamp } from '../parse-timestamp.ts'
import { clusterNames } from './cluster-names.ts'
import { makePropertyLooks, noteProperties, type PropertyLooks, readProperties } from './look-at-properties.ts'
import { type AccountLooks, makeAccountLooks, noteAccounts, readAccountKeys } from './look-for-accounts.ts'
import type { NameSeen, Survey } from './survey.ts'

/** Looks at messages one after the other, with a memory that does not grow with them. */
export type Observer = {
  /** A message as it would be imported. */
  readonly see: (message: JsonRecord) => void
  readonly survey: () => Survey
}

/** Different names that are told apart; further ones are counted as events, and no more. */
const MOST_NAMES = 5_000
/** People whose names are remembered one by one. */
const MOST_PEOPLE = 200_000
/** Two names from one person within so long are told of as sent together. */
const TOGETHER_MS = 2_000

type Looked = {
  readonly name: string
  readonly call: NameSeen['call']
  readonly index: number
  count: number
  first: Millis
  last: Millis
  /** People by number, and how many different days each (counted by its last day). */
  readonly people: Map<number, { days: number; last: number }>
  readonly properties: PropertyLooks
}

type Last = { name: Looked; ts: Millis } | null

type State = {
  messages: number
  events: number
  nobody: number
  memberships: number
  readonly names: Map<string, Looked>
  readonly people: Map<string, number>
  readonly lastOf: Last[]
  readonly together: Map<number, number>
  readonly accountTraits: Map<string, number>
  readonly personTraits: Map<string, number>
  readonly accounts: AccountLooks
}

export function openObserver(): Observer {
  const state: State = {
    messages: 0,
    events: 0,
    nobody: 0,
    memberships: 0,
    names: new Map(),
    people: new Map(),
    lastOf: [],
    together: new Map(),
    accountTraits: new Map(),
    personTraits: new Map(),
    accounts: makeAccountLooks(),
  }
  return { see: (message) => see(state, message), survey: () => surveyOf(state) }
}

function see(state: State, message: JsonRecord): void {
  const { type } = message
  if (typeof type !== 'string') return
  state.messages++
  if (type === 'identify' || type === 'group') {
    countTraits(type === 'group' ? state.accountTraits : state.personTraits, message.traits)
    if (type === 'group') state.memberships++
    return
  }
  if (type === 'track' || type === 'page' || type === 'screen') seeEvent(state, message, type)
}

function countTraits(into: Map<string, number>, traits: unknown): void {
  if (!isRecord(traits)) return
  for (const key of Object.keys(traits)) if (into.has(key) || into.size < 200) into.set(key, (into.get(key) ?? 0) + 1)
}

function seeEvent(state: State, message: JsonRecord, call: NameSeen['call']): void {
  state.events++
  const person = personOf(state, message)
  if (person === null) {
    state.nobody++
    return
  }
  const looked = lookedOf(state, nameOf(message, call), call)
  const ts = parseTimestamp(message.timestamp ?? message.originalTimestamp) ?? Number.NaN
  if (looked === null) return
  if (looked.name === 'Account Added User') state.memberships++
  noteProperties(looked.properties, message.properties, looked.count)
  looked.count++
  if (Number.isNaN(ts)) return
  noteTime(state, looked, { ts, person })
  noteAccounts(state.accounts, message, { person, day: Math.floor(ts / MS_PER_DAY) })
}

function nameOf(message: JsonRecord, call: NameSeen['call']): string {
  const sent = call === 'track' ? message.event : message.name
  const name = typeof sent === 'string' || typeof sent === 'number' ? cutText(cleanLabel(String(sent)), 200) : ''
  return name === '' ? (call === 'page' ? 'Page' : call === 'screen' ? 'Screen' : '') : name
}

/** The number of a person; beyond what is remembered all are one. null: nobody. */
function personOf(state: State, message: JsonRecord): number | null {
  const user = cleanId(message.userId)
  const id = user.kind === 'id' ? user : cleanId(message.anonymousId)
  if (id.kind !== 'id') return null
  const known = state.people.get(id.id)
  if (known !== undefined) return known
  if (state.people.size >= MOST_PEOPLE) return MOST_PEOPLE
  state.people.set(id.id, state.people.size)
  return state.people.size - 1
}

function lookedOf(state: State, name: string, call: NameSeen['call']): Looked | null {
  if (name === '') return null
  const key = `${call} ${name}`
  const known = state.names.get(key)
  if (known !== undefined) return known
  if (state.names.size >= MOST_NAMES) return null
  const made: Looked = {
    name,
    call,
    index: state.names.size,
    count: 0,
    first: Number.POSITIVE_INFINITY,
    last: Number.NEGATIVE_INFINITY,
    people: new Map(),
    properties: makePropertyLooks(),
  }
  state.names.set(key, made)
  return made
}

function noteTime(state: State, looked: Looked, { ts, person }: { ts: Millis; person: number }): void {
  looked.first = Math.min(looked.first, ts)
  looked.last = Math.max(looked.last, ts)
  const day = Math.floor(ts / MS_PER_DAY)
  const seen = looked.people.get(person)
  if (seen === undefined) looked.people.set(person, { days: 1, last: day })
  else if (seen.last !== day) {
    seen.days++
    seen.last = day
  }
  const before = state.lastOf[person]
  if (before && before.name !== looked && Math.abs(ts - before.ts) <= TOGETHER_MS) {
    const pair = pairOf(looked.index, before.name.index)
    state.together.set(pair, (state.together.get(pair) ?? 0) + 1)
  }
  state.lastOf[person] = { name: looked, ts }
}

function pairOf(a: number, b: number): number {
  return Math.min(a, b) * MOST_NAMES + Math.max(a, b)
}

function surveyOf(state: State): Survey {
  const people = state.people.size
  const looked = [...state.names.values()].filter(({ first }) => Number.isFinite(first))
  const names = looked.map((one) => toNameSeen(one, people)).sort((a, b) => b.count - a.count)
  const indexes = new Map(looked.map(({ name, index }) => [name, index]))
  return {
    messages: state.messages,
    events: state.events,
    nobody: state.nobody,
    people,
    from: names.length === 0 ? null : Math.min(...names.map(({ first }) => first)),
    to: names.length === 0 ? null : Math.max(...names.map(({ last }) => last)),
    names,
    clusters: clusterNames(names, (a, b) => state.together.get(pairOf(indexes.get(a)!, indexes.get(b)!)) ?? 0),
    accountKeys: readAccountKeys(state.accounts),
    accountTraits: state.accountTraits,
    personTraits: state.personTraits,
    memberships: state.memberships,
  }
}

function toNameSeen({ name, call, count, first, last, people, properties }: Looked, everybody: number): NameSeen {
  const days = [...people.values()].reduce((sum, one) => sum + one.days, 0)
  const reach = everybody === 0 ? 0 : people.size / everybody
  const daysEach = people.size === 0 ? 0 : days / people.size
  return {
    name,
    call,
    count,
    people: people.size,
    reach,
    daysEach,
    first,
    last,
    properties: readProperties(properties),
  }
}
