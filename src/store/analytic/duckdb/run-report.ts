import type { DuckDBConnection, DuckDBDataChunk } from '@duckdb/node-api'
import { id, joinSql, type Sql, sql } from '../../sql.ts'
import type { GivenTable, ReportBlock, ReportQuery } from '../analytic-store.ts'
import { appendColumns } from './append-columns.ts'
import { numbersOf, run, streamChunks } from './connection.ts'
import type { StoreContext } from './store-context.ts'
import { takeTurn } from './turns.ts'

const TYPES = { int: sql`INTEGER`, bigint: sql`BIGINT`, double: sql`DOUBLE`, text: sql`VARCHAR` } as const

const INTERRUPT_AGAIN_MS = 20

/** Reads on a connection of its own: one committed state, and tables of its own that go with it. Only a few at a time, so that long questions leave threads to writes. */
export async function* runReport(context: StoreContext, query: ReportQuery): AsyncGenerator<ReportBlock> {
  const { stop } = query
  const over = await takeTurn(context.reports, stop)
  const connection = await context.instance.connect()
  const interrupting = interruptWhenStopped(connection, stop)
  try {
    stop?.throwIfAborted()
    for (const table of query.given ?? []) {
      await run(connection, sql`CREATE TEMP TABLE ${id(table.name)} (${columnsOf(table)})`)
      const columns = table.columns.map((column) => column.data)
      await appendColumns(connection, { table: table.name, rows: table.rows }, columns)
    }
    for await (const chunk of streamChunks(connection, statementOf(query))) {
      stop?.throwIfAborted()
      yield toBlock(chunk)
    }
  } catch (error) {
    stop?.throwIfAborted()
    throw error
  } finally {
    interrupting.end()
    connection.closeSync()
    over()
  }
}

function statementOf({ statement, gathered = false }: ReportQuery): Sql {
  return gathered ? sql`WITH gathered AS MATERIALIZED (${statement}) SELECT * FROM gathered` : statement
}

/** The engine forgets an interruption that comes before its work on the statement has begun, so it is told again until the question has ended. */
function interruptWhenStopped(connection: DuckDBConnection, stop: AbortSignal | undefined): { end(): void } {
  let again: NodeJS.Timeout | undefined
  const interrupt = () => {
    connection.interrupt()
    again = setInterval(() => connection.interrupt(), INTERRUPT_AGAIN_MS)
  }
  stop?.addEventListener('abort', interrupt, { once: true })
  return {
    end: () => {
      clearInterval(again)
      stop?.removeEventListener('abort', interrupt)
    },
  }
}

function columnsOf({ columns }: GivenTable) {
  return joinSql(columns.map(({ name, data }) => sql`${id(name)} ${TYPES[data.kind]}`))
}

function toBlock(chunk: DuckDBDataChunk): ReportBlock {
  return {
    rows: chunk.rowCount,
    numbers: (column) => numbersOf(chunk, column),
    texts: (column) => chunk.getColumnValues(column) as readonly (string | null)[],
  }
}
