import {
  BIGINT,
  DOUBLE,
  type DuckDBConnection,
  DuckDBDataChunk,
  type DuckDBType,
  type DuckDBVector,
  INTEGER,
  VARCHAR,
} from '@duckdb/node-api'
import { type TextColumn, textAt } from '../text-column.ts'

/** A column to store. `double`, `bigint` (integers below 2^53): NaN becomes NULL. */
export type Column =
  | { readonly kind: 'int'; readonly values: ArrayLike<number> }
  | { readonly kind: 'bigint'; readonly values: ArrayLike<number> }
  | { readonly kind: 'double'; readonly values: ArrayLike<number> }
  | { readonly kind: 'text'; readonly values: readonly (string | null)[] }
  | { readonly kind: 'packed text'; readonly texts: TextColumn }

const CHUNK_ROWS = 2048
const TYPES: Readonly<Record<Column['kind'], DuckDBType>> = {
  int: INTEGER,
  bigint: BIGINT,
  double: DOUBLE,
  text: VARCHAR,
  'packed text': VARCHAR,
}

type TextVector = {
  readonly itemCache: (string | null)[]
  readonly itemCacheDirty: boolean[]
  readonly validity: { data: BigUint64Array | null }
}
type NumberVector<T> = { readonly items: T; readonly validity: { data: BigUint64Array | null } }

/** Appends rows given as columns, in the order of the table's columns, chunk by chunk: never value by value across the native border. */
export async function appendColumns(
  connection: DuckDBConnection,
  { table, rows }: { readonly table: string; readonly rows: number },
  columns: readonly Column[],
): Promise<void> {
  if (rows === 0) return
  const types = columns.map((column) => TYPES[column.kind])
  const appender = await connection.createAppender(table)
  for (let from = 0; from < rows; from += CHUNK_ROWS) {
    const size = Math.min(CHUNK_ROWS, rows - from)
    const chunk = DuckDBDataChunk.create(types, size)
    for (let c = 0; c < columns.length; c++) fillVector(chunk.getColumnVector(c), columns[c]!, from, size)
    appender.appendDataChunk(chunk)
  }
  appender.flushSync()
  appender.closeSync()
}

function fillVector(vector: DuckDBVector, column: Column, from: number, size: number): void {
  switch (column.kind) {
    case 'int':
      fillInts((vector as unknown as NumberVector<Int32Array>).items, column.values, from, size)
      break
    case 'bigint':
      fillBigInts(vector as unknown as NumberVector<BigInt64Array>, column.values, from, size)
      break
    case 'double':
      fillDoubles(vector as unknown as NumberVector<Float64Array>, column.values, from, size)
      break
    case 'text':
      fillTexts(vector as unknown as TextVector, column.values, from, size)
      break
    case 'packed text':
      fillPackedTexts(vector as unknown as TextVector, column.texts, from, size)
      break
  }
  vector.flush()
}

function fillInts(items: Int32Array, values: ArrayLike<number>, from: number, size: number): void {
  for (let i = 0; i < size; i++) items[i] = values[from + i]!
}

/** Two 32-bit halves: making a BigInt of every value would cost more than the append itself. */
function fillBigInts(vector: NumberVector<BigInt64Array>, values: ArrayLike<number>, from: number, size: number): void {
  const halves = new Int32Array(vector.items.buffer, vector.items.byteOffset, size * 2)
  for (let i = 0; i < size; i++) {
    const value = values[from + i]!
    const high = Math.floor(value / 4294967296)
    halves[2 * i] = (value - high * 4294967296) | 0
    halves[2 * i + 1] = high
  }
  markNulls(vector, values, from, size)
}

/** What `setItem` does, without a BigInt of the validity mask per value. */
function fillTexts(vector: TextVector, values: readonly (string | null)[], from: number, size: number): void {
  const nulls: number[] = []
  for (let i = 0; i < size; i++) {
    const value = values[from + i] ?? null
    vector.itemCache[i] = value
    vector.itemCacheDirty[i] = value !== null
    if (value === null) nulls.push(i)
  }
  if (nulls.length > 0) vector.validity.data = maskWithout(nulls, size)
}

function fillPackedTexts(vector: TextVector, texts: TextColumn, from: number, size: number): void {
  for (let i = 0; i < size; i++) {
    vector.itemCache[i] = textAt(texts, from + i)
    vector.itemCacheDirty[i] = true
  }
}

function fillDoubles(vector: NumberVector<Float64Array>, values: ArrayLike<number>, from: number, size: number): void {
  for (let i = 0; i < size; i++) vector.items[i] = values[from + i]!
  markNulls(vector, values, from, size)
}

/** The validity mask of all NaN at once: asking the vector for each one would make a BigInt per value. */
function markNulls(
  vector: NumberVector<BigInt64Array | Float64Array>,
  values: ArrayLike<number>,
  from: number,
  size: number,
): void {
  const nulls: number[] = []
  for (let i = 0; i < size; i++) if (Number.isNaN(values[from + i]!)) nulls.push(i)
  if (nulls.length > 0) vector.validity.data = maskWithout(nulls, size)
}

function maskWithout(nulls: readonly number[], size: number): BigUint64Array {
  const words = new Uint32Array(Math.ceil(size / 64) * 2).fill(0xffffffff)
  for (const i of nulls) words[i >>> 5]! &= ~(1 << (i & 31))
  return new BigUint64Array(words.buffer)
}
