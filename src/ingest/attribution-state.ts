import type { IngestSettings } from '../config/ingest-settings.ts'
import type { Millis } from '../core/time.ts'
import type { ApplyBatch } from '../store/analytic/analytic-store.ts'
import type { AttributionMove } from '../store/analytic/attribution-move.ts'
import type { EventColumns } from '../store/analytic/event-columns.ts'
import { type ActorTable, joinedTo, makeActorTable } from './actor-table.ts'
import { type EventPlaces, startPlaces } from './event-places.ts'
import { type CompiledExclusions, compileExclusions } from './ingest-settings.ts'
import { makeSuppression, type Suppression } from './suppression.ts'
import { makeTraitTable, type TraitTable } from './trait-table.ts'

/**
 * Who is who and who belongs where, as far as the log has been applied: plain data, no clock, no store. Actors are `u:` + userId or `a:` + anonymousId;
 * a person is the actor that survives its joins. It is a function of the messages applied so far, and can be restored from the store's tables.
 */
export type AttributionState = {
  readonly actors: ActorTable
  readonly personTraits: TraitTable
  readonly accountTraits: TraitTable
  /** Account → earliest time seen. */
  readonly accountsSeen: Map<string, Millis>
  /** Merged account → the one that took it in. */
  readonly merged: Map<string, string>
  readonly names: Set<string>
  /** Persons, and accounts under `@` + key, that a rule of exclusion meets by what is known of them now. */
  readonly excluded: Set<string>
  /** Likewise, those who asked to be forgotten; by hash, or as an earlier version kept them. */
  readonly forgotten: Set<string>
}

export function emptyAttribution(): AttributionState {
  return {
    actors: makeActorTable(),
    personTraits: makeTraitTable(),
    accountTraits: makeTraitTable(),
    accountsSeen: new Map(),
    merged: new Map(),
    names: new Set(),
    excluded: new Set(),
    forgotten: new Set(),
  }
}

/** What a batch becomes, before the store: its events with their places, and the other arrays of `ApplyBatch`, still growing. */
export type Attributing = {
  readonly state: AttributionState
  readonly settings: IngestSettings
  readonly exclusions: CompiledExclusions
  readonly suppressed: Suppression
  readonly places: EventPlaces
  readonly links: ApplyBatch['links'][number][]
  readonly memberships: ApplyBatch['memberships'][number][]
  readonly traits: ApplyBatch['traits'][number][]
  readonly subscriptions: ApplyBatch['subscriptions'][number][]
  readonly moves: AttributionMove[]
  readonly refused: ApplyBatch['refused'][number][]
}

export function startAttributing(state: AttributionState, settings: IngestSettings, events: EventColumns): Attributing {
  const exclusions = compileExclusions(settings.exclusions)
  const lists = {
    links: [],
    memberships: [],
    traits: [],
    subscriptions: [],
    moves: [],
    refused: [],
  }
  return {
    state,
    settings,
    exclusions,
    suppressed: makeSuppression(state.forgotten),
    places: startPlaces(events),
    ...lists,
  }
}

/** Earlier and later than any event. */
export const ALWAYS = { tsFrom: -8_640_000_000_000_000, tsTo: 8_640_000_000_000_000 }

/** Moves of whole accounts: every actor. */
export const EVERY_ACTOR = ''

/** Position and time of the message that teaches something. */
export type Lesson = { readonly n: number; readonly ts: Millis; readonly knownAt: Millis }

export type Subject = { readonly of: 'account' | 'person'; readonly key: string }

export function personOf({ actors }: AttributionState, actor: string): string {
  const number = actors.numbers.get(actor)
  return number === undefined ? actor : actors.keys[actors.person[number]!]!
}

/** The person and all actors joined to it. */
export function actorsOf({ actors }: AttributionState, person: string): readonly string[] {
  const number = actors.numbers.get(person)
  return number === undefined ? [person] : [person, ...joinedTo(actors, number).map((actor) => actors.keys[actor]!)]
}

export function accountOf(state: AttributionState, account: string): string {
  return state.merged.size === 0 ? account : (state.merged.get(account) ?? account)
}
