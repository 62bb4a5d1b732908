import type { DuckDBConnection } from '@duckdb/node-api'
import { id, joinSql, type Sql, sql } from '../../../sql.ts'
import type { FactScan } from '../../analytic-store.ts'
import type { FactBlock, FactColumn } from '../../rows.ts'
import { readRows } from '../connection.ts'
import type { StoreContext } from '../store-context.ts'
import { enqueueWrite } from '../write-queue.ts'
import { copyRows, type FactRows, makeFactRows, toBlock } from './fact-block.ts'
import { endedCursor, type FactCursor, openCursor, readNext } from './fact-cursor.ts'
import { isStretch, withinAccounts } from './within-accounts.ts'

const BLOCK_ROWS = 65_536
/** A tick asks for a few accounts: room for a whole block, millions of bytes, would take longer than the rest of the answer. */
const FIRST_ROWS = 2_048
const FEW_ACCOUNTS = 40

/**
 * Streams facts in blocks of about 64 K rows, ordered by (account, day, known day), each account whole in one block.
 * The base lies in that order and is read as it lies; what came since is small, sorted, and merged in here. The blocks of a scan share their arrays: gigabytes
 * of fresh ones would have the garbage collected all the time.
 */
export async function* scanFacts(context: StoreContext, scan: FactScan): AsyncGenerator<FactBlock> {
  const wanted = factIds(context, scan)
  if (wanted?.length === 0 || scan.accounts?.length === 0) return
  if (scan.accounts !== null && scan.accounts.length <= FEW_ACCOUNTS) {
    yield* scanFew(context, scan, wanted)
    return
  }
  const connections = await openSnapshot(context)
  const cursors: FactCursor[] = []
  try {
    const filter = filterOf(scan, wanted)
    const whole = scan.accounts === null || isStretch(scan.accounts)
    cursors.push(await openCursor(connections[0], baseSql(scan.columns, filter, whole), false))
    cursors.push(await openCursor(connections[1], recentSql(scan.columns, filter), true))
    yield* mergeBlocks(cursors[0]!, cursors[1]!, scan.columns)
  } finally {
    for (const cursor of cursors) await cursor.chunks.return(undefined)
    for (const connection of connections) connection.closeSync()
  }
}

/** Of a few accounts the engine sorts everything in one statement, which sees one committed state: a tick asks often, and each question costs. */
async function* scanFew(
  context: StoreContext,
  scan: FactScan,
  facts: readonly number[] | null,
): AsyncGenerator<FactBlock> {
  const connection = await context.instance.connect()
  let cursor: FactCursor | null = null
  try {
    const others = filterOf({ ...scan, accounts: null }, facts)
    const each = Array.from(new Set(scan.accounts), (account) => sql`account = ${account} AND ${others}`)
    cursor = await openCursor(connection, fewSql(scan.columns, { each, all: filterOf(scan, facts) }), true)
    yield* mergeBlocks(cursor, endedCursor(), scan.columns)
  } finally {
    await cursor?.chunks.return(undefined)
    connection.closeSync()
  }
}

/** Two connections that see the same committed state: opened between two writes, or a merge could fall between them. */
export function openSnapshot(context: StoreContext): Promise<readonly [DuckDBConnection, DuckDBConnection]> {
  return enqueueWrite(context.queue, async () => {
    const connections = [await context.instance.connect(), await context.instance.connect()] as const
    for (const connection of connections) {
      await connection.run('BEGIN TRANSACTION READ ONLY')
      await readRows(connection, sql`SELECT count(*) AS rows FROM meta`)
    }
    return connections
  })
}

function factIds(context: StoreContext, { facts }: FactScan): readonly number[] | null {
  return facts?.flatMap((fact) => context.keys.fact.ids.get(fact) ?? []) ?? null
}

function filterOf(scan: FactScan, facts: readonly number[] | null): Sql {
  const { from, to } = scan.days
  return joinSql(
    [
      sql`day BETWEEN ${from} AND ${to}`,
      ...(scan.knownUpTo === null ? [] : [sql`known_day <= ${scan.knownUpTo}`]),
      ...(facts === null ? [] : [sql`fact <= ${Math.max(...facts)} AND get_bit(${bitsOf(facts)}::BIT, fact) = 1`]),
      ...(scan.accounts === null ? [] : [withinAccounts(scan.accounts)]),
    ],
    ' AND ',
  )
}

/**
 * Facts as a string of bits. An `IN` list becomes a join, and what comes out of a join has lost the base's order (and is slower): a look-up keeps it.
 */
function bitsOf(facts: readonly number[]): string {
  const bits = new Uint8Array(Math.max(...facts) + 1)
  for (const fact of facts) bits[fact] = 1
  return bits.join('')
}

export const COLUMN_SQL: Readonly<Record<FactColumn, Sql>> = {
  sum: sql`sum::DOUBLE AS sum`,
  firstTs: sql`coalesce(first_ts::DOUBLE, 'NaN'::DOUBLE) AS first_ts`,
  lastTs: sql`coalesce(last_ts::DOUBLE, 'NaN'::DOUBLE) AS last_ts`,
  lastValue: sql`coalesce(last_value, 'NaN'::DOUBLE) AS last_value`,
  maxValue: sql`coalesce(max_value, 'NaN'::DOUBLE) AS max_value`,
}

/** The base as laid out: read whole, or a stretch of accounts, it needs no ORDER BY, the engine keeps the order of insertion; what is joined with a list is sorted. */
export function baseSql(columns: readonly FactColumn[], filter: Sql, whole = true): Sql {
  return sql`
    -- the base of facts, in the order it lies in: account, day, known day
    SELECT ${joinSql([sql`account, day, known_day, fact, actor, n`, ...columns.map((c) => COLUMN_SQL[c])])}
    FROM facts_base
    WHERE ${filter}
    ${whole ? sql`` : sql`ORDER BY account, day, known_day`}
  `
}

/**
 * All facts of a few accounts, in the order in which base and runs are merged. Of the base each account is read by itself: the engine then skips all but the
 * stretch that the account lies in, where it would look up every row in a list.
 */
export function fewSql(
  columns: readonly FactColumn[],
  filters: { readonly each: readonly Sql[]; readonly all: Sql },
): Sql {
  const parts = [
    ...filters.each.map((filter) => partSql(columns, { table: 'facts_base', part: 0, filter })),
    partSql(columns, { table: 'facts_run', part: 1, filter: filters.all }),
    partSql(columns, { table: 'facts_correction', part: 2, filter: filters.all }),
  ]
  return sql`
    -- facts of a few accounts, sorted: within a known day the base, runs in the order they were written, corrections
    SELECT * EXCLUDE (part, chunk) FROM (
      ${joinSql(parts, '\nUNION ALL\n')}
    )
    ORDER BY account, day, known_day, part, chunk
  `
}

type Part = { readonly table: string; readonly part: number; readonly filter: Sql }

/** Corrections supersede. */
function partSql(columns: readonly FactColumn[], { table, part, filter }: Part): Sql {
  const selected = [sql`account, day, known_day, fact, actor, n`, sql`${part === 2 ? 1 : 0} AS supersedes`]
  return sql`
    SELECT ${joinSql([...selected, ...columns.map((c) => COLUMN_SQL[c]), sql`${part} AS part, chunk`])}
    FROM ${id(table)}
    WHERE ${filter}
  `
}

/** Runs and corrections; a superseding row comes after the others of its known day. */
export function recentSql(columns: readonly FactColumn[], filter: Sql): Sql {
  const parts = [
    partSql(columns, { table: 'facts_run', part: 1, filter }),
    partSql(columns, { table: 'facts_correction', part: 2, filter }),
  ]
  return sql`
    -- facts since the last merge, sorted like the base
    SELECT * EXCLUDE (part, chunk) FROM (
      ${joinSql(parts, '\nUNION ALL\n')}
    )
    ORDER BY account, day, known_day, part, chunk
  `
}

async function* mergeBlocks(
  base: FactCursor,
  recent: FactCursor,
  columns: readonly FactColumn[],
): AsyncGenerator<FactBlock> {
  const block = makeFactRows(FIRST_ROWS, columns.length)
  while (!base.done || !recent.done) {
    const account = Math.min(headOf(base), headOf(recent))
    if (headOf(recent) !== account) await takeAccount(block, base, account)
    else if (headOf(base) !== account) await takeAccount(block, recent, account)
    else await mergeAccount(block, base, recent, account)
    if (block.rows >= BLOCK_ROWS) {
      yield toBlock(block, columns)
      block.rows = 0
    }
  }
  if (block.rows > 0) yield toBlock(block, columns)
}

function headOf(cursor: FactCursor): number {
  return cursor.done ? Number.POSITIVE_INFINITY : cursor.rows.account[cursor.at]!
}

async function takeAccount(block: FactRows, cursor: FactCursor, account: number): Promise<void> {
  while (headOf(cursor) === account) {
    const { rows, at } = cursor
    let end = at + 1
    while (end < rows.rows && rows.account[end] === account) end++
    copyRows(block, rows, { from: at, to: end })
    cursor.at = end
    if (end === rows.rows) await readNext(cursor)
  }
}

async function mergeAccount(block: FactRows, base: FactCursor, recent: FactCursor, account: number): Promise<void> {
  while (headOf(base) === account && headOf(recent) === account) {
    const next = comesFirst(base, recent) ? base : recent
    copyRows(block, next.rows, { from: next.at, to: next.at + 1 })
    next.at++
    if (next.at === next.rows.rows) await readNext(next)
  }
  await takeAccount(block, base, account)
  await takeAccount(block, recent, account)
}

/** Base rows never supersede, so at equal days they come first. */
function comesFirst(base: FactCursor, recent: FactCursor): boolean {
  const day = base.rows.day[base.at]! - recent.rows.day[recent.at]!
  if (day !== 0) return day < 0
  return base.rows.knownDay[base.at]! <= recent.rows.knownDay[recent.at]!
}
