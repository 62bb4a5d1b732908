import { type Sql, sql } from '../../../sql.ts'
import { counts } from '../../counting-sql.ts'
import type { LeftOut } from '../../counts-of-all.ts'
import { NO_ACCOUNT, warningBits } from '../../event-flags.ts'
import type { NoAccountReason } from '../../no-account-reason.ts'
import type { EventRow } from '../../rows.ts'
import type { StoreContext } from '../store-context.ts'
import { FIRST_MEMBERSHIPS, IS_LATE } from './late-joiners-sql.ts'
import { EVENT_COLUMNS, LEAST_LIMIT, readEventRows } from './scan-events.ts'

/** The latest events that are counted by the status for one reason, newest first. */
export async function listLeftOut(context: StoreContext, why: LeftOut, limit: number): Promise<readonly EventRow[]> {
  const rows = await readEventRows(
    context,
    sql`
      -- the latest events that count nowhere, or only with care
      SELECT ${EVENT_COLUMNS}
      FROM event
      WHERE ${isLeftOut(why)}
      ORDER BY event.ts DESC, event.seq DESC
      LIMIT ${Math.max(limit, LEAST_LIMIT)}
    `,
  )
  return rows.slice(0, limit)
}

function isLeftOut(why: LeftOut): Sql {
  switch (why.kind) {
    case 'no_account':
      return isOfNoAccount(why.reason)
    case 'excluded':
      return sql`NOT ${counts(sql`flags`)}`
    case 'warning':
      return sql`warnings & ${warningBits([why.warning])} <> 0`
  }
}

/** As the status counts them. */
function isOfNoAccount(reason: NoAccountReason): Sql {
  const late = sql`
    event.seq IN (
      ${FIRST_MEMBERSHIPS}
      SELECT event.seq FROM event JOIN first ON first.actor = event.actor WHERE ${IS_LATE}
    )
  `
  const known = sql`no_account = ${NO_ACCOUNT[reason]}`
  switch (reason) {
    case 'before_membership':
      return sql`(${known} OR ${late})`
    case 'several_accounts':
      return known
    case 'none':
      return sql`${known} AND NOT ${late}`
  }
}
