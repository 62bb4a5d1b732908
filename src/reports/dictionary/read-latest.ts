import { FLAG } from '../../store/analytic/event-flags.ts'
import { sql } from '../../store/sql.ts'
import type { ReportSource } from '../question/report-source.ts'

/** The properties of the latest events of each fact, as JSON texts, the latest first. */
export async function readLatest(
  store: ReportSource['store'],
  most: number,
): Promise<ReadonlyMap<number, readonly string[]>> {
  const statement = sql`
    -- properties of the latest events of each name
    WITH latest AS (
      SELECT unnest(${store.dialect.valuesAtMost(sql`seq`, sql`seq`, most)}) AS seq
      FROM event
      WHERE flags & ${FLAG.excluded} = 0
      GROUP BY fact
    )
    SELECT event.fact, event.properties
    FROM event
    JOIN latest ON latest.seq = event.seq
    ORDER BY event.seq DESC
  `
  const found = new Map<number, string[]>()
  for await (const block of store.report({ statement })) {
    const facts = block.numbers(0)
    const texts = block.texts(1)
    for (let i = 0; i < block.rows; i++) {
      const own = found.get(facts[i]!) ?? []
      found.set(facts[i]!, own)
      own.push(texts[i] ?? '{}')
    }
  }
  return found
}
