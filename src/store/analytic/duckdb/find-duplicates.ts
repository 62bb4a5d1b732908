import { MS_PER_DAY } from '../../../core/time.ts'
import { sql } from '../../sql.ts'
import type { AnalyticStore } from '../analytic-store.ts'
import { appendColumns } from './append-columns.ts'
import { readRows, run } from './connection.ts'
import { hashMessage } from './hash-message.ts'
import type { StoreContext } from './store-context.ts'

type Messages = Parameters<AnalyticStore['findDuplicates']>[0]
const WINDOW_MS = 30 * MS_PER_DAY

/** 1 for each message that is a copy of a stored one, or of an earlier one of the list: same source and id, event times within 30 days. */
export async function findDuplicates(context: StoreContext, messages: Messages): Promise<Uint8Array> {
  const found = new Uint8Array(messages.length)
  if (messages.length === 0) return found
  const hashes = Float64Array.from(messages, (m) => hashMessage(m.source, m.messageId))
  await markStoredCopies(context, messages, hashes, found)
  markRepeats(messages, hashes, found)
  return found
}

async function markStoredCopies(
  context: StoreContext,
  messages: Messages,
  hashes: Float64Array,
  found: Uint8Array,
): Promise<void> {
  const { writer } = context
  await run(writer, sql`DELETE FROM incoming`)
  await appendColumns(writer, 'incoming', messages.length, [
    { kind: 'int', values: messages.map((_, i) => i) },
    { kind: 'bigint', values: hashes },
    { kind: 'bigint', values: messages.map((m) => m.ts) },
  ])
  const low = messages.reduce((least, m) => Math.min(least, m.ts), Number.POSITIVE_INFINITY) - WINDOW_MS
  const high = messages.reduce((most, m) => Math.max(most, m.ts), Number.NEGATIVE_INFINITY) + WINDOW_MS
  const rows = await readRows(
    writer,
    sql`
      -- stored events that may be the same message: equal hash, times within the window; the ids then decide
      SELECT incoming.i, event.source, event.message_id
      FROM event JOIN incoming USING (message_hash)
      WHERE event.ts BETWEEN ${low} AND ${high} AND abs(event.ts - incoming.ts) <= ${WINDOW_MS}
    `,
  )
  for (const row of rows) {
    const message = messages[row.i as number]!
    const same =
      context.keys.source.keys[row.source as number] === message.source && row.message_id === message.messageId
    if (same) found[row.i as number] = 1
  }
}

/** A copy of a copy is measured against the one that was kept. */
function markRepeats(messages: Messages, hashes: Float64Array, found: Uint8Array): void {
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
