import { FLAG } from '../../store/analytic/event-flags.ts'
import { listOf, sql } from '../../store/sql.ts'
import type { ReportSource } from '../question/report-source.ts'

/** Sent by one person within so long, two names are told of as sent together. */
const TOGETHER_MS = 2_000

/** How often two of the facts came one after the other from one actor within two seconds: `a b` by their ids, the smaller first. */
export async function countTogether(
  store: ReportSource['store'],
  facts: readonly number[],
): Promise<ReadonlyMap<string, number>> {
  const found = new Map<string, number>()
  if (facts.length < 2) return found
  const statement = sql`
    -- names that one person sent within two seconds
    WITH sent AS (
      SELECT
        fact, ts,
        lag(fact) OVER each AS earlier,
        lag(ts) OVER each AS earlier_ts
      FROM event
      WHERE fact IN (${listOf(facts)}) AND flags & ${FLAG.excluded} = 0
      WINDOW each AS (PARTITION BY actor ORDER BY ts, seq)
    )
    SELECT least(fact, earlier) AS one, greatest(fact, earlier) AS other, count(*)::DOUBLE AS times
    FROM sent
    WHERE earlier <> fact AND ts - earlier_ts <= ${TOGETHER_MS}
    GROUP BY ALL
  `
  for await (const block of store.report({ statement })) {
    const [one, other, times] = [block.numbers(0), block.numbers(1), block.numbers(2)]
    for (let i = 0; i < block.rows; i++) found.set(`${one[i]} ${other[i]}`, times[i]!)
  }
  return found
}
