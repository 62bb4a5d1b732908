import type { DuckDBConnection, DuckDBInstance } from '@duckdb/node-api'
import type { FactKey } from '../../../config/fact-key.ts'
import type { Day, Zone } from '../../../core/time.ts'
import type { ReferenceRow } from '../analytic-store.ts'
import type { MeasureRule } from '../measure-parts.ts'
import type { Changes } from './changes.ts'
import type { DictionaryTable } from './dictionaries.ts'
import type { KeptCounts } from './kept-counts.ts'
import type { MovedOn } from './know-in-order.ts'
import type { EngineLimits } from './open-file.ts'
import type { Presence } from './presence.ts'
import type { RecentMessages } from './recent-messages.ts'
import type { RunningDay } from './running-day.ts'
import type { Turns } from './turns.ts'
import type { WriteQueue } from './write-queue.ts'

/** What every operation of the store needs, given explicitly. What is mutable here mirrors committed rows, so that hot paths do not query for it. */
export type StoreContext = {
  readonly folder: string
  readonly zone: Zone
  readonly closeDelayMs: number
  readonly limits: EngineLimits
  /** Recent messages are let go of while facts are merged, which takes the most memory of all. */
  readonly yieldsToMerge: boolean
  /** The engine refuses everything and must be opened anew (before the next write). */
  isDown: boolean
  instance: DuckDBInstance
  /** All writes go through this one connection, one at a time. */
  writer: DuckDBConnection
  readonly queue: WriteQueue
  /** Merges and rebuilds, one at a time: both replace the base of facts. */
  readonly merges: WriteQueue
  /** Reports being read. */
  readonly reports: Turns
  readonly keys: {
    readonly account: DictionaryTable
    readonly actor: DictionaryTable
    readonly fact: DictionaryTable
    readonly source: DictionaryTable
    readonly log: DictionaryTable
  }
  /** Last applied n of each log. */
  readonly applied: Map<string, number>
  /** Number of the last stored message, of the last write of facts, and the latest day on which a move became known. */
  readonly last: { seq: number; chunk: number; moveDay: number }
  /** False while only measures are computed (a backfill): the facts of names are there already. */
  readonly countsNames: boolean
  /** Measures by the key of the event's fact. */
  readonly measures: Map<FactKey, MeasureRule[]>
  /** Moves become known in the order they are applied. */
  readonly movedOn: MovedOn
  /** (account, actor) pairs that have superseding rows, as account × 2^26 + actor. */
  readonly corrected: Set<number>
  readonly recent: RecentMessages
  readonly presence: Presence
  readonly running: RunningDay
  /** How far back what was stored reaches: whether an answer still holds. */
  readonly changes: Changes
  /** What was counted of everything stored, up to the last question. */
  readonly counted: KeptCounts
  /** The distributions that were read last: every tick asks for those of the same day. */
  readonly reference: { day: Day | null; rows: readonly ReferenceRow[] }
}

/** The known day of an instant: its local day, the closing delay taken off (rules: a late minute still belongs to the day being closed). */
export function knownDayOf(context: Pick<StoreContext, 'zone' | 'closeDelayMs'>, knownAt: number): number {
  return context.zone.dayOf(knownAt - context.closeDelayMs)
}

export function pairOf(account: number, actor: number): number {
  return account * 67108864 + actor
}
