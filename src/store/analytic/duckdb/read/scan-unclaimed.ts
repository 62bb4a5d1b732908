import { type Identifier, id, joinSql, type Sql, sql } from '../../../sql.ts'
import type { FactScan } from '../../analytic-store.ts'
import type { FactBlock } from '../../rows.ts'
import type { StoreContext } from '../store-context.ts'
import { copyRows, type FactRows, makeFactRows, toBlock } from './fact-block.ts'
import { openCursor, readNext } from './fact-cursor.ts'
import { COLUMN_SQL, openSnapshot } from './scan-facts.ts'
import { withinAccounts } from './within-accounts.ts'

const FIRST_ROWS = 256

/**
 * Streams, in ascending order of the account and each account whole in one block, what its members did without naming an account while they belonged to it and to
 * another: `account` says whose it may be, so that a row comes once for each. A row is unclaimed by what was known on its known day, and stays so, whatever
 * is learned later; a correction takes away only what is here.
 */
export async function* scanUnclaimed(context: StoreContext, scan: FactScan): AsyncGenerator<FactBlock> {
  const facts = scan.facts?.flatMap((fact) => context.keys.fact.ids.get(fact) ?? []) ?? null
  if (facts?.length === 0 || scan.accounts?.length === 0) return
  const [connection, other] = await openSnapshot(context)
  other.closeSync()
  const cursor = await openCursor(connection, unclaimedSql(scan, facts), true)
  try {
    let block = makeFactRows(FIRST_ROWS, scan.columns.length)
    let counted = new Map<string, number>()
    for (; !cursor.done; await readNext(cursor)) {
      for (; cursor.at < cursor.rows.rows; cursor.at++) {
        if (block.rows > 0 && block.account[0] !== cursor.rows.account[cursor.at]) {
          yield toBlock(block, scan.columns)
          block = makeFactRows(FIRST_ROWS, scan.columns.length)
          counted = new Map()
        }
        if (countsIn(counted, cursor.rows, cursor.at))
          copyRows(block, cursor.rows, { from: cursor.at, to: cursor.at + 1 })
      }
    }
    if (block.rows > 0) yield toBlock(block, scan.columns)
  } finally {
    await cursor.chunks.return(undefined)
    connection.closeSync()
  }
}

/** What is taken back must have been here. */
function countsIn(counted: Map<string, number>, rows: FactRows, at: number): boolean {
  const key = `${rows.fact[at]}|${rows.actor[at]}|${rows.day[at]}`
  const after = (counted.get(key) ?? 0) + rows.n[at]!
  if (after < 0 || (rows.supersedes[at] === 1 && !counted.has(key))) return false
  counted.set(key, after)
  return true
}

function unclaimedSql(scan: FactScan, facts: readonly number[] | null): Sql {
  const ofAccounts = scan.accounts === null ? sql`TRUE` : withinAccounts(scan.accounts)
  const filter = joinSql(
    [
      sql`account = 0`,
      sql`day BETWEEN ${scan.days.from} AND ${scan.days.to}`,
      ...(scan.knownUpTo === null ? [] : [sql`known_day <= ${scan.knownUpTo}`]),
      ...(facts === null ? [] : [sql`fact IN (${joinSql(facts.map((fact) => sql`${fact}`))})`]),
      sql`actor IN (SELECT actor FROM belonging)`,
    ],
    ' AND ',
  )
  const numbers = scan.columns.map((column) => COLUMN_SQL[column])
  const from = (table: Identifier, supersedes: Sql) => sql`
    SELECT ${joinSql([
      sql`first_ts AS earliest, last_ts AS latest, chunk, day, known_day, fact, actor, n, ${supersedes} AS supersedes`,
      ...numbers,
    ])}
    FROM ${table}
    WHERE ${filter}
  `
  return sql`
    -- facts without an account of those who belonged to several, once for each that they may be of
    WITH several AS (
      SELECT person
      FROM membership
      ${scan.accounts === null ? sql`` : sql`WHERE person IN (SELECT person FROM membership WHERE ${ofAccounts})`}
      GROUP BY person
      HAVING min(account) <> max(account)
    ), belonging AS (
      SELECT account, person AS actor, known_day, from_ts, to_ts
      FROM membership
      WHERE ${ofAccounts} AND person IN (SELECT person FROM several)
      UNION
      SELECT membership.account, link.actor, greatest(link.known_day, membership.known_day), from_ts, to_ts
      FROM membership
      JOIN link ON link.person = membership.person AND link.actor <> link.person
      WHERE ${ofAccounts} AND membership.person IN (SELECT person FROM several)
    ), free AS (
      ${joinSql([from(id('facts_base'), sql`0`), from(id('facts_run'), sql`0`), from(id('facts_correction'), sql`1`)], '\n      UNION ALL\n      ')}
    )
    SELECT whose.account, free.* EXCLUDE (earliest, latest, chunk)
    FROM free
    JOIN (SELECT DISTINCT account, actor FROM belonging) AS whose ON whose.actor = free.actor
    WHERE free.supersedes = 1 OR free.n < 0 OR EXISTS (
      SELECT 1 FROM belonging
      WHERE belonging.account = whose.account AND belonging.actor = free.actor AND belonging.known_day <= free.known_day
        AND belonging.from_ts <= free.latest AND (belonging.to_ts IS NULL OR belonging.to_ts > free.earliest)
    )
    ORDER BY whose.account, free.day, free.known_day, free.supersedes, free.chunk
  `
}
