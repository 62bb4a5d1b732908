import { MS_PER_DAY } from '../../../core/time.ts'
import { sql } from '../../sql.ts'
import type { AnalyticStore } from '../analytic-store.ts'
import { appendColumns } from './append-columns.ts'
import { type Row, readRows, run } from './connection.ts'
import { hashMessage } from './hash-message.ts'
import { loadRecentMessages } from './load-recent-messages.ts'
import { findRecentMessages } from './recent-messages.ts'
import type { StoreContext } from './store-context.ts'

type Messages = Parameters<AnalyticStore['findDuplicates']>[0]
type Hashed = { readonly messages: Messages; readonly hashes: Float64Array; readonly found: Uint8Array }
const WINDOW_MS = 30 * MS_PER_DAY

/** 1 for each message that is a copy of a stored one, or of an earlier one of the list: same source and id, event times within 30 days. */
export async function findDuplicates(context: StoreContext, messages: Messages): Promise<Uint8Array> {
  const found = new Uint8Array(messages.length)
  if (messages.length === 0) return found
  const hashes = Float64Array.from(messages, (m) => hashMessage(m.source, m.messageId))
  const hashed = { messages, hashes, found }
  await markStoredCopies(context, hashed)
  markRepeats(hashed)
  return found
}

/** Messages whose whole window lies in the recent days are looked up in memory; an older one (an import, a very late copy) in the table. */
async function markStoredCopies(context: StoreContext, hashed: Hashed): Promise<void> {
  if (!context.recent.loaded) await loadRecentMessages(context)
  const candidates: Candidate[] = []
  const older: number[] = []
  for (let i = 0; i < hashed.messages.length; i++) {
    const firstDay = Math.floor((hashed.messages[i]!.ts - WINDOW_MS) / MS_PER_DAY)
    if (firstDay < context.recent.floorDay) older.push(i)
    else for (const seq of findRecentMessages(context.recent, hashed.hashes[i]!)) candidates.push({ i, seq })
  }
  if (candidates.length > 0) await markCandidates(context, hashed, candidates)
  if (older.length > 0) await markOlder(context, hashed, older)
}

type Candidate = { readonly i: number; readonly seq: number }

async function markCandidates(context: StoreContext, hashed: Hashed, candidates: readonly Candidate[]): Promise<void> {
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
  markSame(context, hashed, rows)
}

async function markOlder(context: StoreContext, hashed: Hashed, older: readonly number[]): Promise<void> {
  const { writer } = context
  const times = older.map((i) => hashed.messages[i]!.ts)
  await run(writer, sql`DELETE FROM incoming`)
  await appendColumns(writer, { table: 'incoming', rows: older.length }, [
    { kind: 'int', values: older },
    { kind: 'bigint', values: older.map((i) => hashed.hashes[i]!) },
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
  markSame(context, hashed, rows)
}

/** The ids and times decide: a hash may be equal by chance. */
function markSame(context: StoreContext, { messages, found }: Hashed, rows: readonly Row[]): void {
  for (const row of rows) {
    const stored = {
      source: context.keys.source.keys[row.source as number]!,
      messageId: row.message_id as string,
      ts: row.ts as number,
    }
    if (isCopy(messages[row.i as number]!, stored)) found[row.i as number] = 1
  }
}

/** A copy of a copy is measured against the one that was kept. */
function markRepeats({ messages, hashes, found }: Hashed): void {
  const kept = new Map<number, number | number[]>()
  for (let i = 0; i < messages.length; i++) {
    if (found[i] === 1) continue
    const before = kept.get(hashes[i]!)
    if (before === undefined) {
      kept.set(hashes[i]!, i)
      continue
    }
    const others = typeof before === 'number' ? [before] : before
    if (others.some((other) => isCopy(messages[i]!, messages[other]!))) found[i] = 1
    else kept.set(hashes[i]!, [...others, i])
  }
}

function isCopy(a: Messages[number], b: Messages[number]): boolean {
  return a.messageId === b.messageId && a.source === b.source && Math.abs(a.ts - b.ts) <= WINDOW_MS
}
