import { expect, it } from 'vitest'
import type { BandMove } from '../store/control/read-open-bands.ts'
import { tabulateBands } from './tabulate-bands.ts'

const PERIOD = { bands: ['green', 'yellow', 'red'], from: 110, to: 119 }
const move = (account: string, what: 'opened' | 'closed', band: string, asOf: number): BandMove => {
  return { account, band, what, asOf, cause: 'behaviour' }
}
/** From one band to the next at the close of a day, as the judge writes it: left, then entered. */
const path = (account: string, ...steps: readonly (readonly [asOf: number, band: string | null])[]): BandMove[] =>
  steps.flatMap(([asOf, band], at) => {
    const before = steps[at - 1]?.[1] ?? null
    return [
      ...(before === null ? [] : [move(account, 'closed', before, asOf)]),
      ...(band === null ? [] : [move(account, 'opened', band, asOf)]),
    ]
  })

const moves = [
  ...path('steady', [100, 'yellow']),
  ...path('mends', [100, 'yellow'], [112, 'green']),
  ...path('falls', [100, 'yellow'], [111, 'red'], [115, 'yellow'], [118, 'red']),
  ...path('comes', [114, 'red']),
  ...path('goes', [90, 'green'], [116, null]),
  ...path('later', [100, 'green'], [120, 'red']),
  ...path('past', [80, 'red'], [95, null]),
]

it('who was in which band before the period and at its end; what comes behind it is not known yet', () => {
  const { cells } = tabulateBands(moves, PERIOD)
  expect(cells.map(({ from, to, accounts }) => `${from} → ${to}: ${accounts}`)).toEqual([
    'green → green: 1',
    'green → null: 1',
    'yellow → green: 1',
    'yellow → yellow: 1',
    'yellow → red: 1',
    'null → red: 1',
  ])
})

it('whoever is in a cell is told by key', () => {
  const of = (from: string | null, to: string | null) => tabulateBands(moves, { ...PERIOD, cell: { from, to } }).members
  expect([of('yellow', 'red'), of(null, 'red'), of('green', null), of('red', 'green')]).toEqual([
    ['falls'],
    ['comes'],
    ['goes'],
    [],
  ])
  expect(tabulateBands(moves, PERIOD).members).toEqual([])
})

it('how many came and went, and for how long they were there', () => {
  const bands = tabulateBands(moves, PERIOD).bands.map(({ daily: _, ...band }) => band)
  // Green: mends from 112 on (8 closes), goes up to 115 (6), later at all ten. Yellow: steady 10, mends 2, falls 1 and 115–117.
  expect(bands).toEqual([
    { band: 'green', atStart: 2, atEnd: 2, entered: 1, left: 1, days: 24, medianDays: 26 },
    { band: 'yellow', atStart: 3, atEnd: 1, entered: 1, left: 3, days: 16, medianDays: 11 },
    { band: 'red', atStart: 0, atEnd: 2, entered: 3, left: 1, days: 12, medianDays: 4 },
  ])
})

it('how many were in each band at the close of each day, which adds up to the closes', () => {
  const { bands } = tabulateBands(moves, PERIOD)
  expect(bands.map(({ band, daily }) => [band, daily.join(' ')])).toEqual([
    ['green', '2 2 3 3 3 3 2 2 2 2'],
    ['yellow', '3 2 1 1 1 2 2 2 1 1'],
    ['red', '0 1 1 1 2 1 1 1 2 2'],
  ])
  expect(bands.map(({ daily, days }) => daily.reduce((sum, n) => sum + n, 0) - days)).toEqual([0, 0, 0])
})

it('who crossed, from where, after how long, the latest first', () => {
  const { crossings } = tabulateBands(moves, PERIOD)
  expect(crossings.map(({ account, from, to, day, after }) => [account, from, to, day, after])).toEqual([
    ['falls', 'yellow', 'red', 118, 3],
    ['falls', 'red', 'yellow', 115, 4],
    ['comes', null, 'red', 114, null],
    ['mends', 'yellow', 'green', 112, 12],
    ['falls', 'yellow', 'red', 111, 11],
  ])
})
