import type { FactBlock, FactColumn } from '../../rows.ts'

/** Rows of facts under construction or just read, as columns with spare room. */
export type FactRows = {
  rows: number
  account: Int32Array
  day: Int32Array
  knownDay: Int32Array
  fact: Int32Array
  actor: Int32Array
  n: Int32Array
  supersedes: Uint8Array
  /** One array for each column asked for, in the order asked. */
  numbers: Float64Array[]
}

export const INT_COLUMNS = ['account', 'day', 'knownDay', 'fact', 'actor', 'n'] as const

export function makeFactRows(capacity: number, columns: number): FactRows {
  return {
    rows: 0,
    account: new Int32Array(capacity),
    day: new Int32Array(capacity),
    knownDay: new Int32Array(capacity),
    fact: new Int32Array(capacity),
    actor: new Int32Array(capacity),
    n: new Int32Array(capacity),
    supersedes: new Uint8Array(capacity),
    numbers: Array.from({ length: columns }, () => new Float64Array(capacity)),
  }
}

export type RowRange = { readonly from: number; readonly to: number }

/** Copies rows [from, to) of `source` to the end of `target`, which grows as needed. */
export function copyRows(target: FactRows, source: FactRows, { from, to }: RowRange): void {
  const at = target.rows
  if (at + to - from > target.account.length) growRows(target, at + to - from)
  const place = { at, from, to }
  for (const name of INT_COLUMNS) copyNumbers(target[name], source[name], place)
  for (let i = from; i < to; i++) target.supersedes[at + i - from] = source.supersedes[i]!
  for (let c = 0; c < target.numbers.length; c++) copyNumbers(target.numbers[c]!, source.numbers[c]!, place)
  target.rows += to - from
}

/** Making a view costs more than copying a few numbers. */
function copyNumbers(
  target: Int32Array | Float64Array,
  source: Int32Array | Float64Array,
  { at, from, to }: RowRange & { readonly at: number },
): void {
  if (to - from > 48) target.set(source.subarray(from, to), at)
  else for (let i = from; i < to; i++) target[at + i - from] = source[i]!
}

function growRows(target: FactRows, needed: number): void {
  const bigger = makeFactRows(Math.max(needed, target.account.length * 2), target.numbers.length)
  for (const name of INT_COLUMNS) bigger[name].set(target[name])
  bigger.supersedes.set(target.supersedes)
  bigger.numbers.forEach((numbers, c) => {
    numbers.set(target.numbers[c]!)
  })
  Object.assign(target, bigger, { rows: target.rows })
}

const NONE = new Float64Array()

/** Hands the rows over as a block; columns not asked for are empty. */
export function toBlock(rows: FactRows, columns: readonly FactColumn[]): FactBlock {
  const numbersOf = (column: FactColumn) => {
    const at = columns.indexOf(column)
    return at < 0 ? NONE : rows.numbers[at]!.subarray(0, rows.rows)
  }
  return {
    rows: rows.rows,
    account: rows.account.subarray(0, rows.rows),
    fact: rows.fact.subarray(0, rows.rows),
    actor: rows.actor.subarray(0, rows.rows),
    day: rows.day.subarray(0, rows.rows),
    knownDay: rows.knownDay.subarray(0, rows.rows),
    n: rows.n.subarray(0, rows.rows),
    supersedes: rows.supersedes.subarray(0, rows.rows),
    sum: numbersOf('sum'),
    firstTs: numbersOf('firstTs'),
    lastTs: numbersOf('lastTs'),
    lastValue: numbersOf('lastValue'),
    maxValue: numbersOf('maxValue'),
  }
}
