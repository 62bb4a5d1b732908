import { type Millis, MS_PER_DAY } from '../../core/time.ts'
import { counts } from '../../store/analytic/counting-sql.ts'
import { sql } from '../../store/sql.ts'
import type { ReportSource } from '../question/report-source.ts'

/** Days that count as lately, and those before that they are held against. */
export const RECENT_DAYS = 28

/** How often each fact came in the 28 days up to the last event of all, and in those before. */
export async function readRecent(
  store: ReportSource['store'],
  last: Millis,
): Promise<ReadonlyMap<number, { readonly recent: number; readonly before: number }>> {
  const span = RECENT_DAYS * MS_PER_DAY
  const statement = sql`
    -- how often each name came lately
    SELECT
      fact,
      count(*) FILTER (ts > ${last - span})::DOUBLE AS recent,
      count(*) FILTER (ts <= ${last - span})::DOUBLE AS before
    FROM event
    WHERE ${counts(sql`flags`)} AND ts > ${last - span * 2}
    GROUP BY fact
  `
  const found = new Map<number, { readonly recent: number; readonly before: number }>()
  for await (const block of store.report({ statement })) {
    const [facts, recent, before] = [block.numbers(0), block.numbers(1), block.numbers(2)]
    for (let i = 0; i < block.rows; i++) found.set(facts[i]!, { recent: recent[i]!, before: before[i]! })
  }
  return found
}
