import type { DuckDBConnection } from '@duckdb/node-api'
import { type Sql, sql } from '../../../sql.ts'
import type { DayRange } from '../../rows.ts'
import { readRows } from '../connection.ts'

type LatestOf = {
  readonly account: number
  readonly days: DayRange
  /** Which of its daily counts are those of the events. */
  readonly counted: Sql
  /** How many events are wanted. */
  readonly latest: number
}

/**
 * The day since which an account's daily counts tell of so many events, or null where there are fewer of them. Its counts lie together, where its events lie all over
 * the store. What moved away is counted too: whoever asks looks whether as many are there.
 */
export async function dayOfLatest(connection: DuckDBConnection, of: LatestOf): Promise<number | null> {
  const [row] = await readRows(
    connection,
    sql`
      -- since when an account had so many events
      WITH of_day AS (
        SELECT day, sum(n) AS n
        FROM (${countsSql(sql`facts_base`, of)} UNION ALL ${countsSql(sql`facts_run`, of)})
        GROUP BY day
      )
      SELECT max(day) AS day
      FROM (SELECT day, sum(n) OVER (ORDER BY day DESC) AS n FROM of_day)
      WHERE n >= ${of.latest}
    `,
  )
  return (row?.day as number | null | undefined) ?? null
}

function countsSql(table: Sql, { account, days, counted }: LatestOf): Sql {
  return sql`
    SELECT day, n FROM ${table}
    WHERE account = ${account} AND day BETWEEN ${days.from} AND ${days.to} AND ${counted}
  `
}
