import type { DuckDBConnection, DuckDBDataChunk } from '@duckdb/node-api'
import type { Sql } from '../../../sql.ts'
import { numbersOf, streamChunks } from '../connection.ts'

/** The rows of the next account asked for, in the order of the answer; accounts are asked for in ascending order. */
export type RowsByAccount<T> = (account: number) => readonly T[]

/** How a row reads, once one has looked at its chunk's columns. */
export type RowReader<T> = (chunk: DuckDBDataChunk) => (i: number) => T

const NO_ROWS: readonly never[] = []

/**
 * An answer that ascends by account, its first column. It stays in the engine's columns; rows become objects when their account is asked for, so that
 * few of them live at a time.
 */
export async function readByAccount<T>(
  connection: DuckDBConnection,
  statement: Sql,
  reader: RowReader<T>,
): Promise<RowsByAccount<T>> {
  const chunks: DuckDBDataChunk[] = []
  for await (const chunk of streamChunks(connection, statement)) chunks.push(chunk)
  return rowsOf(chunks, reader)
}

function rowsOf<T>(chunks: readonly DuckDBDataChunk[], reader: RowReader<T>): RowsByAccount<T> {
  let at = { chunk: -1, row: 0, rows: 0 }
  let accounts = new Int32Array(0)
  let rowAt: (i: number) => T = () => {
    throw new RangeError('no chunk was entered')
  }
  const enter = (next: number): void => {
    const chunk = chunks[next]
    at = { chunk: next, row: 0, rows: chunk?.rowCount ?? 0 }
    if (chunk === undefined) return
    accounts = numbersOf(chunk, 0) as Int32Array<ArrayBuffer>
    rowAt = reader(chunk)
  }
  enter(0)
  return (account) => {
    let own: T[] | null = null
    while (at.row < at.rows && accounts[at.row]! <= account) {
      if (accounts[at.row] === account) {
        own ??= []
        own.push(rowAt(at.row))
      }
      at.row += 1
      if (at.row === at.rows) enter(at.chunk + 1)
    }
    return own ?? NO_ROWS
  }
}

/** Texts of a column, each read when asked for. */
export function textsOf(chunk: DuckDBDataChunk, column: number): (i: number) => string | null {
  const vector = chunk.getColumnVector(column)
  return (i) => vector.getItem(i) as string | null
}
