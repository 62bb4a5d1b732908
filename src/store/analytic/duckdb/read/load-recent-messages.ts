import { MS_PER_DAY } from '../../../../core/time.ts'
import { sql } from '../../../sql.ts'
import { numbersOf, readRows, streamChunks } from '../connection.ts'
import { addRecentMessage, chooseFloorDay, makeRecentMessages } from '../recent-messages.ts'
import type { StoreContext } from '../store-context.ts'

/** Fills the memory of recent messages from the stored events. */
export async function loadRecentMessages(context: StoreContext): Promise<void> {
  const { writer } = context
  const rows = await readRows(
    writer,
    sql`SELECT ts // ${MS_PER_DAY} AS day, count(*) AS events FROM event GROUP BY ALL`,
  )
  const days = rows.map((row) => ({ day: row.day as number, events: row.events as number }))
  const floorDay = chooseFloorDay(days)
  const expected = days.reduce((sum, { day, events }) => (day < floorDay ? sum : sum + events), 0)
  const recent = { ...makeRecentMessages(expected), floorDay }
  const from = Number.isFinite(recent.floorDay) ? sql`ts >= ${recent.floorDay * MS_PER_DAY}` : sql`true`
  const statement = sql`
    -- hashes and places of the messages of the recent days
    SELECT message_hash::DOUBLE AS hash, seq::DOUBLE AS seq, (ts // ${MS_PER_DAY})::INTEGER AS day
    FROM event
    WHERE ${from}
  `
  for await (const chunk of streamChunks(writer, statement)) {
    const [hash, seq, day] = [0, 1, 2].map((column) => numbersOf(chunk, column)) as [
      Float64Array,
      Float64Array,
      Int32Array,
    ]
    for (let i = 0; i < chunk.rowCount; i++) addRecentMessage(recent, { hash: hash[i]!, seq: seq[i]!, day: day[i]! })
  }
  Object.assign(context.recent, recent, { loaded: true })
}
