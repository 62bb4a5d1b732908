import { type Sql, sql } from '../../../sql.ts'
import type { QuarantineSlice, StoredQuarantine } from '../../analytic-store.ts'
import type { Reason } from '../../message.ts'
import { type Row, readRows } from '../connection.ts'
import type { StoreContext } from '../store-context.ts'

/** Reads on a connection of its own, so that it sees one committed state and holds up nobody. */
export async function queryRows(context: StoreContext, statement: Sql): Promise<readonly Row[]> {
  const connection = await context.instance.connect()
  try {
    return await readRows(connection, statement)
  } finally {
    connection.closeSync()
  }
}

/** Refused messages, latest first. */
export async function readQuarantine(
  context: StoreContext,
  { limit, offset, reason }: QuarantineSlice,
): Promise<readonly StoredQuarantine[]> {
  const rows = await queryRows(
    context,
    sql`
      -- refused messages, latest first
      SELECT log, n, known_at, source, reason, detail, raw
      FROM quarantine
      WHERE ${reason === null ? sql`true` : sql`reason = ${reason}`}
      ORDER BY known_at DESC, log, n DESC
      LIMIT ${limit} OFFSET ${offset}
    `,
  )
  return rows.map((row) => ({
    log: context.keys.log.keys[row.log as number]!,
    n: row.n as number,
    source: row.source as string,
    receivedAt: row.known_at as number,
    reason: row.reason as Reason,
    detail: row.detail as string,
    raw: row.raw as string,
  }))
}

/** How many messages were refused, by reason. */
export async function countQuarantine(context: StoreContext): Promise<ReadonlyMap<Reason, number>> {
  const rows = await queryRows(
    context,
    sql`
      -- refused messages by reason
      SELECT reason, count(*) AS messages
      FROM quarantine
      GROUP BY reason
    `,
  )
  return new Map(rows.map((row) => [row.reason as Reason, row.messages as number]))
}
