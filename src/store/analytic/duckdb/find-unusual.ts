import { MS_PER_DAY } from '../../../core/time.ts'
import { sql } from '../../sql.ts'
import type { Unusual, WholeMove } from '../analytic-store.ts'
import type { DayRange } from '../rows.ts'
import { queryRows } from './read-store.ts'
import type { StoreContext } from './store-context.ts'

/** Whose events became known on the days otherwise than as they happened: more than a day late, from another log, or by a move. */
export async function findUnusual(
  context: StoreContext,
  { days, log }: { readonly days: DayRange; readonly log: string },
): Promise<Unusual> {
  const rows = await queryRows(
    context,
    sql`
      -- accounts and actors of events that came late, by import, or from elsewhere
      SELECT account_applied AS account, actor
      FROM event
      WHERE known_day BETWEEN ${days.from} AND ${days.to}
        AND (known_at - ts > ${MS_PER_DAY} OR log <> ${context.keys.log.ids.get(log) ?? 0})
      UNION
      SELECT unnest([from_account, to_account]) AS account, actor
      FROM move
      WHERE known_day BETWEEN ${days.from} AND ${days.to}
    `,
  )
  return {
    accounts: new Set(rows.map((row) => row.account as number)),
    actors: new Set(rows.map((row) => row.actor as number)),
  }
}

/** Merges and splits of accounts known on the days, once for each account that gave or took. */
export async function findWholeMoves(context: StoreContext, days: DayRange): Promise<readonly WholeMove[]> {
  if (days.from > context.last.moveDay) return []
  const rows = await queryRows(
    context,
    sql`
      -- events that moved because accounts were merged or split
      SELECT DISTINCT unnest([from_account, to_account]) AS account, log, n::DOUBLE AS n, known_at, known_day
      FROM move
      WHERE keyless_only = 0 AND known_day BETWEEN ${days.from} AND ${days.to}
    `,
  )
  return rows.map((row) => ({
    account: row.account as number,
    log: context.keys.log.keys[row.log as number]!,
    n: row.n as number,
    knownAt: row.known_at as number,
    day: row.known_day as number,
  }))
}
