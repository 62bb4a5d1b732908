import { type Millis, MS_PER_DAY } from '../../../core/time.ts'
import { sql } from '../../sql.ts'
import type { EventIds } from '../analytic-store.ts'
import { textAt } from '../text-column.ts'
import { appendColumns } from './append-columns.ts'
import { type Row, readRows, run } from './connection.ts'
import { loadRecentMessages } from './read/load-recent-messages.ts'
import { findRecentMessages, mixHash } from './recent-messages.ts'
import type { StoreContext } from './store-context.ts'

type Marking = { readonly events: EventIds; readonly found: Uint8Array }
const WINDOW_MS = 30 * MS_PER_DAY

/** 1 for each event that is a copy of a stored one, or of an earlier one of the list: same source and id, event times within 30 days. */
export async function findDuplicates(context: StoreContext, events: EventIds): Promise<Uint8Array> {
  const found = new Uint8Array(events.rows)
  if (events.rows === 0) return found
  const marking = { events, found }
  await markStoredCopies(context, marking)
  markRepeats(marking)
  return found
}

/** Events whose whole window lies in the recent days are looked up in memory; an older one (an import, a very late copy) in the table. */
async function markStoredCopies(context: StoreContext, marking: Marking): Promise<void> {
  if (!context.recent.loaded) await loadRecentMessages(context)
  const { rows, ts, hash } = marking.events
  const candidates: Candidate[] = []
  const older: number[] = []
  for (let i = 0; i < rows; i++) {
    const firstDay = Math.floor((ts[i]! - WINDOW_MS) / MS_PER_DAY)
    if (firstDay < context.recent.floorDay) older.push(i)
    else for (const seq of findRecentMessages(context.recent, hash[i]!)) candidates.push({ i, seq })
  }
  if (candidates.length > 0) await markCandidates(context, marking, candidates)
  if (older.length > 0) await markOlder(context, marking, older)
}

type Candidate = { readonly i: number; readonly seq: number }

async function markCandidates(
  context: StoreContext,
  marking: Marking,
  candidates: readonly Candidate[],
): Promise<void> {
  const { writer } = context
  await run(writer, sql`DELETE FROM candidate`)
  await appendColumns(writer, { table: 'candidate', rows: candidates.length }, [
    { kind: 'int', values: candidates.map(({ i }) => i) },
    { kind: 'bigint', values: candidates.map(({ seq }) => seq) },
  ])
  const low = candidates.reduce((least, { seq }) => Math.min(least, seq), Number.POSITIVE_INFINITY)
  const high = candidates.reduce((most, { seq }) => Math.max(most, seq), 0)
  const rows = await readRows(
    writer,
    sql`
      -- stored events of equal hash, by their place; the range lets the engine skip all that was stored before and after
      SELECT candidate.i, event.ts, event.source, event.message_id
      FROM event JOIN candidate USING (seq)
      WHERE event.seq BETWEEN ${low} AND ${high}
    `,
  )
  markSame(context, marking, rows)
}

async function markOlder(context: StoreContext, marking: Marking, older: readonly number[]): Promise<void> {
  const { writer } = context
  const times = older.map((i) => marking.events.ts[i]!)
  await run(writer, sql`DELETE FROM incoming`)
  await appendColumns(writer, { table: 'incoming', rows: older.length }, [
    { kind: 'int', values: older },
    { kind: 'bigint', values: older.map((i) => marking.events.hash[i]!) },
  ])
  const low = times.reduce((least, ts) => Math.min(least, ts), Number.POSITIVE_INFINITY) - WINDOW_MS
  const high = times.reduce((most, ts) => Math.max(most, ts), Number.NEGATIVE_INFINITY) + WINDOW_MS
  const rows = await readRows(
    writer,
    sql`
      -- stored events of equal hash, at times that come into question
      SELECT incoming.i, event.ts, event.source, event.message_id
      FROM event JOIN incoming USING (message_hash)
      WHERE event.ts BETWEEN ${low} AND ${high}
    `,
  )
  markSame(context, marking, rows)
}

/** The ids and times decide: a hash may be equal by chance. */
function markSame(context: StoreContext, { events, found }: Marking, rows: readonly Row[]): void {
  for (const row of rows) {
    const stored = {
      source: context.keys.source.keys[row.source as number]!,
      messageId: row.message_id as string,
      ts: row.ts as number,
    }
    if (isCopy(idAt(events, row.i as number), stored)) found[row.i as number] = 1
  }
}

/** A copy of a copy is measured against the one that was kept. Rows of equal hash are chained, from the last one back. */
function markRepeats({ events, found }: Marking): void {
  const { rows, hash } = events
  const slots = new Int32Array(2 ** Math.ceil(Math.log2(rows + 1) + 1)).fill(-1)
  const before = new Int32Array(rows)
  const mask = slots.length - 1
  for (let i = 0; i < rows; i++) {
    if (found[i] === 1) continue
    let slot = mixHash(hash[i]!) & mask
    while (slots[slot] !== -1 && hash[slots[slot]!] !== hash[i]) slot = (slot + 1) & mask
    let other = slots[slot]!
    while (other !== -1 && !isCopy(idAt(events, i), idAt(events, other))) other = before[other]!
    if (other !== -1) found[i] = 1
    else {
      before[i] = slots[slot]!
      slots[slot] = i
    }
  }
}

type EventId = { readonly source: string; readonly messageId: string; readonly ts: Millis }

function idAt({ ts, source, messageId }: EventIds, row: number): EventId {
  return { source: source.values[source.index[row]!]!, messageId: textAt(messageId, row), ts: ts[row]! }
}

function isCopy(a: EventId, b: EventId): boolean {
  return a.messageId === b.messageId && a.source === b.source && Math.abs(a.ts - b.ts) <= WINDOW_MS
}
