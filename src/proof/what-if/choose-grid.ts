import { quantileOfSorted } from '../../stats/samples/order-statistics.ts'
import { unpackNode } from './keep-daily.ts'
import type { WhatIfTable } from './what-if-table.ts'

const MOST = 25

/** At most 25 thresholds: what is usual among the weeks of accounts, and the one in force. Ascending. */
export function chooseGrid({ kept, split, days }: WhatIfTable, node: number, present: number): number[] {
  const at = split.nodes.indexOf(node)
  const column = new Float64Array(days.to - days.from + 1)
  const seen = new Float64Array(kept.length * Math.ceil(column.length / 7))
  let count = 0
  for (const unit of kept) {
    if (unit === null) continue
    unpackNode(unit, at, column)
    for (let day = 6; day < column.length; day += 7) if (Number.isFinite(column[day]!)) seen[count++] = column[day]!
  }
  const shares = Array.from({ length: MOST - 1 }, (_, i) => (i + 0.5) / (MOST - 1))
  const sorted = seen.subarray(0, count).sort()
  const quantiles = shares.flatMap((share) => (sorted.length === 0 ? [] : [quantileOfSorted(sorted, share)]))
  return [...new Set([present, ...quantiles.map(round)])].sort((a, b) => a - b)
}

/** As many digits as a person would set. */
function round(value: number): number {
  return Number(value.toPrecision(3))
}
