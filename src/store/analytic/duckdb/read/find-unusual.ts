import { type Day, MS_PER_DAY } from '../../../../core/time.ts'
import { joinSql, listOf, type Sql, sql } from '../../../sql.ts'
import type { AnalyticStore, ImportedAfter, Unusual, WholeMove, Whose } from '../../analytic-store.ts'
import { MOVE } from '../../attribution-move.ts'
import type { DayRange } from '../../rows.ts'
import type { StoreContext } from '../store-context.ts'
import { queryRows } from './read-store.ts'

/** Whose events became known on the days otherwise than as they happened, and on which: more than a day late, by an import, or by a move. */
export async function findUnusual(
  context: StoreContext,
  { days, imports, whose }: Parameters<AnalyticStore['findUnusual']>[0],
): Promise<Unusual> {
  const rows = await queryRows(
    context,
    sql`
      -- accounts and actors of events that came late, by import, or from elsewhere
      SELECT account_applied AS account, actor, known_day AS day
      FROM event
      WHERE known_day BETWEEN ${days.from} AND ${days.to}
        AND ${isOf(whose, sql`account_applied`)}
        AND (${joinSql([sql`known_at - ts > ${MS_PER_DAY}`, ...importedAfter(context, imports)], ' OR ')})
      UNION
      SELECT unnest([from_account, to_account]) AS account, actor, known_day AS day
      FROM move
      WHERE known_day BETWEEN ${days.from} AND ${days.to}
        AND (${isOf(whose, sql`from_account`)} OR ${isOf(whose, sql`to_account`)})
    `,
  )
  const [accounts, actors] = [new Map<number, Set<Day>>(), new Map<number, Set<Day>>()]
  for (const row of rows) {
    addDay(accounts, row.account as number, row.day as number)
    addDay(actors, row.actor as number, row.day as number)
  }
  return { accounts, actors }
}

function isOf(whose: Whose, account: Sql): Sql {
  if (whose === 'all') return sql`TRUE`
  return 'account' in whose ? sql`${account} = ${whose.account}` : sql`actor IN (${listOf(whose.actors)})`
}

function importedAfter({ keys }: StoreContext, imports: readonly ImportedAfter[]): Sql[] {
  return imports.flatMap(({ log, day }) => {
    const id = keys.log.ids.get(log)
    return id === undefined ? [] : [sql`(log = ${id} AND known_day > ${day})`]
  })
}

function addDay(days: Map<number, Set<Day>>, id: number, day: Day): void {
  const own = days.get(id)
  if (own === undefined) days.set(id, new Set([day]))
  else own.add(day)
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
      WHERE keyless_only & ${MOVE.keyless | MOVE.person | MOVE.account} = 0 AND known_day BETWEEN ${days.from} AND ${days.to}
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
