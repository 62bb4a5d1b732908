import { expect, test } from 'vitest'
import { predictRise } from './predict-rise.ts'

/** Accounts over weeks: what is always so of an account, and what is different each week. */
function panelOf(accounts: number, weeks: number, numberOf: (account: number, week: number) => number) {
  const rows = accounts * weeks
  const entity = Int32Array.from({ length: rows }, (_, row) => Math.floor(row / weeks))
  const asOf = Int32Array.from({ length: rows }, (_, row) => row % weeks)
  return { rows, entity, asOf, values: [Float64Array.from(entity, (account, row) => numberOf(account, asOf[row]!))] }
}

const TEN = new Array<number>(10).fill(40)

test('of a number that is half lasting, those picked at 40 are to be expected half way back to the mean', () => {
  // ±10 lasting, and ±10 that is turned over within four weeks as often as not.
  const lasting = (account: number): number => (account % 2 === 0 ? 10 : -10)
  const passing = (account: number, week: number): number =>
    (week < 4 ? account >> 1 : account >> 2) % 2 === 0 ? 10 : -10
  const panel = panelOf(64, 8, (account, week) => 60 + lasting(account) + passing(account, week))
  const rise = predictRise(panel, TEN)!
  expect(rise).toMatchObject({ picked: 40, mean: 60 })
  expect(rise.reliability).toBeCloseTo(0.5, 12)
  expect(rise.expected).toBeCloseTo(50, 12)
})

test('what never changes does not come back, and what carries nothing over comes back all the way', () => {
  const fixed = panelOf(30, 8, (account) => account)
  expect(predictRise(fixed, TEN)!.expected).toBeCloseTo(40, 9)
  const opposite = panelOf(30, 8, (account, week) => (week < 4 ? account : 29 - account))
  expect(predictRise(opposite, TEN)).toMatchObject({ reliability: 0, expected: 14.5 })
})

test('too few who were picked, too short a past, and a number that is the same for all, say nothing', () => {
  const panel = panelOf(30, 8, (account) => account)
  expect(predictRise(panel, [...TEN.slice(1), Number.NaN])).toBeNull()
  expect(
    predictRise(
      panelOf(30, 4, (account) => account),
      TEN,
    ),
  ).toBeNull()
  expect(
    predictRise(
      panelOf(30, 8, () => 5),
      TEN,
    ),
  ).toBeNull()
  expect(
    predictRise(
      panelOf(30, 8, () => Number.NaN),
      TEN,
    ),
  ).toBeNull()
  expect(predictRise({ ...panel, values: [] }, TEN)).toBeNull()
})
