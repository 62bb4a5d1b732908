import type { FactKey } from '../../../../config/fact-key.ts'
import { id, joinSql, listOf, type Sql, sql } from '../../../sql.ts'
import type { CountsOfAll, HeardRow } from '../../counts-of-all.ts'
import type { DayRange } from '../../rows.ts'
import type { StoreContext } from '../store-context.ts'
import { queryRows } from './read-store.ts'

/** Days whose marks an account has in one integer. */
const DAYS_OF_MARKS = 31
/** Accounts of one question: some 20 MB of marks. */
const ACCOUNTS_AT_ONCE = 2_000

type Asked = {
  readonly facts: readonly number[]
  readonly days: DayRange
  /** A range of ids, or the ids themselves. */
  readonly accounts: Sql
}
/** By fact, of each day. */
type Counts = ReadonlyMap<number, Int32Array>

/** How many accounts sent each of the events on each day, as known at that day's close. `atOnce`: how many accounts one question is about. */
export async function countHeard(
  context: StoreContext,
  { facts: keys, days }: Parameters<CountsOfAll['countHeard']>[0],
  atOnce = ACCOUNTS_AT_ONCE,
): Promise<readonly HeardRow[]> {
  const { fact, account } = context.keys
  const keyOf = new Map(keys.flatMap((key) => (fact.ids.has(key) ? [[fact.ids.get(key)!, key] as const] : [])))
  const facts = [...keyOf.keys()].sort((a, b) => a - b)
  const counts = new Map(facts.map((one) => [one, new Int32Array(days.to - days.from + 1)]))
  const end = facts.length === 0 ? 0 : account.keys.length
  for (let from = 1; from < end; from += atOnce) {
    const asked = { facts, days, accounts: sql`account BETWEEN ${from} AND ${from + atOnce - 1}` }
    const others = await listTakenBack(context, asked)
    await addMarked(context, { ...asked, accounts: isAmong(asked.accounts, others, false) }, counts)
    if (others.length > 0)
      await addExactly(context, { ...asked, accounts: isAmong(asked.accounts, others, true) }, counts)
  }
  return [...counts].flatMap(([one, byDay]) => toRows(keyOf.get(one)!, days.from, byDay))
}

function toRows(fact: FactKey, first: number, byDay: Int32Array): HeardRow[] {
  return Array.from(byDay).flatMap((accounts, at) => (accounts === 0 ? [] : [{ fact, day: first + at, accounts }]))
}

function isAmong(accounts: Sql, listed: readonly number[], among: boolean): Sql {
  if (listed.length === 0) return accounts
  return among ? sql`account IN (${listOf(listed)})` : sql`${accounts} AND account NOT IN (${listOf(listed)})`
}

function toldSql({ facts, days, accounts }: Asked): Sql {
  const parts = ['facts_base', 'facts_run', 'facts_correction'].map(
    (table) => sql`
      SELECT fact, day, account, n
      FROM ${id(table)}
      WHERE ${accounts} AND day BETWEEN ${days.from} AND ${days.to} AND known_day <= day AND fact IN (${listOf(facts)})
    `,
  )
  return joinSql(parts, ' UNION ALL ')
}

/** Accounts of which something was taken back on the day itself, since it belongs elsewhere: all that they sent of it may be gone. */
async function listTakenBack(context: StoreContext, asked: Asked): Promise<readonly number[]> {
  const rows = await queryRows(
    context,
    sql`
      -- accounts from which events moved away
      SELECT DISTINCT account FROM (${toldSql(asked)}) told WHERE n < 0 ORDER BY account
    `,
  )
  return rows.map((row) => row.account as number)
}

/** By a mark for each day, a month of them in one integer: a sixth of the groups that accounts, events and days would make. */
async function addMarked(context: StoreContext, asked: Asked, counts: Counts): Promise<void> {
  const { from } = asked.days
  const marked = Array.from(
    { length: DAYS_OF_MARKS },
    (_, i) => sql`sum((marks >> ${i}) & 1)::INTEGER AS ${id(`d${i}`)}`,
  )
  const rows = await queryRows(
    context,
    sql`
      -- accounts heard of by event and day, the days of a month beside each other
      SELECT fact, month, ${joinSql(marked)}
      FROM (
        SELECT
          fact, (day - ${from}) // ${DAYS_OF_MARKS} AS month,
          bit_or((1::BIGINT << ((day - ${from}) % ${DAYS_OF_MARKS}))::INTEGER) AS marks
        FROM (${toldSql(asked)}) told
        WHERE n > 0
        GROUP BY account, fact, month
      ) marked
      GROUP BY fact, month
    `,
  )
  for (const row of rows) {
    const byDay = counts.get(row.fact as number)!
    const first = DAYS_OF_MARKS * (row.month as number)
    for (let i = 0; i < DAYS_OF_MARKS && first + i < byDay.length; i++) byDay[first + i]! += row[`d${i}`] as number
  }
}

async function addExactly(context: StoreContext, asked: Asked, counts: Counts): Promise<void> {
  const rows = await queryRows(
    context,
    sql`
      -- accounts heard of by event and day
      SELECT fact, day, count(*)::INTEGER AS accounts
      FROM (
        SELECT fact, day, account
        FROM (${toldSql(asked)}) told
        GROUP BY fact, day, account
        HAVING sum(n) > 0
      ) heard
      GROUP BY fact, day
    `,
  )
  for (const row of rows)
    counts.get(row.fact as number)![(row.day as number) - asked.days.from]! += row.accounts as number
}
