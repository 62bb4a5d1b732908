import { expect, test } from 'vitest'
import { MS_PER_DAY } from '../../core/time.ts'
import { driftOf } from './date-drift.ts'

const ACCOUNTS = 20

/** The same accounts each week with that mean score, ten above it and ten below; from 40 on they are in the upper of two bands. */
function driftIn(means: readonly number[]) {
  const rows = means.length * ACCOUNTS
  const asOf = Int32Array.from({ length: rows }, (_, row) => row % means.length)
  const values = Float64Array.from(asOf, (week, row) => means[week]! + (row < rows / 2 ? 2 : -2))
  const panel = {
    asOfs: means.map((_, week) => ({ day: 7 * week, at: 7 * week * MS_PER_DAY })),
    ...{ asOf, rows, values: [values] },
  }
  const score = { bands: ['low', 'high'], column: 0, bandOf: Int16Array.from(values, (value) => (value < 40 ? 0 : 1)) }
  return driftOf(
    { panel },
    score,
    Array.from({ length: rows }, (_, row) => row),
  )
}

const USUAL = [50, 51, 49, 50, 52, 48, 50, 51, 49, 50, 51, 49, 50, 50]

test('bands that are filled otherwise lately are dated by the week since which the mean is out of what weeks varied by', () => {
  const fallen = driftIn([...USUAL, 38, 37, 36, 37, 36, 37])
  expect(fallen).toMatchObject({ drift: { grade: 'act' }, driftSince: 14 * 7 * MS_PER_DAY })
  const risen = driftIn([...USUAL.map((mean) => mean - 15), 55, 56, 55, 56, 55, 56])
  expect(risen).toMatchObject({ drift: { grade: 'act' }, driftSince: 14 * 7 * MS_PER_DAY })
})

test('what does not drift has no day, and neither has what came back by the last week', () => {
  expect(driftIn([...USUAL, 50, 51, 49, 50, 51, 49])).toMatchObject({ drift: { grade: 'stable' }, driftSince: null })
  const back = driftIn([...USUAL, 36, 36, 36, 36, 50, 55, 55, 55])
  expect(back).toMatchObject({ drift: { grade: 'act' }, driftSince: null })
  expect(driftIn(USUAL.map(() => 50)).driftSince).toBeNull()
})
