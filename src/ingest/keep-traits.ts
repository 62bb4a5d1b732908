import type { Millis } from '../core/time.ts'
import { EXCLUDED } from '../store/analytic/excluded-trait.ts'
import type { RefusedMessage, TraitValue } from '../store/analytic/message.ts'
import { numberOfActor } from './actor-table.ts'
import type { Attributing, AttributionState, Lesson, Subject } from './attribution-state.ts'
import { followExclusion } from './follow-exclusion.ts'
import { hasRoomFor, setTrait, type TraitTable, traitOf, traitsOf } from './trait-table.ts'

/** Traits the product did not send, but that follow from what it did. */
export const FIRST_SEEN = '$first_seen'
export const SOURCE = '$source'

/** Different names of traits that are kept, of people and of accounts each: a product that makes names out of ids would fill the memory with them. */
export const MAX_TRAIT_NAMES = 2_000

/** Keeps what a message says of a subject, valid from the message's time. What is already known is not repeated; new names beyond `MAX_TRAIT_NAMES` are left out. */
export function keepTraits(
  at: Attributing,
  lesson: Lesson & { readonly source: string },
  of: Subject & { traits: object },
): void {
  const entries = Object.entries(of.traits) as [string, TraitValue][]
  if (entries.length === 0) return
  const leftOut: string[] = []
  const { told } = at.exclusions
  for (const [key, value] of entries) {
    if (key === EXCLUDED) continue
    if (told.includes(key) || hasRoomFor(tableOf(at.state, of), key, MAX_TRAIT_NAMES))
      keepTrait(at, lesson, { ...of, name: key, value })
    else leftOut.push(key)
  }
  if (leftOut.length > 0) at.refused.push(refuseNames(lesson, leftOut))
  if (told.some((name) => Object.hasOwn(of.traits, name))) followExclusion(at, lesson, of)
  const source = traitOf(tableOf(at.state, of), of.key, 'source')
  if (source !== undefined && typeof source.value === 'string') keepSource(at, lesson, { ...of, source: source.value })
}

type Told = Pick<RefusedMessage, 'n' | 'source'> & { readonly knownAt: Millis }

function refuseNames({ n, source, knownAt }: Told, names: readonly string[]): RefusedMessage {
  const some = names.slice(0, 3).map((name) => JSON.stringify(name.slice(0, 40)))
  const detail = `${names.length} traits with new names, such as ${some.join(', ')}: ${MAX_TRAIT_NAMES} names are kept`
  return { n, source, receivedAt: knownAt, reason: 'traits_left_out', detail, raw: '' }
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
    if (name !== EXCLUDED && traitOf(table, into, name) === undefined)
      keepTrait(at, { ...lesson, ts: since }, { of, key: into, name, value })
  }
}

/** Notes the earliest sight of an actor or account; of accounts and identified persons the store is told, as ISO text. Whether it is the first one. */
export function noteSeen(at: Attributing, lesson: Lesson, subject: Subject): boolean {
  const known = replaceSeen(at.state, subject, lesson.ts)
  if (Number.isNaN(known)) followExclusion(at, lesson, subject)
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
