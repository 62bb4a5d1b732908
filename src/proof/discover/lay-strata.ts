import { quantileOf } from '../../stats/samples/order-statistics.ts'
import type { Beginners } from './beginners.ts'
import type { Strata } from './count-cell.ts'

const FIFTHS = 5

/** Segment × fifth of early activity. */
export function layStrata({ count, segment, early }: Beginners): Strata {
  const cuts = Array.from({ length: FIFTHS - 1 }, (_, i) => quantileOf(early, (i + 1) / FIFTHS) ?? 0)
  const numbers = new Map<number, number>()
  const of = new Int32Array(count)
  for (let i = 0; i < count; i++) {
    const key = (segment[i]! + 2) * FIFTHS + cuts.filter((cut) => early[i]! > cut).length
    if (!numbers.has(key)) numbers.set(key, numbers.size)
    of[i] = numbers.get(key)!
  }
  return { of, count: numbers.size }
}
