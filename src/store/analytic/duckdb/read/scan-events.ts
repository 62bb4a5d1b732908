import type { DuckDBConnection } from '@duckdb/node-api'
import { MS_PER_DAY } from '../../../../core/time.ts'
import { joinSql, listOf, type Sql, sql } from '../../../sql.ts'
import type { EventScan } from '../../analytic-store.ts'
import { MOVE } from '../../attribution-move.ts'
import { countedFirst, counts } from '../../counting-sql.ts'
import { callOf, FLAG, nameOfFact } from '../../event-flags.ts'
import type { EventRow } from '../../rows.ts'
import { readRows, streamChunks } from '../connection.ts'
import type { StoreContext } from '../store-context.ts'
import { dayOfLatest } from './day-of-latest.ts'

const BLOCK_ROWS = 8_192
/** Up to 50 the engine first looks for the rows and then joins their texts, which takes it five times as long. */
export const LEAST_LIMIT = 51

/**
 * Streams raw events (the excluded ones only where they are asked for) in blocks, in order of (account, log, n); with `latest`, the latest so many, newest first.
 * By known day an event is a row of the account it was first applied to, and one more of each account it moved to later, known when the move was.
 */
export async function* scanEvents(context: StoreContext, scan: EventScan): AsyncGenerator<readonly EventRow[]> {
  const facts = scan.names === null ? null : factIdsOfNames(context, scan.names)
  if ([facts, scan.accounts, scan.actors, scan.among].some((asked) => asked?.length === 0)) return
  const connection = await context.instance.connect()
  try {
    const late = await readLatestOfOne(context, connection, { scan, facts })
    if (late !== null) yield late
    else yield* readBlocks(context, connection, { scan, facts })
  } finally {
    connection.closeSync()
  }
}

type Scanning = { readonly scan: EventScan; readonly facts: readonly number[] | null }

async function* readBlocks(
  context: StoreContext,
  connection: DuckDBConnection,
  { scan, facts }: Scanning,
): AsyncGenerator<EventRow[]> {
  let block: EventRow[] = []
  let left = scan.latest ?? Number.POSITIVE_INFINITY
  const mayHaveMoved = scan.by === 'known' && !isOfActors(scan) && scan.days.from <= context.last.moveDay
  const moved = mayHaveMoved ? await movedWithin(connection, scan) : null
  for await (const chunk of streamChunks(connection, eventsSql(scan, { facts, moved }))) {
    for (const values of chunk.getRows().slice(0, Math.max(0, left)))
      block.push(toEventRow(context, values as EventValues))
    left -= chunk.rowCount
    if (block.length < BLOCK_ROWS) continue
    yield block
    block = []
  }
  if (block.length > 0) yield block
}

/** The latest events of one account, from the days alone that have them by its daily counts. null: something else is asked for, or they are not all there. */
async function readLatestOfOne(
  context: StoreContext,
  connection: DuckDBConnection,
  { scan, facts }: Scanning,
): Promise<readonly EventRow[] | null> {
  const { accounts, latest, days } = scan
  if (latest === null || accounts?.length !== 1 || scan.by === 'known' || isOfActors(scan) || scan.withExcluded)
    return null
  const counted = facts === null ? countsOfNames(context) : sql`fact IN (${listOf(facts)})`
  const from = await dayOfLatest(connection, { account: accounts[0]!, days, counted, latest })
  if (from === null) return null
  const found: EventRow[] = []
  const since = { ...scan, days: { from, to: days.to } }
  for await (const block of readBlocks(context, connection, { scan: since, facts })) found.push(...block)
  return found.length < latest ? null : found
}

/** What measures add up is counted by the names of its events. */
function countsOfNames({ keys }: StoreContext): Sql {
  const measures = keys.fact.keys.flatMap((key, id) => (key.startsWith('measure:') ? [id] : []))
  return measures.length === 0 ? sql`true` : sql`fact NOT IN (${listOf(measures)})`
}

/** A name stands for the track event and for the page and screen of that name. */
function factIdsOfNames(context: StoreContext, names: readonly string[]): readonly number[] {
  const keys = names.flatMap((name) => [`name:${name}`, `name:$page:${name}`, `name:$screen:${name}`])
  return keys.flatMap((key) => context.keys.fact.ids.get(key) ?? [])
}

/** Bounds of the events that moves known on the days may have moved; null: there were no moves. */
type Moved = { readonly low: number; readonly high: number }

async function movedWithin(connection: DuckDBConnection, { days }: EventScan): Promise<Moved | null> {
  const [row] = await readRows(
    connection,
    sql`SELECT min(from_ts) AS low, max(to_ts) AS high FROM move WHERE known_day BETWEEN ${days.from} AND ${days.to}`,
  )
  return typeof row?.low === 'number' && typeof row.high === 'number' ? { low: row.low, high: row.high } : null
}

const STAYS = MOVE.person | MOVE.account

/** A person's events are theirs in whichever account they count. */
function isOfActors({ actors }: EventScan): boolean {
  return actors !== undefined && actors !== null
}

export type Narrowed = { readonly facts: readonly number[] | null; readonly moved: Moved | null }

export function eventsSql(scan: EventScan, { facts, moved }: Narrowed): Sql {
  const list = (values: Iterable<number>) => joinSql(Array.from(values, (value) => sql`${value}`))
  const within = (column: Sql): Sql =>
    scan.among === undefined
      ? sql`${column} BETWEEN ${scan.days.from} AND ${scan.days.to}`
      : sql`${column} IN (${list(scan.among)})`
  const account = scan.by === 'known' ? sql`account_applied` : sql`account`
  const counted = scan.by === 'known' ? countedFirst(sql`flags`) : counts(sql`flags`)
  const kept = [
    ...(facts === null ? [] : [sql`fact IN (${list(facts)})`]),
    ...(isOfActors(scan) ? [sql`actor IN (${list(scan.actors ?? [])})`] : []),
  ]
  const of = (column: Sql): Sql[] => (scan.accounts === null ? [] : [sql`${column} IN (${list(scan.accounts)})`])
  // By the column itself: of the selected, converted times the engine could not tell which parts of the table come too early.
  const order =
    scan.latest === null
      ? sql`ORDER BY ${isOfActors(scan) ? sql`log, n` : sql`account, log, n`}`
      : sql`ORDER BY event.ts DESC, event.seq DESC LIMIT ${Math.max(scan.latest, LEAST_LIMIT)}`
  const filters = [
    within(scan.by === 'known' ? sql`known_day` : sql`day`),
    ...(scan.withExcluded === true ? [] : [counted]),
    ...[...kept, ...of(account)],
  ]
  const stored = sql`
    -- raw events, as they were sent
    SELECT
      log, n::DOUBLE AS n, ts::DOUBLE AS ts, known_at::DOUBLE AS known_at, fact, flags, ${account} AS account, actor,
      message_id, properties, true AS triggers
    FROM event
    WHERE ${joinSql(filters, ' AND ')}
  `
  if (moved === null) {
    return sql`
      ${stored}
      ${order}
    `
  }
  return sql`
    ${stored}
    UNION ALL
    ${movedSql([...kept, ...of(sql`to_account`), within(sql`move.known_day`)], moved)}
    ${order}
  `
}

/**
 * The events that a move brought to an account, or that count there again. They trigger when the move came within a day of them, and no whole account or person moved.
 */
function movedSql(filters: readonly Sql[], { low, high }: Moved): Sql {
  return sql`
    -- events that came to an account later, known when that was known
    SELECT
      move.log, move.n::DOUBLE AS n, event.ts::DOUBLE AS ts, move.known_at::DOUBLE AS known_at, fact, flags,
      to_account AS account, event.actor, message_id, properties,
      keyless_only = ${MOVE.keyless} AND move.known_at - event.ts < ${MS_PER_DAY} AS triggers
    FROM event
    JOIN move
      ON event.ts >= from_ts AND event.ts < to_ts AND event.seq < move.seq
      AND (event.actor = move.actor OR move.actor = 0 AND event.account_applied = from_account)
      AND (keyless_only & ${MOVE.keyless} = 0 OR flags & 1 = 1)
    WHERE to_account <> 0 AND event.ts >= ${low} AND event.ts < ${high} AND keyless_only & ${MOVE.excluded} = 0
      AND CASE
        WHEN keyless_only & ${STAYS} = 0 THEN ${countedFirst(sql`flags`)}
        ELSE event.account = to_account AND flags & ${FLAG.excluded} = 0
      END
      AND ${joinSql(filters, ' AND ')}
  `
}

/** Of an event by itself, wherever it counts now. */
export const EVENT_COLUMNS = sql`
  log, n::DOUBLE AS n, ts::DOUBLE AS ts, known_at::DOUBLE AS known_at, fact, flags, account, actor, message_id, properties,
  true AS triggers
`

/** Events of a small answer that selects the columns above. */
export async function readEventRows(context: StoreContext, statement: Sql): Promise<EventRow[]> {
  const connection = await context.instance.connect()
  try {
    const rows: EventRow[] = []
    for await (const chunk of streamChunks(connection, statement))
      for (const values of chunk.getRows()) rows.push(toEventRow(context, values as EventValues))
    return rows
  } finally {
    connection.closeSync()
  }
}

type EventValues = [number, number, number, number, number, number, number, number, string, string, boolean]

function toEventRow(context: StoreContext, values: EventValues): EventRow {
  const [log, n, ts, knownAt, fact, flags, account, actor, messageId, properties, triggers] = values
  return {
    log: context.keys.log.keys[log]!,
    n,
    ts,
    knownAt,
    name: nameOfFact(context.keys.fact.keys[fact]!, flags),
    call: callOf(flags),
    account,
    actor,
    messageId,
    properties,
    ...(triggers ? {} : { triggers }),
  }
}
