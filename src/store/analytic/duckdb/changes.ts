import type { Millis } from '../../../core/time.ts'
import { CHANGING_TABLES, type ChangingTable } from '../analytic-store.ts'

/** A stored batch by its number, and how far back what it told reaches. */
type Mark = { readonly from: Millis; readonly batch: number }

/** How far back what was stored reaches, by table, since the store was opened. */
export type Changes = {
  /** Batches stored so far. */
  batches: number
  /** The last batch that changed events stored before it; 0: none has. */
  rewritten: number
  /** The last time that all tables were filled anew, as the number of a batch; 0: never. */
  refilled: number
  /** In order of batches, each reaching less far back than the one after it: of those that reach less far than a later one nothing need be known. */
  readonly marks: Readonly<Record<ChangingTable, Mark[]>>
  /** By account id the last batch that brought facts or changed the timeline of it. */
  readonly ofAccount: Map<number, number>
  /** Actors up to this id were there before; null: nothing was stored yet. */
  known: number | null
  /** Of the actors after those, in order of their ids: the first event, trait or membership of theirs; infinite without any. */
  readonly began: Millis[]
}

export function makeChanges(): Changes {
  const marks = Object.fromEntries(CHANGING_TABLES.map((table) => [table, [] as Mark[]]))
  return {
    batches: 0,
    rewritten: 0,
    refilled: 0,
    marks: marks as Record<ChangingTable, Mark[]>,
    ofAccount: new Map(),
    known: null,
    began: [],
  }
}

/** Marks are kept apart by quarters of an hour: every zone's days begin at one. */
const QUARTER_MS = 900_000

/** Notes that the batch being told of reaches so far back in a table. */
export function noteChange(changes: Changes, table: ChangingTable, earliest: Millis): void {
  const marks = changes.marks[table]
  const from = Math.floor(earliest / QUARTER_MS) * QUARTER_MS
  while (marks.length > 0 && marks[marks.length - 1]!.from >= from) marks.pop()
  marks.push({ from, batch: changes.batches })
}

/** The last batch that told something of a table about what was before an instant; 0: none has. */
export function lastChange({ marks }: Changes, table: ChangingTable, before: Millis): number {
  return marks[table].findLast(({ from }) => from < before)?.batch ?? 0
}

/** The last batch that may have changed what is known of an account; 0: none has. What moved events may have changed any. */
export function lastChangeOf({ ofAccount, rewritten }: Changes, account: number): number {
  return Math.max(rewritten, ofAccount.get(account) ?? 0)
}

/** Everything may be another than it was: the tables were filled anew. */
export function noteAllChanged(changes: Changes): void {
  changes.batches += 1
  changes.rewritten = changes.batches
  changes.refilled = changes.batches
  changes.known = null
  changes.began.length = 0
  for (const table of CHANGING_TABLES) noteChange(changes, table, Number.NEGATIVE_INFINITY)
}
