import type { Day, Millis } from '../../core/time.ts'

/**
 * What the store hands to the fold: struct-of-arrays blocks ordered by (account, day, known day), each account whole in one block.
 * Entities, actors and facts are dense integers of the store's dictionaries (`AnalyticStore.dictionary`); account 0 is "no account".
 */
export type FactBlock = {
  readonly rows: number
  readonly account: Int32Array
  readonly fact: Int32Array
  readonly actor: Int32Array
  readonly day: Int32Array
  /** Local day on which the row became known; later than `day` for late rows and corrections. */
  readonly knownDay: Int32Array
  /** Count; negative in corrections. Rows of one key add up: counts and sums are added; the earliest first, the latest last, the highest max hold. */
  readonly n: Int32Array
  /**
   * 1: a correction after events left this (fact, account, actor, day). Its n and sum add up like any row's, but its times and gauge values
   * replace those of the rows before it (NaN: no event is left). It comes after the other rows of its known day.
   */
  readonly supersedes: Uint8Array
  /** Scaled integer sum (exact below 2^53). Empty unless asked for. */
  readonly sum: Float64Array
  /** Time of the first and last event of the row. Empty unless asked for. */
  readonly firstTs: Float64Array
  readonly lastTs: Float64Array
  /** Gauges: value at lastTs and the highest. NaN when none. Empty unless asked for. */
  readonly lastValue: Float64Array
  readonly maxValue: Float64Array
}

export type FactColumn = 'sum' | 'firstTs' | 'lastTs' | 'lastValue' | 'maxValue'

/** Raw events, for event signals, hours(n) and evidence; ordered by (account, log, n). */
export type EventRow = {
  readonly log: string
  readonly n: number
  readonly ts: Millis
  readonly knownAt: Millis
  readonly name: string
  readonly call: 'track' | 'page' | 'screen'
  readonly account: number
  readonly actor: number
  readonly messageId: string
  readonly properties: string
  /** false: it counts, but no signal is judged at it: it came to the account by a merge, or more than a day after it happened. */
  readonly triggers?: boolean
}

/** The times of an account that are not counts: who belongs to it, what was known about it, what it pays. All with `from` (valid) and `knownAt`. */
export type AccountTimeline = {
  readonly account: number
  /** NaN: never, or not asked for. */
  readonly firstSeen: Millis
  /** When it was first heard of: before that there was nobody to judge. Absent: not told. */
  readonly heardAt?: Millis
  /** How first seen was known over time, where a late event moved it back: `ts` from `knownAt` on. Absent: `firstSeen` was known at once. */
  readonly seen?: readonly { readonly ts: Millis; readonly knownAt: Millis }[]
  readonly members: readonly MembershipRow[]
  readonly traits: readonly TraitRow[]
  /** Traits of the persons who are or were members. */
  readonly personTraits: readonly (TraitRow & { readonly person: number })[]
  /** Joins of the actors that appear in the account's facts: before `knownAt` an actor is its own person. */
  readonly links: readonly LinkRow[]
  readonly subscriptions: readonly SubscriptionRow[]
}

/** Which parts of timelines a reader asks for; what it does not stays empty. Reading everything of everybody costs more than reading all facts. */
export type TimelineNeeds = {
  /** Memberships and joins. */
  readonly people: boolean
  /** Keys; null: every trait. */
  readonly accountTraits: readonly string[] | null
  readonly personTraits: readonly string[] | null
  readonly subscriptions: boolean
  /** When the account was first seen, and how that was known over time. */
  readonly firstSeen: boolean
  /** When the account was first heard of. */
  readonly heard: boolean
}
export type MembershipRow = {
  readonly person: number
  readonly from: Millis
  readonly to: Millis | null
  readonly knownAt: Millis
  readonly role: string | null
}
export type TraitRow = {
  readonly key: string
  readonly value: string | number | boolean | null
  readonly from: Millis
  readonly knownAt: Millis
}
/** `person` is the surviving actor's id; a join holds for all history once known. */
export type LinkRow = { readonly actor: number; readonly person: number; readonly knownAt: Millis }
export type SubscriptionRow = {
  readonly subscriptionId: string
  readonly plan: string | null
  readonly mrrMinor: number
  readonly currency: string
  readonly from: Millis
  readonly to: Millis | null
  readonly cancelDecidedAt: Millis | null
  readonly knownAt: Millis
}

/** The times of a person that are not counts, of all the actors that are, or became, the person. */
export type PersonTimeline = {
  /** Signs of each actor: it was there at `ts`, which is known since `knownAt`. */
  readonly seen: readonly { readonly actor: number; readonly ts: Millis; readonly knownAt: Millis }[]
  readonly traits: readonly (TraitRow & { readonly person: number })[]
  readonly links: readonly LinkRow[]
}

/** A person with every actor that was ever joined to it. Rows [start, end) of the block are their facts over all accounts and none, by day. */
export type PersonRows = {
  readonly person: number
  readonly actors: readonly number[]
  readonly block: FactBlock
  readonly start: number
  readonly end: number
  readonly timeline: PersonTimeline
}

/** `report`: all that is known now. `decision`: as of each judged day, only what was known by its close (rows with a later known day come in from that day on). */
export type View = 'report' | 'decision'

export type DayRange = { readonly from: Day; readonly to: Day }
