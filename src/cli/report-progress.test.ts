import { expect, it } from 'vitest'
import { progressLine } from './report-progress.ts'

it('says share, rate and time left', () => {
  expect(progressLine('import', 'rows', { done: 25_000, total: 100_000, elapsedMs: 5_000 })).toBe(
    'import: 25 % (25,000 of 100,000 rows), 5,000 rows/s, 15 s left',
  )
  expect(progressLine('import', 'rows', { done: 100, total: null, elapsedMs: 1_000 })).toBe(
    'import: 100 rows, 100 rows/s',
  )
  expect(progressLine('import', 'rows', { done: 0, total: 9, elapsedMs: 0 })).toBe(
    'import: 0 % (0 of 9 rows), 0 rows/s',
  )
})
