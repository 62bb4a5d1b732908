import { sql } from '../../../sql.ts'
import { NO_ACCOUNT } from '../../event-flags.ts'

/** Since when whoever sends as an actor has been a member of some account: `first (actor, ts)`. */
export const FIRST_MEMBERSHIPS = sql`
  WITH began AS (
    SELECT person, min(from_ts) AS ts FROM membership WHERE to_ts IS NULL OR to_ts > from_ts GROUP BY person
  ),
  first AS (
    SELECT actor, min(ts) AS ts
    FROM (
      SELECT person AS actor, ts FROM began
      UNION ALL
      SELECT link.actor, ts FROM began JOIN link ON link.person = began.person
    )
    GROUP BY actor
  )
`

/** Whether an event of no account is from before its user became a member, which was not known when it came. */
export const IS_LATE = sql`event.no_account = ${NO_ACCOUNT.none} AND event.ts < first.ts`
