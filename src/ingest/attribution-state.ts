import type { IngestSettings } from '../config/ingest-settings.ts'
import type { Millis } from '../core/time.ts'
import type { ApplyBatch, AttributionMove } from '../store/analytic/analytic-store.ts'
import type { EventColumns } from '../store/analytic/event-columns.ts'
import type { Stretch } from './account-at.ts'
import { type EventPlaces, startPlaces } from './event-places.ts'
import { type CompiledExclusions, compileExclusions } from './ingest-settings.ts'
import { makeTraitTable, type TraitTable } from './trait-table.ts'

/**
 * Who is who and who belongs where, as far as the log has been applied: plain maps, no clock, no store. Actors are `u:` + userId or `a:` + anonymousId;
 * a person is the actor that survives its joins. It is a function of the messages applied so far, and can be restored from the store's tables.
 */
export type AttributionState = {
  /** Joined actors only: actor → surviving actor. */
  readonly persons: Map<string, string>
  /** Person → the actors joined to it. */
  readonly joined: Map<string, string[]>
  /** Person → stretches of membership, in order of discovery. */
  readonly memberships: Map<string, Stretch[]>
  readonly personTraits: TraitTable
  readonly accountTraits: TraitTable
  /** Actor → earliest and latest event without an account of its own. Only those can move. */
  readonly keyless: Map<string, { first: Millis; last: Millis }>
  /** Actors and accounts → earliest time seen. Accounts under `@` + key. */
  readonly firstSeen: Map<string, Millis>
  /** Merged account → the one that took it in. */
  readonly merged: Map<string, string>
  readonly names: Set<string>
  /** Persons, and accounts under `@` + key, that a rule of exclusion met by their traits. */
  readonly excluded: Set<string>
  /** Likewise, those who asked to be forgotten. */
  readonly forgotten: Set<string>
}

export function emptyAttribution(): AttributionState {
  return {
    persons: new Map(),
    joined: new Map(),
    memberships: new Map(),
    personTraits: makeTraitTable(),
    accountTraits: makeTraitTable(),
    keyless: new Map(),
    firstSeen: new Map(),
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
  return { state, settings, exclusions, places: startPlaces(events), ...lists }
}

/** Position and time of the message that teaches something. */
export type Lesson = { readonly n: number; readonly ts: Millis; readonly knownAt: Millis }

export function personOf(state: AttributionState, actor: string): string {
  return state.persons.get(actor) ?? actor
}

/** The person and all actors joined to it. */
export function actorsOf(state: AttributionState, person: string): readonly string[] {
  const joined = state.joined.get(person)
  return joined === undefined ? [person] : [person, ...joined]
}

export function accountOf(state: AttributionState, account: string): string {
  return state.merged.size === 0 ? account : (state.merged.get(account) ?? account)
}
