import { expect, test } from 'vitest'
import type { FactBlock } from '../../store/analytic/rows.ts'
import { joinRows } from './join-rows.ts'

type Row = readonly [account: number, actor: number, day: number, knownDay: number]

/** Sums are asked for, times and levels are not. */
function blockOf(rows: readonly Row[]): FactBlock {
  const ints = (of: (row: Row) => number) => Int32Array.from(rows, of)
  const none = new Float64Array(0)
  return {
    rows: rows.length,
    account: ints(([account]) => account),
    fact: ints(() => 1),
    actor: ints(([, actor]) => actor),
    day: ints(([, , day]) => day),
    knownDay: ints(([, , , knownDay]) => knownDay),
    n: ints(() => 1),
    supersedes: Uint8Array.from(rows, () => 0),
    sum: Float64Array.from(rows, ([, actor]) => actor * 10),
    firstTs: none,
    lastTs: none,
    lastValue: none,
    maxValue: none,
  }
}

test('rows of both come by day and known day, the first ones before their equals, and are of one account', () => {
  const own = blockOf([
    [1, 9, 3, 3],
    [2, 1, 4, 4],
    [2, 2, 4, 6],
    [2, 3, 7, 7],
    [3, 9, 3, 3],
  ])
  const others = blockOf([
    [2, 4, 2, 2],
    [2, 5, 4, 5],
    [2, 6, 4, 6],
    [2, 7, 8, 8],
  ])
  const { block, start, end } = joinRows({ block: own, start: 1, end: 4 }, { block: others, start: 0, end: 4 })
  expect([start, end, block.rows]).toEqual([0, 7, 7])
  expect([...block.actor]).toEqual([4, 1, 5, 2, 6, 3, 7])
  expect([...block.sum]).toEqual([40, 10, 50, 20, 60, 30, 70])
  expect([...block.account]).toEqual([2, 2, 2, 2, 2, 2, 2])
  expect([...block.day]).toEqual([2, 4, 4, 4, 4, 7, 8])
  expect(block.firstTs.length).toBe(0)
})

test('an account without rows takes those of the other', () => {
  const { block } = joinRows(
    { block: blockOf([]), start: 0, end: 0 },
    { block: blockOf([[2, 4, 2, 2]]), start: 0, end: 1 },
  )
  expect([block.rows, block.account[0], block.actor[0]]).toEqual([1, 2, 4])
})
