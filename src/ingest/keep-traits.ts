import type { Millis } from '../core/time.ts'
import type { TraitValue } from '../store/analytic/message.ts'
import { accountKey } from './account-key.ts'
import { numberOfActor } from './actor-table.ts'
import type { Attributing, AttributionState, Lesson } from './attribution-state.ts'
import { hasExcludedTrait } from './check-exclusions.ts'
import { setTrait, type TraitTable, traitOf, traitsOf } from './trait-table.ts'

export type Subject = { readonly of: 'account' | 'person'; readonly key: string }

/** Traits the product did not send, but that follow from what it did. */
export const FIRST_SEEN = '$first_seen'
export const SOURCE = '$source'

/** Keeps what a message says of a subject, valid from the message's time. What is already known is not repeated. */
export function keepTraits(at: Attributing, lesson: Lesson, of: Subject & { traits: object }): void {
  const entries = Object.entries(of.traits) as [string, TraitValue][]
  if (entries.length === 0) return
  for (const [key, value] of entries) keepTrait(at, lesson, { ...of, name: key, value })
  if (at.settings.exclusions.length > 0 && hasExcludedTrait(of.traits, at.exclusions)) {
    at.state.excluded.add(of.of === 'account' ? accountKey(of.key) : of.key)
  }
  const source = traitOf(tableOf(at.state, of), of.key, 'source')
  if (source !== undefined && typeof source.value === 'string') keepSource(at, lesson, { ...of, source: source.value })
}

type NewTrait = Subject & { readonly name: string; readonly value: TraitValue }

function keepTrait(at: Attributing, { n, ts, knownAt }: Lesson, { of, key, name, value }: NewTrait): void {
  const table = tableOf(at.state, { of })
  const current = traitOf(table, key, name)
  if (current !== undefined && ts >= current.from && current.value === value) return
  if (current === undefined || ts >= current.from) setTrait(table, key, { name, value, from: ts })
  at.traits.push({ n, of, subject: key, key: name, value, from: ts, knownAt })
}

/** First touch: the first source heard of stays. */
export function keepSource(at: Attributing, lesson: Lesson, of: Subject & { source: string }): void {
  if (of.source !== '' && traitOf(tableOf(at.state, of), of.key, SOURCE) === undefined)
    keepTrait(at, lesson, { ...of, name: SOURCE, value: of.source })
}

function tableOf(state: AttributionState, { of }: Pick<Subject, 'of'>): TraitTable {
  return of === 'account' ? state.accountTraits : state.personTraits
}

/** What the one that disappears knew and the survivor did not. */
export function inheritTraits(
  at: Attributing,
  lesson: Lesson,
  { of, from, into }: { of: Subject['of']; from: string; into: string },
): void {
  const table = tableOf(at.state, { of })
  for (const [name, { value, from: since }] of traitsOf(table, from)) {
    if (traitOf(table, into, name) === undefined)
      keepTrait(at, { ...lesson, ts: since }, { of, key: into, name, value })
  }
}

/** Notes the earliest sight of an actor or account; of accounts and identified persons the store is told, as ISO text. Whether it is the first one. */
export function noteSeen(at: Attributing, lesson: Lesson, subject: Subject): boolean {
  const known = replaceSeen(at.state, subject, lesson.ts)
  if (known <= lesson.ts) return false
  if (subject.of === 'person' && !subject.key.startsWith('u:')) return Number.isNaN(known)
  const { n, ts, knownAt } = lesson
  at.traits.push({ n, of: subject.of, subject: subject.key, key: FIRST_SEEN, value: isoOf(ts), from: ts, knownAt })
  return Number.isNaN(known)
}

/** Sets the time seen where none so early is known; gives the one known before, NaN: none. */
export function replaceSeen({ actors, accountsSeen }: AttributionState, { of, key }: Subject, ts: Millis): number {
  const actor = of === 'person' ? numberOfActor(actors, key) : null
  const known = actor === null ? (accountsSeen.get(key) ?? Number.NaN) : actors.firstSeen[actor]!
  if (known <= ts) return known
  if (actor === null) accountsSeen.set(key, ts)
  else actors.firstSeen[actor] = ts
  return known
}

function isoOf(ts: Millis): string {
  return new Date(ts).toISOString()
}
