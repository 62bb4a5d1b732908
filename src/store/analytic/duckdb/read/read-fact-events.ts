import type { DuckDBConnection } from '@duckdb/node-api'
import { joinSql, type Sql, sql } from '../../../sql.ts'
import { numbersOf, streamChunks } from '../connection.ts'
import type { StoreContext } from '../store-context.ts'
import type { FactEvent } from '../write-deltas.ts'

/** Where stored events are read from, and which account and known day they count under. */
export type FactEventSource = {
  readonly account: Sql
  readonly knownDay: Sql
  readonly from: Sql
  /** One more integer beside each event. */
  readonly extra: Sql
}

export type ReadFactEvent = {
  readonly event: FactEvent
  readonly extra: number
  readonly properties: () => string | null
}

/** Streams stored events as the facts see them; properties only of the names that measures read. */
export async function* readFactEvents(
  context: StoreContext,
  connection: DuckDBConnection,
  source: FactEventSource,
): AsyncGenerator<ReadFactEvent> {
  const statement = sql`
    -- stored events, as facts are added up from them
    SELECT
      event.fact, ${source.account} AS account, event.actor, event.day, ${source.knownDay} AS known_day,
      event.ts::DOUBLE AS ts, event.seq::DOUBLE AS seq, ${source.extra} AS extra, ${propertiesOfMeasured(context)} AS properties
    FROM ${source.from}
  `
  for await (const chunk of streamChunks(connection, statement)) {
    const columns = [0, 1, 2, 3, 4, 5, 6, 7].map((c) => numbersOf(chunk, c))
    const texts = chunk.getColumnVector(8)
    for (let i = 0; i < chunk.rowCount; i++) {
      const [fact, account, actor, day, knownDay, ts, seq, extra] = columns.map((column) => column[i]!) as Octet
      const event: FactEvent = { fact, account, actor, day, knownDay, ts, seq, sign: 1 }
      yield { event, extra, properties: () => texts.getItem(i) as string | null }
    }
  }
}

type Octet = [number, number, number, number, number, number, number, number]

function propertiesOfMeasured(context: StoreContext): Sql {
  const facts = [...context.measures.keys()].flatMap((key) => context.keys.fact.ids.get(key) ?? [])
  if (facts.length === 0) return sql`NULL::VARCHAR`
  return sql`CASE WHEN event.fact IN (${joinSql(facts.map((fact) => sql`${fact}`))}) THEN event.properties END`
}
