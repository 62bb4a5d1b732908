import {
  BIGINT,
  DOUBLE,
  type DuckDBConnection,
  DuckDBDataChunk,
  type DuckDBType,
  INTEGER,
  VARCHAR,
} from '@duckdb/node-api'
import duckdb from '@duckdb/node-bindings'
import type { TextColumn } from '../text-column.ts'
import { fillPackedTexts } from './fill-packed-texts.ts'

/** A column to store. `double`, `bigint` (integers below 2^53): NaN becomes NULL. `none`: all NULL, of text. */
export type Column =
  | { readonly kind: 'int'; readonly values: ArrayLike<number> }
  | { readonly kind: 'bigint'; readonly values: ArrayLike<number> }
  | { readonly kind: 'double'; readonly values: ArrayLike<number> }
  | { readonly kind: 'text'; readonly values: readonly (string | null)[] }
  | { readonly kind: 'packed text'; readonly texts: TextColumn }
  | { readonly kind: 'none' }

const CHUNK_ROWS = 2048
const TYPES: Readonly<Record<Column['kind'], DuckDBType>> = {
  int: INTEGER,
  bigint: BIGINT,
  double: DOUBLE,
  text: VARCHAR,
  'packed text': VARCHAR,
  none: VARCHAR,
}

/**
 * Appends rows given as columns, in the order of the table's columns, chunk by chunk: never value by value across the native border. The vectors of a chunk are filled by the
 * bindings, without the objects that the library makes of each: these take as long as the append itself.
 */
export async function appendColumns(
  connection: DuckDBConnection,
  { table, rows }: { readonly table: string; readonly rows: number },
  columns: readonly Column[],
): Promise<void> {
  if (rows === 0) return
  const appender = await connection.createAppender(table)
  const chunk = DuckDBDataChunk.create(columns.map((column) => TYPES[column.kind]))
  for (let from = 0; from < rows; from += CHUNK_ROWS) {
    const size = Math.min(CHUNK_ROWS, rows - from)
    chunk.reset()
    chunk.rowCount = size
    for (let c = 0; c < columns.length; c++)
      fillVector(duckdb.data_chunk_get_vector(chunk.chunk, c), columns[c]!, from, size)
    appender.appendDataChunk(chunk)
  }
  appender.flushSync()
  appender.closeSync()
}

function fillVector(vector: duckdb.Vector, column: Column, from: number, size: number): void {
  switch (column.kind) {
    case 'int':
      fillInts(vector, column.values, from, size)
      break
    case 'bigint':
      fillBigInts(vector, column.values, from, size)
      break
    case 'double':
      fillDoubles(vector, column.values, from, size)
      break
    case 'text':
      fillTexts(vector, column.values, from, size)
      break
    case 'packed text':
      fillPackedTexts(vector, column.texts, { from, size })
      break
    case 'none':
      copyValidity(vector, new Uint32Array(wordsFor(size)))
      break
  }
}

function fillInts(vector: duckdb.Vector, values: ArrayLike<number>, from: number, size: number): void {
  const isWhole = values instanceof Int32Array
  const ints = isWhole ? (values as Int32Array<ArrayBuffer>) : new Int32Array(size)
  if (!isWhole) for (let i = 0; i < size; i++) ints[i] = values[from + i]!
  copyRows(vector, ints, isWhole ? from : 0, size)
}

/** Two 32-bit halves: making a BigInt of every value would cost more than the append itself. */
function fillBigInts(vector: duckdb.Vector, values: ArrayLike<number>, from: number, size: number): void {
  const halves = new Int32Array(size * 2)
  for (let i = 0; i < size; i++) {
    const value = values[from + i]!
    const high = Math.floor(value / 4294967296)
    halves[2 * i] = (value - high * 4294967296) | 0
    halves[2 * i + 1] = high
  }
  copyRows(vector, halves, 0, size * 2)
  markNulls(vector, values, from, size)
}

function fillDoubles(vector: duckdb.Vector, values: ArrayLike<number>, from: number, size: number): void {
  const doubles = new Float64Array(size)
  for (let i = 0; i < size; i++) doubles[i] = values[from + i]!
  copyRows(vector, doubles, 0, size)
  markNulls(vector, values, from, size)
}

function copyRows(
  vector: duckdb.Vector,
  { buffer, byteOffset, BYTES_PER_ELEMENT: bytes }: Int32Array<ArrayBuffer> | Float64Array<ArrayBuffer>,
  from: number,
  size: number,
): void {
  duckdb.copy_data_to_vector(vector, 0, buffer, byteOffset + from * bytes, size * bytes)
}

function fillTexts(vector: duckdb.Vector, values: readonly (string | null)[], from: number, size: number): void {
  const nulls: number[] = []
  for (let i = 0; i < size; i++) {
    const value = values[from + i] ?? null
    if (value === null) nulls.push(i)
    else duckdb.vector_assign_string_element(vector, i, value)
  }
  if (nulls.length > 0) copyValidity(vector, maskWithout(nulls, size))
}

function markNulls(vector: duckdb.Vector, values: ArrayLike<number>, from: number, size: number): void {
  const nulls: number[] = []
  for (let i = 0; i < size; i++) if (Number.isNaN(values[from + i]!)) nulls.push(i)
  if (nulls.length > 0) copyValidity(vector, maskWithout(nulls, size))
}

function copyValidity(vector: duckdb.Vector, { buffer, byteLength }: Uint32Array<ArrayBuffer>): void {
  duckdb.vector_ensure_validity_writable(vector)
  duckdb.copy_data_to_vector_validity(vector, 0, buffer, 0, byteLength)
}

function maskWithout(nulls: readonly number[], size: number): Uint32Array<ArrayBuffer> {
  const words = new Uint32Array(wordsFor(size)).fill(0xffffffff)
  for (const i of nulls) words[i >>> 5]! &= ~(1 << (i & 31))
  return words
}

/** The engine's masks are of 64 bits each. */
function wordsFor(size: number): number {
  return Math.ceil(size / 64) * 2
}
