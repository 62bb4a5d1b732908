import type { Day } from '../../../../core/time.ts'
import { sql } from '../../../sql.ts'
import { countedFirst } from '../../counting-sql.ts'
import { numbersOf, readRows, streamChunks } from '../connection.ts'
import { addToDeltas, type FactDeltas, makeDeltas } from '../fact-deltas.ts'
import { addFact, beginDay, ROWS_MAX } from '../running-day.ts'
import type { StoreContext } from '../store-context.ts'
import { eachFactOf } from '../write-deltas.ts'
import { findUnusual } from './find-unusual.ts'
import { readFactEvents } from './read-fact-events.ts'

/** Messages among which the events of a day may lie, to be read one by one: where they are scattered, nearly all of the table would come into memory. */
const AMONG_MAX = 4 * ROWS_MAX

/**
 * Takes up the latest known day where the store was left in the middle of it. Where all of it came by one log and none of it was merged into the base yet, the
 * runs have it added up. Of an imported day the events are read: they lie together at the end of their table, while their facts are all over the base.
 */
export async function loadRunningDay(context: StoreContext): Promise<void> {
  const { running } = context
  const day = running.newest
  if (running.day !== null || day === 0) return
  const came = await howItCame(context, day)
  const inRuns = came.logs.length <= 1 && !(await isMerged(context, day))
  if (!inRuns && came.among > AMONG_MAX) return
  beginDay(running, day)
  const rows = inRuns ? readRuns(context, day, came.logs[0] ?? '') : readEvents(context, day)
  for await (const { log, facts } of rows)
    for (let row = 0; row < facts.rows; row++) addFact(running, log, { from: facts, row })
  const { accounts } = await findUnusual(context, { days: { from: day, to: day }, whose: 'all', imports: [] })
  for (const account of accounts.keys()) running.unusual.add(account)
}

type Came = { readonly logs: readonly string[]; readonly among: number }

async function howItCame({ writer, keys }: StoreContext, day: Day): Promise<Came> {
  const rows = await readRows(
    writer,
    sql`
      -- by which logs a day became known, and among how many messages its events lie
      SELECT log, min(seq)::DOUBLE AS first, max(seq)::DOUBLE AS last FROM event WHERE known_day = ${day} GROUP BY log
    `,
  )
  const first = rows.reduce((least, row) => Math.min(least, row.first as number), Number.POSITIVE_INFINITY)
  const last = rows.reduce((most, row) => Math.max(most, row.last as number), 0)
  return { logs: rows.map((row) => keys.log.keys[row.log as number]!), among: Math.max(0, last - first + 1) }
}

async function isMerged({ writer }: StoreContext, day: Day): Promise<boolean> {
  return (await readRows(writer, sql`SELECT 1 AS merged FROM facts_base WHERE known_day = ${day} LIMIT 1`)).length > 0
}

type OfLog = { readonly log: string; readonly facts: FactDeltas }

async function* readRuns({ writer }: StoreContext, day: Day, log: string): AsyncGenerator<OfLog> {
  const statement = sql`
    -- what became known on a day, added up
    SELECT
      account, day, known_day, fact, actor, sum(n)::INTEGER, sum(sum)::DOUBLE,
      coalesce(min(first_ts)::DOUBLE, 'NaN'::DOUBLE), coalesce(max(last_ts)::DOUBLE, 'NaN'::DOUBLE),
      coalesce(arg_max(last_value, last_ts::HUGEINT * 4294967296 + last_seq), 'NaN'::DOUBLE),
      max(last_seq)::DOUBLE, coalesce(max(max_value), 'NaN'::DOUBLE)
    FROM facts_run
    WHERE known_day = ${day} AND account <> 0
    GROUP BY account, day, known_day, fact, actor
  `
  for await (const chunk of streamChunks(writer, statement)) {
    const ints = (column: number) => numbersOf(chunk, column) as Int32Array
    const doubles = (column: number) => numbersOf(chunk, column) as Float64Array
    const facts = {
      ...{ rows: chunk.rowCount, slots: new Int32Array(0) },
      ...{ account: ints(0), day: ints(1), knownDay: ints(2), fact: ints(3), actor: ints(4), n: ints(5) },
      ...{ sum: doubles(6), firstTs: doubles(7), lastTs: doubles(8) },
      ...{ lastValue: doubles(9), lastSeq: doubles(10), maxValue: doubles(11) },
    }
    yield { log, facts }
  }
}

async function* readEvents(context: StoreContext, day: Day): AsyncGenerator<OfLog> {
  const logs = new Map<number, FactDeltas>()
  const events = readFactEvents(context, context.writer, {
    account: sql`event.account_applied`,
    knownDay: sql`event.known_day`,
    from: sql`event WHERE event.known_day = ${day} AND ${countedFirst(sql`event.flags`)} AND event.account_applied <> 0`,
    extra: sql`event.log`,
  })
  for await (const { event, extra: log, properties } of events) {
    const facts = logs.get(log) ?? makeDeltas()
    logs.set(log, facts)
    eachFactOf(context, event, { properties, visit: (key, part) => addToDeltas(facts, key, part) })
  }
  for (const [log, facts] of logs) yield { log: context.keys.log.keys[log]!, facts }
}
