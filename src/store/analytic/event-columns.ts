import { pickTexts, type TextColumn } from './text-column.ts'

/** A column of few values: each once, and which one a row has; −1: none. */
export type KeyColumn = { readonly values: readonly string[]; readonly index: Int32Array<ArrayBuffer> }

/**
 * The events of a stretch of a log, in order of n, as columns: an object for each would cost more than all that is done with it. What the fields say is told by
 * `EventMessage`.
 */
export type EventColumns = {
  readonly rows: number
  readonly n: Float64Array<ArrayBuffer>
  readonly ts: Float64Array<ArrayBuffer>
  readonly tsRaw: Float64Array<ArrayBuffer>
  readonly knownAt: Float64Array<ArrayBuffer>
  /** Of source and messageId: see hashMessage. */
  readonly hash: Float64Array<ArrayBuffer>
  /** Bits of FLAG. */
  readonly flags: Int32Array<ArrayBuffer>
  /** Bits, as warningBits gives them. */
  readonly warnings: Int32Array<ArrayBuffer>
  readonly name: KeyColumn
  readonly source: KeyColumn
  /** `u:` + userId, else `a:` + anonymousId. */
  readonly actor: KeyColumn
  /** `a:` + anonymousId. */
  readonly anonymous: KeyColumn
  /** The account that the event itself names. */
  readonly named: KeyColumn
  readonly session: KeyColumn
  readonly messageId: TextColumn
  readonly properties: TextColumn
}

/** Events with their account decided (rules: attribution is written, and corrected by deltas). */
export type AttributedColumns = EventColumns & {
  readonly account: KeyColumn
  /** Why an event belongs to no account: a number of NO_ACCOUNT. */
  readonly noAccount: Int32Array<ArrayBuffer>
}

/** The rows whose `drop` is 0. */
export function keptRows(drop: Uint8Array): Int32Array {
  const rows = new Int32Array(drop.length)
  let kept = 0
  for (let row = 0; row < drop.length; row++) if (drop[row] === 0) rows[kept++] = row
  return rows.subarray(0, kept)
}

/** Some rows of all columns, in the order given. */
export function pickRows<T extends EventColumns>(columns: T, rows: Int32Array): T {
  const picked = Object.entries(columns).map(([name, column]) => [name, pickColumn(column, rows)])
  return { ...Object.fromEntries(picked), rows: rows.length }
}

type AnyColumn = number | Float64Array<ArrayBuffer> | Int32Array<ArrayBuffer> | KeyColumn | TextColumn

function pickColumn(column: AnyColumn, rows: Int32Array): AnyColumn {
  if (typeof column === 'number') return rows.length
  if (column instanceof Float64Array) return pickNumbers(new Float64Array(rows.length), column, rows)
  if (column instanceof Int32Array) return pickNumbers(new Int32Array(rows.length), column, rows)
  if ('bytes' in column) return pickTexts(column, rows)
  return { values: column.values, index: pickNumbers(new Int32Array(rows.length), column.index, rows) }
}

/** A loop, since `from` with a function is many times slower. */
function pickNumbers<T extends Float64Array | Int32Array>(into: T, from: T, rows: Int32Array): T {
  for (let i = 0; i < rows.length; i++) into[i] = from[rows[i]!]!
  return into
}
