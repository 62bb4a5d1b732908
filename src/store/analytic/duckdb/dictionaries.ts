import type { DuckDBConnection } from '@duckdb/node-api'
import { type Sql, sql } from '../../sql.ts'
import type { Dictionary } from '../analytic-store.ts'
import { appendColumns } from './append-columns.ts'
import { streamChunks } from './connection.ts'

/** A dictionary held in memory, with the number of keys that are committed. Index 0 is "none". */
export type DictionaryTable = {
  readonly table: string
  readonly ids: Map<string, number>
  readonly keys: string[]
  committed: number
}

export function makeDictionaryTable(table: string): DictionaryTable {
  return { table, ids: new Map(), keys: [''], committed: 0 }
}

/** The id of a key, a new one when it is seen for the first time (committed with the batch, or forgotten with it). */
export function internKey(dictionary: DictionaryTable, key: string): number {
  const known = dictionary.ids.get(key)
  if (known !== undefined) return known
  const id = dictionary.keys.length
  dictionary.keys.push(key)
  dictionary.ids.set(key, id)
  return id
}

/** Writes the keys that are new since the last commit. Call in the batch's transaction; then `keepNewKeys` or `forgetNewKeys`. */
export async function writeNewKeys(connection: DuckDBConnection, dictionary: DictionaryTable): Promise<void> {
  const values = dictionary.keys.slice(dictionary.committed + 1)
  const ids = values.map((_, i) => dictionary.committed + 1 + i)
  await appendColumns(connection, { table: dictionary.table, rows: values.length }, [
    { kind: 'int', values: ids },
    { kind: 'text', values },
  ])
}

export function keepNewKeys(dictionary: DictionaryTable): void {
  dictionary.committed = dictionary.keys.length - 1
}

export function forgetNewKeys(dictionary: DictionaryTable): void {
  for (const key of dictionary.keys.slice(dictionary.committed + 1)) dictionary.ids.delete(key)
  dictionary.keys.length = dictionary.committed + 1
}

/** Fills the dictionary from its table. */
export async function loadKeys(connection: DuckDBConnection, dictionary: DictionaryTable, ordered: Sql): Promise<void> {
  dictionary.ids.clear()
  dictionary.keys.length = 1
  for await (const chunk of streamChunks(connection, sql`SELECT key FROM ${ordered} ORDER BY id`)) {
    for (const key of chunk.getColumnValues(0)) internKey(dictionary, key as string)
  }
  keepNewKeys(dictionary)
}

/** The reading side handed to the other floors. */
export function readerOf(dictionary: DictionaryTable): Dictionary {
  return {
    idOf: (key) => dictionary.ids.get(key),
    keyOf: (id) => dictionary.keys[id] ?? '',
    size: () => dictionary.committed,
  }
}
