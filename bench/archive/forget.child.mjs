import { join } from 'node:path'
import { readRows } from '../../dist/store/analytic/duckdb/connection.js'
import { forgetSubject, takeCompacted } from '../../dist/store/analytic/duckdb/forget-subject.js'
import { openDuckdbStore } from '../../dist/store/analytic/duckdb/open-store.js'
import { sql } from '../../dist/store/sql.js'
import { timed } from '../replay/open-filled.mjs'
import { watchMemory } from '../rig/peak-memory.mjs'

// Usage: forget.child.mjs FOLDER TIMEZONE: takes the busiest person out of a store whose events are all in archives too.
const [, , folder, timezone] = process.argv
const analytic = join(folder, 'analytic')
const open = () => openDuckdbStore({ folder: analytic, timezone, closeDelayMinutes: 0 })
const { store, context } = await open()
await store.archive(99_999)
const [busiest] = await readRows(
  context.writer,
  sql`SELECT k.key, count(*) AS events FROM event e JOIN actor_key k ON k.id = e.actor GROUP BY k.key ORDER BY events DESC LIMIT 1`,
)
const before = (await store.counts()).events
const memory = watchMemory()
const forgotten = await timed(async () => {
  const counts = await forgetSubject(context, {
    of: 'person',
    keys: [busiest.key],
    mentions: [],
    isTheirs: () => false,
  })
  await store.close()
  await takeCompacted(analytic)
  return counts
})
const rss = memory.stop()
const again = await open()
const after = (await again.store.counts()).events
await again.store.close()
const answer = { ms: forgotten.ms, events: before, removed: forgotten.answer.event, left: after, rss }
process.stdout.write(`${JSON.stringify({ ...answer, right: before - after === busiest.events })}\n`)
