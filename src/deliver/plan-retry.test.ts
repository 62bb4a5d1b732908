import { expect, it } from 'vitest'
import { planRetry, readRetryAfter } from './plan-retry.ts'

const at = Date.parse('2026-03-02T09:00:00Z')
const hours = (attempt: number, random: number): number | null => {
  const again = planRetry(attempt, { at, wait: null, random })
  return again === null ? null : (again - at) / 3_600_000
}

it('ten attempts in about three days, a fifth longer at most', () => {
  const waits = Array.from({ length: 10 }, (_, i) => hours(i + 1, 0))
  expect(waits).toEqual([5 / 3600, 5 / 60, 0.5, 2, 5, 10, 14, 20, 24, null])
  expect(hours(5, 1)).toBe(6)
  expect(planRetry(1, { at, wait: 60_000, random: 0 })).toBe(at + 60_000)
  expect(planRetry(9, { at, wait: 60_000, random: 0 })).toBe(at + 24 * 3_600_000)
})

it.each([
  ['120', 120_000],
  ['Mon, 02 Mar 2026 10:00:00 GMT', 3_600_000],
  ['1000000000', 86_400_000],
  ['Sat, 02 Mar 2126 10:00:00 GMT', 86_400_000],
  ['-5', null],
  ['0', null],
  ['Mon, 02 Mar 2026 08:00:00 GMT', null],
  ['soon', null],
  [null, null],
])('Retry-After %s', (text, wait) => {
  expect(readRetryAfter(text, at)).toBe(wait)
})
