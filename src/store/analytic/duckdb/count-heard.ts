import { id, joinSql, listOf, sql } from '../../sql.ts'
import type { CountsOfAll, HeardRow } from '../counts-of-all.ts'
import { queryRows } from './read-store.ts'
import type { StoreContext } from './store-context.ts'

/** How many accounts sent each of the events on each day, as known at that day's close. */
export async function countHeard(
  context: StoreContext,
  { facts, days }: Parameters<CountsOfAll['countHeard']>[0],
): Promise<readonly HeardRow[]> {
  const { fact } = context.keys
  const ids = facts.flatMap((key) => fact.ids.get(key) ?? [])
  if (ids.length === 0) return []
  const parts = ['facts_base', 'facts_run', 'facts_correction'].map(
    (table) => sql`
      SELECT fact, day, account, n
      FROM ${id(table)}
      WHERE day BETWEEN ${days.from} AND ${days.to} AND known_day <= day AND account > 0 AND fact IN (${listOf(ids)})
    `,
  )
  const rows = await queryRows(
    context,
    sql`
      -- accounts heard of by event and day
      SELECT fact, day, count(*)::INTEGER AS accounts
      FROM (
        SELECT fact, day, account
        FROM (${joinSql(parts, ' UNION ALL ')}) told
        GROUP BY fact, day, account
        HAVING sum(n) > 0
      ) heard
      GROUP BY fact, day
      ORDER BY fact, day
    `,
  )
  const keyOf = new Map(facts.flatMap((key) => (fact.ids.has(key) ? [[fact.ids.get(key)!, key] as const] : [])))
  return rows.map((row) => ({
    fact: keyOf.get(row.fact as number)!,
    day: row.day as number,
    accounts: row.accounts as number,
  }))
}
