import { quantileOf } from '../../stats/samples/order-statistics.ts'
import type { WhatIfTable } from './what-if-table.ts'

const MOST = 25

/** At most 25 thresholds: what is usual among the weeks of accounts, and the one in force. Ascending. */
export function chooseGrid({ kept, split }: WhatIfTable, node: number, present: number): number[] {
  const at = split.nodes.indexOf(node)
  const seen: number[] = []
  for (const unit of kept) {
    const column = unit?.values[at] ?? []
    for (let day = 6; day < column.length; day += 7) if (Number.isFinite(column[day]!)) seen.push(column[day]!)
  }
  const shares = Array.from({ length: MOST - 1 }, (_, i) => (i + 0.5) / (MOST - 1))
  const sorted = Float64Array.from(seen).sort()
  const quantiles = shares.flatMap((share) => (sorted.length === 0 ? [] : [quantileOf(sorted, share)!]))
  return [...new Set([present, ...quantiles.map(round)])].sort((a, b) => a - b)
}

/** As many digits as a person would set. */
function round(value: number): number {
  return Number(value.toPrecision(3))
}
