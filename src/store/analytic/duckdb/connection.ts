import {
  BIGINT,
  BOOLEAN,
  DOUBLE,
  type DuckDBConnection,
  type DuckDBDataChunk,
  type DuckDBType,
  INTEGER,
  SQLNULL,
  VARCHAR,
} from '@duckdb/node-api'
import { renderSql, type Sql, type SqlValue } from '../../sql.ts'

/** A plain row; 64-bit integers as numbers (all of ours are below 2^53). */
export type Row = Readonly<Record<string, string | number | boolean | null>>

/** Runs a statement whose answer is not wanted. */
export async function run(connection: DuckDBConnection, statement: Sql): Promise<void> {
  const { text, values } = renderSql(statement)
  await connection.run(text, values.map(toEngineValue), values.map(toEngineType))
}

/** All rows of a small answer, as objects. */
export async function readRows(connection: DuckDBConnection, statement: Sql): Promise<readonly Row[]> {
  const { text, values } = renderSql(statement)
  const result = await connection.run(text, values.map(toEngineValue), values.map(toEngineType))
  return withPlainNumbers(await result.getRowObjectsJS())
}

/** In place: the rows are ours, and there may be hundreds of thousands. */
function withPlainNumbers(rows: Record<string, unknown>[]): readonly Row[] {
  for (const row of rows) {
    for (const name in row) if (typeof row[name] === 'bigint') row[name] = Number(row[name])
  }
  return rows as readonly Row[]
}

/** Streams a large answer as rows, those of one chunk at a time. */
export async function* streamRows(connection: DuckDBConnection, statement: Sql): AsyncGenerator<readonly Row[]> {
  const { text, values } = renderSql(statement)
  const result = await connection.stream(text, values.map(toEngineValue), values.map(toEngineType))
  for await (const rows of result.yieldRowObjectJs()) yield withPlainNumbers(rows)
}

/** Streams a large answer chunk by chunk (2,048 rows), the next one being fetched while one is worked on. */
export async function* streamChunks(connection: DuckDBConnection, statement: Sql): AsyncGenerator<DuckDBDataChunk> {
  const { text, values } = renderSql(statement)
  const result = await connection.stream(text, values.map(toEngineValue), values.map(toEngineType))
  let next = result.fetchChunk()
  try {
    for (;;) {
      const chunk = await next
      if (chunk === null || chunk.rowCount === 0) return
      next = result.fetchChunk()
      // Not awaited while the consumer works; a failure shows at the next turn.
      next.catch(() => undefined)
      yield chunk
    }
  } finally {
    // A consumer that stops early: the fetch under way must end before the connection is closed under it.
    await next.catch(() => undefined)
  }
}

/** Runs `work` in one transaction: all of it or nothing. */
export async function inTransaction<T>(connection: DuckDBConnection, work: () => Promise<T>): Promise<T> {
  await connection.run('BEGIN TRANSACTION')
  try {
    const answer = await work()
    await connection.run('COMMIT')
    return answer
  } catch (error) {
    await connection.run('ROLLBACK').catch(() => undefined)
    throw error
  }
}

/** The numbers of a column without nulls, as they lie in the engine's memory (valid until the chunk goes). */
export function numbersOf(chunk: DuckDBDataChunk, column: number): Int32Array | Float64Array {
  return (chunk.getColumnVector(column) as unknown as { readonly items: Int32Array | Float64Array }).items
}

function toEngineValue(value: SqlValue): SqlValue {
  return typeof value === 'number' && toEngineType(value) === BIGINT ? BigInt(value) : value
}

function toEngineType(value: SqlValue): DuckDBType {
  if (value === null) return SQLNULL
  if (typeof value === 'string') return VARCHAR
  if (typeof value === 'boolean') return BOOLEAN
  if (typeof value === 'bigint') return BIGINT
  if (!Number.isSafeInteger(value)) return DOUBLE
  return Math.abs(value) < 2 ** 31 ? INTEGER : BIGINT
}
