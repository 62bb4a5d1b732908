import { counts } from '../../store/analytic/counting-sql.ts'
import { type Sql, sql } from '../../store/sql.ts'
import type { ReportSource } from '../question/report-source.ts'

/** The properties of the latest events of each fact among those `within`, at most so many, the latest first. */
export async function readLatest(
  store: ReportSource['store'],
  { within, most }: { readonly within: Sql; readonly most: number },
): Promise<ReadonlyMap<number, readonly Readonly<Record<string, unknown>>[]>> {
  const statement = sql`
    -- properties of the latest events of each name
    WITH latest AS (
      SELECT unnest(${store.dialect.valuesAtMost(sql`seq`, sql`seq`, most)}) AS seq
      FROM event
      WHERE ${counts(sql`flags`)} AND ${within}
      GROUP BY fact
    )
    SELECT event.fact, event.properties
    FROM event
    JOIN latest ON latest.seq = event.seq
    WHERE ${within}
    ORDER BY event.seq DESC
  `
  const found = new Map<number, Record<string, unknown>[]>()
  for await (const block of store.report({ statement })) {
    const facts = block.numbers(0)
    const texts = block.texts(1)
    for (let i = 0; i < block.rows; i++) {
      const own = found.get(facts[i]!) ?? []
      found.set(facts[i]!, own)
      own.push(JSON.parse(texts[i] ?? '{}') as Record<string, unknown>)
    }
  }
  return found
}
