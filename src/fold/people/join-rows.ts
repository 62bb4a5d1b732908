import type { FactBlock } from '../../store/analytic/rows.ts'

/** Rows [start, end) of a block, those of one entity. */
export type RowSpan = { readonly block: FactBlock; readonly start: number; readonly end: number }

type Column = Int32Array | Float64Array | Uint8Array

/** The rows of both by day and known day, in a block of their own; of equal ones the first span's come first. */
export function joinRows(one: RowSpan, other: RowSpan): RowSpan {
  const order = orderOf(one, other)
  const take = <T extends Column>(of: (block: FactBlock) => T): T => {
    const [first, second] = [of(one.block), of(other.block)]
    const made = first.constructor as new (length: number) => T
    const taken = new made(first.length + second.length === 0 ? 0 : order.length)
    for (let i = 0; i < taken.length; i++) taken[i] = order[i]! < 0 ? second[-1 - order[i]!]! : first[order[i]!]!
    return taken
  }
  const block: FactBlock = {
    rows: order.length,
    account: take(({ account }) => account),
    fact: take(({ fact }) => fact),
    actor: take(({ actor }) => actor),
    day: take(({ day }) => day),
    knownDay: take(({ knownDay }) => knownDay),
    n: take(({ n }) => n),
    supersedes: take(({ supersedes }) => supersedes),
    sum: take(({ sum }) => sum),
    firstTs: take(({ firstTs }) => firstTs),
    lastTs: take(({ lastTs }) => lastTs),
    lastValue: take(({ lastValue }) => lastValue),
    maxValue: take(({ maxValue }) => maxValue),
  }
  return { block, start: 0, end: order.length }
}

/** The same of a span and any number of whole blocks. */
export function joinParts(span: RowSpan, parts: readonly { readonly block: FactBlock }[]): RowSpan {
  return parts.reduce<RowSpan>((joined, { block }) => joinRows(joined, { block, start: 0, end: block.rows }), span)
}

/** Row numbers of the first span, and −1 − those of the second. */
function orderOf(one: RowSpan, other: RowSpan): Int32Array {
  const order = new Int32Array(one.end - one.start + other.end - other.start)
  let [a, b] = [one.start, other.start]
  for (let i = 0; i < order.length; i++) {
    const first = b >= other.end || (a < one.end && comesFirst(one.block, a, { block: other.block, row: b }))
    order[i] = first ? a++ : -1 - b++
  }
  return order
}

function comesFirst(block: FactBlock, row: number, than: { readonly block: FactBlock; readonly row: number }): boolean {
  const days = block.day[row]! - than.block.day[than.row]!
  return days === 0 ? block.knownDay[row]! <= than.block.knownDay[than.row]! : days < 0
}
