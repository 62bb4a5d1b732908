import type { Day } from '../../../core/time.ts'
import { sql } from '../../sql.ts'
import { numbersOf, readRows, streamChunks } from './connection.ts'
import { findUnusual } from './find-unusual.ts'
import { addFact, beginDay } from './running-day.ts'
import type { StoreContext } from './store-context.ts'

/**
 * Takes up the latest known day where the store was left in the middle of it. `log`: whose batches come next. A day of which something was merged into the base
 * already (an import of that day) is not taken up: to find its rows there nearly all of the base would come into memory.
 */
export async function loadRunningDay(context: StoreContext, log: string): Promise<void> {
  const { running } = context
  const day = running.newest
  if (running.day !== null || day === 0 || (await isMerged(context, day))) return
  beginDay(running, day, log)
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
  for await (const chunk of streamChunks(context.writer, statement)) {
    const ints = (column: number) => numbersOf(chunk, column) as Int32Array
    const doubles = (column: number) => numbersOf(chunk, column) as Float64Array
    const facts = {
      ...{ rows: chunk.rowCount, slots: new Int32Array(0) },
      ...{ account: ints(0), day: ints(1), knownDay: ints(2), fact: ints(3), actor: ints(4), n: ints(5) },
      ...{ sum: doubles(6), firstTs: doubles(7), lastTs: doubles(8) },
      ...{ lastValue: doubles(9), lastSeq: doubles(10), maxValue: doubles(11) },
    }
    for (let row = 0; row < facts.rows; row++) addFact(running, facts, row)
  }
  const others = [...context.keys.log.ids.keys()].filter((name) => name !== log)
  const { accounts } = await findUnusual(context, {
    days: { from: day, to: day },
    whose: 'all',
    imports: others.map((name) => ({ log: name, day: day - 1 })),
  })
  for (const account of accounts.keys()) running.unusual.add(account)
}

async function isMerged({ writer }: StoreContext, day: Day): Promise<boolean> {
  return (await readRows(writer, sql`SELECT 1 AS merged FROM facts_base WHERE known_day = ${day} LIMIT 1`)).length > 0
}
