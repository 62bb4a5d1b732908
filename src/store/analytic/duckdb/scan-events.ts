import { joinSql, type Sql, sql } from '../../sql.ts'
import type { EventScan } from '../analytic-store.ts'
import type { EventRow } from '../rows.ts'
import { streamChunks } from './connection.ts'
import { callOf, nameOfFact } from './event-flags.ts'
import type { StoreContext } from './store-context.ts'

const BLOCK_ROWS = 8_192
/** Up to 50 the engine first looks for the rows and then joins their texts, which takes it five times as long. */
const LEAST_LIMIT = 51

/** Streams raw events (not the excluded ones) in blocks, in order of (account, log, n); with `latest`, the latest so many, newest first. */
export async function* scanEvents(context: StoreContext, scan: EventScan): AsyncGenerator<readonly EventRow[]> {
  const facts = scan.names === null ? null : factIdsOfNames(context, scan.names)
  if (facts?.length === 0 || scan.accounts?.length === 0) return
  const connection = await context.instance.connect()
  try {
    let block: EventRow[] = []
    let left = scan.latest ?? Number.POSITIVE_INFINITY
    for await (const chunk of streamChunks(connection, eventsSql(scan, facts))) {
      for (const values of chunk.getRows().slice(0, Math.max(0, left)))
        block.push(toEventRow(context, values as EventValues))
      left -= chunk.rowCount
      if (block.length < BLOCK_ROWS) continue
      yield block
      block = []
    }
    if (block.length > 0) yield block
  } finally {
    connection.closeSync()
  }
}

/** A name stands for the track event and for the page and screen of that name. */
function factIdsOfNames(context: StoreContext, names: readonly string[]): readonly number[] {
  const keys = names.flatMap((name) => [`name:${name}`, `name:$page:${name}`, `name:$screen:${name}`])
  return keys.flatMap((key) => context.keys.fact.ids.get(key) ?? [])
}

export function eventsSql(scan: EventScan, facts: readonly number[] | null): Sql {
  const list = (values: Iterable<number>) => joinSql(Array.from(values, (value) => sql`${value}`))
  const { from, to } = scan.days
  const filters = [
    scan.by === 'known' ? sql`known_day BETWEEN ${from} AND ${to}` : sql`day BETWEEN ${from} AND ${to}`,
    sql`flags & 2 = 0`,
    ...(facts === null ? [] : [sql`fact IN (${list(facts)})`]),
    ...(scan.accounts === null ? [] : [sql`account IN (${list(scan.accounts)})`]),
  ]
  const order =
    scan.latest === null
      ? sql`ORDER BY account, log, n`
      : sql`ORDER BY ts DESC, seq DESC LIMIT ${Math.max(scan.latest, LEAST_LIMIT)}`
  return sql`
    -- raw events, as they were sent
    SELECT log, n::DOUBLE, ts::DOUBLE, known_at::DOUBLE, fact, flags, account, actor, message_id, properties
    FROM event
    WHERE ${joinSql(filters, ' AND ')}
    ${order}
  `
}

type EventValues = [number, number, number, number, number, number, number, number, string, string]

function toEventRow(context: StoreContext, values: EventValues): EventRow {
  const [log, n, ts, knownAt, fact, flags, account, actor, messageId, properties] = values
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
  }
}
