import type { Millis } from '../../core/time.ts'
import type { NameCluster } from './cluster-names.ts'

/** What a stretch of real events looks like: everything that a first configuration is proposed from. */
export type Survey = {
  /** Messages looked at, of all types. */
  readonly messages: number
  /** Events among them. */
  readonly events: number
  /** Events without a user or visitor that means anybody. */
  readonly nobody: number
  readonly people: number
  readonly from: Millis | null
  readonly to: Millis | null
  /** Most frequent first. */
  readonly names: readonly NameSeen[]
  readonly clusters: readonly NameCluster[]
  /** Where the account may stand, what covers most first. */
  readonly accountKeys: readonly AccountKeySeen[]
  /** Traits of accounts and of people that were told, by name, with how many calls had them. */
  readonly accountTraits: ReadonlyMap<string, number>
  readonly personTraits: ReadonlyMap<string, number>
  /** Calls that put somebody into an account: group, or `Account Added User`. */
  readonly memberships: number
}

/** A name, and how it is used. */
export type NameSeen = {
  readonly name: string
  readonly call: 'track' | 'page' | 'screen'
  readonly count: number
  readonly people: number
  /** Share of all people who did it at least once, 0 … 1. */
  readonly reach: number
  /** Days on which somebody did it, a person on average. */
  readonly daysEach: number
  readonly first: Millis
  readonly last: Millis
  /** Most frequent first. */
  readonly properties: readonly PropertySeen[]
}

export type PropertySeen = {
  readonly name: string
  /** Share of the sampled events that had it, 0 … 1. */
  readonly share: number
  /** What most of its values are. */
  readonly type: 'text' | 'number' | 'yes or no' | 'list' | 'object'
  /** Its values, the most frequent first, where there are few; empty: many. */
  readonly values: readonly { readonly value: string; readonly share: number }[]
  readonly example: string
}

export type AccountKeySeen = {
  /** As in `account.key`: `context.groupId`, `properties.workspace_id`. */
  readonly path: string
  /** Share of events that have it, 0 … 1. */
  readonly share: number
  readonly accounts: number
  /** Share of its people who were seen in more than one account. */
  readonly several: number
  /** Of pauses between active days of an account, 95 of 100 last at most so many days; null: there are too few to say. */
  readonly usualPause: number | null
}
