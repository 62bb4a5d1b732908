import { hash } from 'node:crypto'
import { BYTES, toColumnValue } from './column-value.ts'

/** A column of an answer, with the number that PostgreSQL has for its type. */
export type RowColumn = { readonly name: string; readonly type: number }

/** A row as the database writes it; what its texts mean is only worked out of rows that are told. */
export type SourceRow = {
  readonly columns: readonly RowColumn[]
  readonly texts: readonly (string | null)[]
  /** The row's cursor as the database writes it; null: it has none. */
  readonly cursor: string | null
}

/** What a row says, by the names of its columns. */
export function valuesOf({ columns, texts }: SourceRow): ReadonlyMap<string, unknown> {
  const values = new Map<string, unknown>()
  for (let i = 0; i < columns.length; i++) {
    const text = texts[i] ?? null
    values.set(columns[i]!.name, text === null ? null : toColumnValue(columns[i]!.type, text))
  }
  return values
}

/** Characters of a hash: 120 bits. */
export const HASH_LENGTH = 20

/** A hash of all that a row says, under which names and types, but for the columns `without`; of bytes nothing is ever told. */
export function hashOfRow({ columns, texts }: SourceRow, without: readonly string[]): string {
  let said = ''
  for (let i = 0; i < columns.length; i++) {
    const { name, type } = columns[i]!
    if (type === BYTES || without.includes(name)) continue
    const text = texts[i]
    // Lengths tell where a text ends, whatever is in it.
    said += text == null ? `${name.length}:${name}${type}-` : `${name.length}:${name}${type}=${text.length}:${text}`
  }
  return hash('sha256', said, 'base64url').slice(0, HASH_LENGTH)
}
