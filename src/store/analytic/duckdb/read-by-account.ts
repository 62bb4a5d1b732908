import type { DuckDBConnection, DuckDBDataChunk } from '@duckdb/node-api'
import type { Sql } from '../../sql.ts'
import { numbersOf, streamChunks } from './connection.ts'

/** Rows of an answer whose first column is the account, in the order of the answer. `toRows` looks at a chunk's columns and says how one of its rows reads. */
export async function readByAccount<T>(
  connection: DuckDBConnection,
  statement: Sql,
  toRows: (chunk: DuckDBDataChunk) => (i: number) => T,
): Promise<Map<number, T[]>> {
  const groups = new Map<number, T[]>()
  for await (const chunk of streamChunks(connection, statement)) {
    const account = numbersOf(chunk, 0)
    const rowAt = toRows(chunk)
    let own: T[] | undefined
    for (let i = 0; i < chunk.rowCount; i++) {
      if (i === 0 || account[i] !== account[i - 1]) own = groupOf(groups, account[i]!)
      own!.push(rowAt(i))
    }
  }
  return groups
}

function groupOf<T>(groups: Map<number, T[]>, account: number): T[] {
  const group = groups.get(account) ?? []
  groups.set(account, group)
  return group
}

/** Texts of a column, each read when asked for. */
export function textsOf(chunk: DuckDBDataChunk, column: number): (i: number) => string | null {
  const vector = chunk.getColumnVector(column)
  return (i) => vector.getItem(i) as string | null
}
