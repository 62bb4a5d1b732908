import fc from 'fast-check'
import { expect, test } from 'vitest'
import { estimateSlope } from './estimate-slope.ts'

test('of a straight line is exact, however few of its points are known', () => {
  expect(estimateSlope([3, 5, 7, 9, 11, 13, 15])).toEqual({ slope: 2, low: 2, high: 2 })
  expect(estimateSlope([3, Number.NaN, 7, Number.NaN, 11])).toEqual({ slope: 2, low: 2, high: 2 })
  expect([estimateSlope([]), estimateSlope([4, Number.NaN])]).toEqual([null, null])
})

test("Sen's interval: the ranks that Kendall's statistic leaves", () => {
  // 45 pairs of ten values without ties: variance 10 · 9 · 25 / 18 = 125, 1.96 · 11.18 = 21.9: ranks (45 − 21.9) / 2 = 11.5 and 45 − 11, from below and above.
  const values = [1, 4, 2, 6, 5, 9, 7, 12, 10, 14]
  const slopes = values.flatMap((a, i) => values.slice(i + 1).map((b, k) => (b - a) / (k + 1))).sort((a, b) => a - b)
  expect(slopes).toHaveLength(45)
  expect(estimateSlope(values)).toEqual({ slope: slopes[22], low: slopes[10], high: slopes[34] })
})

test('does not move with one wild value, and is as wide as it gets where nothing can be said', () => {
  expect(estimateSlope([1, 2, 3, 400, 5, 6, 7, 8, 9, 10])!.slope).toBe(1)
  expect(estimateSlope([1, 2])).toEqual({ slope: 1, low: 1, high: 1 })
  expect(estimateSlope([5, 5, 5, 5])).toEqual({ slope: 0, low: 0, high: 0 })
})

test('mirrors with its values, and lies within its interval', () => {
  const series = fc.array(fc.integer({ min: -50, max: 50 }), { minLength: 2, maxLength: 30 })
  fc.assert(
    fc.property(series, (values) => {
      const up = estimateSlope(values)!
      const down = estimateSlope(values.map((value) => -value))!
      expect(down.slope).toBeCloseTo(-up.slope, 12)
      expect(down.low).toBeCloseTo(-up.high, 12)
      expect(up.low).toBeLessThanOrEqual(up.slope)
      expect(up.high).toBeGreaterThanOrEqual(up.slope)
    }),
  )
})
