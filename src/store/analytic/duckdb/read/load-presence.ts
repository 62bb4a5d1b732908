import { sql } from '../../../sql.ts'
import { numbersOf, streamChunks } from '../connection.ts'
import { addPresence, makePresence } from '../presence.ts'
import type { StoreContext } from '../store-context.ts'

/** Fills the presence of actors from the stored facts and memberships. */
export async function loadPresence(context: StoreContext): Promise<void> {
  const presence = makePresence()
  const facts = sql`
    -- where actors left facts; what moved away left its history behind
    SELECT DISTINCT actor, account FROM facts_base
    UNION ALL
    SELECT DISTINCT actor, account FROM facts_run
  `
  const members = sql`SELECT DISTINCT person, account FROM membership`
  for (const [accounts, statement] of [
    [presence.facts, facts],
    [presence.members, members],
  ] as const) {
    for await (const chunk of streamChunks(context.writer, statement)) {
      const [actor, account] = [numbersOf(chunk, 0), numbersOf(chunk, 1)]
      for (let i = 0; i < chunk.rowCount; i++) addPresence(accounts, actor[i]!, account[i]!)
    }
  }
  Object.assign(context.presence, presence, { loaded: true })
}
