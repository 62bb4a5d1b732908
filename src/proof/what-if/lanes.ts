import type { CompareOp } from '../../config/expression.ts'
import { compareNumbers, TRUE } from '../../fold/compare-value.ts'

/** Thresholds that can be judged side by side: each is a bit of one whole number. */
export const MOST_LANES = 30

/**
 * Thresholds judged side by side, one *lane* each, and what came of it for the entity at hand. Days are counted from the first that is judged; the k-th episode of a
 * lane stands at lane × room + k.
 */
export type Lanes = {
  /** Ascending, each once. */
  readonly thresholds: readonly number[]
  readonly all: number
  readonly room: number
  readonly counts: Int32Array
  readonly opened: Int32Array
  /** `STILL_OPEN` where it has not closed. */
  readonly closed: Int32Array
  /** By lane, while an entity is judged: days for which its condition has held, and the day on which it closed last. */
  readonly runs: Int32Array
  readonly rests: Int32Array
}

export const STILL_OPEN = -1

/** @param thresholds at most `MOST_LANES` */
export function makeLanes(thresholds: readonly number[], days: number): Lanes {
  const lanes = thresholds.length
  // A day that closes an episode opens none.
  const room = (days >> 1) + 1
  return {
    ...{ thresholds, all: firstLanes(lanes), room, counts: new Int32Array(lanes) },
    ...{ opened: new Int32Array(lanes * room), closed: new Int32Array(lanes * room) },
    ...{ runs: new Int32Array(lanes), rests: new Int32Array(lanes) },
  }
}

/** The lanes in which a number compares as it should. An unknown number does in none; that it fails in none either is for the caller. */
export function laneTest({ thresholds, all }: Lanes, op: CompareOp): (value: number) => number {
  switch (op) {
    case '>=':
      return countUpTo(thresholds, (count) => firstLanes(count))
    case '>':
      return countBelow(thresholds, (count) => firstLanes(count))
    case '<=':
      return countBelow(thresholds, (count) => all & ~firstLanes(count))
    case '<':
      return countUpTo(thresholds, (count) => all & ~firstLanes(count))
    case '=':
    case '!=':
      return (value) =>
        thresholds.reduce((lanes, one, i) => (compareNumbers(value, op, one) === TRUE ? lanes | (1 << i) : lanes), 0)
  }
}

function firstLanes(count: number): number {
  return (1 << count) - 1
}

type Counted = (count: number) => number

/** How many thresholds are below a number. The search begins where the last one ended: from day to day numbers change little. */
function countBelow(thresholds: readonly number[], toLanes: Counted): (value: number) => number {
  const sorted = Float64Array.from(thresholds)
  let count = 0
  return (value) => {
    while (count < sorted.length && sorted[count]! < value) count++
    while (count > 0 && sorted[count - 1]! >= value) count--
    return toLanes(count)
  }
}

/** How many are not above it. */
function countUpTo(thresholds: readonly number[], toLanes: Counted): (value: number) => number {
  const sorted = Float64Array.from(thresholds)
  let count = 0
  return (value) => {
    while (count < sorted.length && sorted[count]! <= value) count++
    while (count > 0 && sorted[count - 1]! > value) count--
    return toLanes(count)
  }
}
