import type { Day, Millis } from '../../core/time.ts'
import type { DatedOutcome } from '../../judge/date-outcomes.ts'
import type { Followed } from './label-moment.ts'

/** A moment at which everybody is looked at: the close of a day, as it was known then. `at` is the first instant behind it. */
export type AsOf = { readonly day: Day; readonly at: Millis }

/** A number of the panel. `definition` is its content hash: another definition is another number. */
export type PanelIndicator = {
  readonly key: string
  readonly label: string
  readonly unit: string
  readonly definition: string
}

/** An account, or a member of one. Outcomes are of accounts, and in the order of the panel's. */
export type PanelEntity = {
  readonly account: number
  /** null: the account itself. */
  readonly person: number | null
  readonly followed: Followed
  readonly outcomes: readonly DatedOutcome[]
  /** As known at the last close; null: not known. Whoever was there before anything was recorded has none, unless a trait says it. */
  readonly signUp: Millis | null
}

/**
 * What was known of everybody at each of some closes, and nothing that became known later: entity × moment × indicators, by columns. A row exists where the
 * entity had been heard of. Rows ascend by entity, then by moment.
 */
export type Panel = {
  readonly level: 'account' | 'member'
  readonly configHash: string
  readonly asOfs: readonly AsOf[]
  readonly indicators: readonly PanelIndicator[]
  readonly segments: readonly { readonly key: string; readonly names: readonly string[] }[]
  /** Keys. */
  readonly outcomes: readonly string[]
  readonly entities: readonly PanelEntity[]
  readonly rows: number
  /** By row: the index of its entity and of its moment. */
  readonly entity: Int32Array
  readonly asOf: Int32Array
  /** By indicator and row; NaN: unknown. */
  readonly values: readonly Float64Array[]
  /** By segment and row: index into its names; below 0: in none, or unknown. */
  readonly groups: readonly Int16Array[]
  readonly provenance: PanelProvenance
}

/** Where the panel comes from, and who is not in it. */
export type PanelProvenance = {
  readonly events: number
  /** Of these, events of imports that do not say when they arrived: each is taken to have been known when it happened. */
  readonly arrivalAssumed: number
  /** Accounts in the panel without any event that the configuration reads, and accounts left out because they are one with others. */
  readonly ghosts: number
  readonly merged: number
  /** Of so many accounts one is in it; 1: all are. */
  readonly thinned: number
}
