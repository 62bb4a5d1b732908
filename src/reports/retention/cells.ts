import type { RetentionQuery } from '../../contract/analyze/retention.ts'
import { MS_PER_DAY, MS_PER_HOUR } from '../../core/time.ts'

/** Which periods after the start a cell takes in, both ends; cell 0 is the size. */
export type CellRange = { readonly from: number; readonly to: number }

export function cellsOf({ total_intervals, brackets, accumulation }: RetentionQuery): readonly CellRange[] {
  const lengths = brackets ?? Array.from({ length: total_intervals - 1 }, () => 1)
  const cells: CellRange[] = [{ from: 0, to: 0 }]
  for (const length of lengths) {
    const from = cells.at(-1)!.to + 1
    cells.push({ from, to: from + length - 1 })
  }
  if (accumulation === 'n_interval') return cells
  return cells.map(({ from, to }, i) => (i === 0 ? { from, to } : { from, to: Number.POSITIVE_INFINITY }))
}

/** Looks up the first cell from which on a period counts: its own, or of "or later" the last that begins at or before it. */
export function makeCellOf(cells: readonly CellRange[]): (period: number) => number {
  const last = cells.at(-1)!
  const own = new Int32Array(last.from + 1)
  cells.forEach(({ from, to }, cell) => {
    own.fill(cell, from, Math.min(to, last.from) + 1)
  })
  return (period) => {
    if (period <= last.from) return period < 0 ? 0 : own[period]!
    return period <= last.to ? cells.length - 1 : 0
  }
}

/** Up to which period a cell must have been seen to be complete: of "in k or later" the k-th. */
export function seenUpTo({ from, to }: CellRange): number {
  return Number.isFinite(to) ? to : from
}

export const PERIOD_MS = {
  hour: MS_PER_HOUR,
  day: MS_PER_DAY,
  week: 7 * MS_PER_DAY,
  month: 30 * MS_PER_DAY,
} as const
