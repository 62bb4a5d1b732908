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
  await markStoredCopies(context, messages, found)
  markRepeats(messages, found)
  return found
}

async function markStoredCopies(context: StoreContext, messages: Messages, found: Uint8Array): Promise<void> {
  const { writer } = context
  await run(writer, sql`DELETE FROM incoming`)
  await appendColumns(writer, 'incoming', messages.length, [
    { kind: 'int', values: messages.map((_, i) => i) },
    { kind: 'bigint', values: messages.map((m) => hashMessage(m.source, m.messageId)) },
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
function markRepeats(messages: Messages, found: Uint8Array): void {
  const kept = new Map<string, number[]>()
  messages.forEach((message, i) => {
    if (found[i] === 1) return
    const key = `${message.source}\u0000${message.messageId}`
    const times = kept.get(key)
    if (times === undefined) kept.set(key, [message.ts])
    else if (times.some((ts) => Math.abs(ts - message.ts) <= WINDOW_MS)) found[i] = 1
    else times.push(message.ts)
  })
}
