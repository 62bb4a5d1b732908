import fc from 'fast-check'
import { expect, it } from 'vitest'
import { compactPoints, percentileRank } from '../../src/fold/reference/percentile-rank.ts'

it('a rank is the share below plus half of those equal', () => {
  const points = Float64Array.of(1, 2, 2, 5)
  expect([0, 1, 2, 3, 5, 9].map((value) => percentileRank(points, value))).toEqual([0, 12.5, 50, 75, 87.5, 100])
})

it('an unknown value, or no population, has no rank', () => {
  expect(percentileRank(Float64Array.of(1), Number.NaN)).toBeNaN()
  expect(percentileRank(new Float64Array(0), 1)).toBeNaN()
})

it('finds a rank from any place, and leaves the place there', () => {
  const numbers = fc.array(fc.integer({ min: -9, max: 9 }), { minLength: 1, maxLength: 40 })
  const guess = fc.tuple(fc.nat(60), fc.nat(60))
  fc.assert(
    fc.property(numbers, fc.integer({ min: -10, max: 10 }), guess, (values, value, [below, upTo]) => {
      const place = { below, upTo }
      const rank = percentileRank(Float64Array.from(values).sort(), value, place)
      const less = values.filter((one) => one < value).length
      const notMore = values.filter((one) => one <= value).length
      expect(place).toEqual({ below: less, upTo: notMore })
      expect(rank).toBeCloseTo((100 * (less + (notMore - less) / 2)) / values.length, 9)
    }),
  )
})

it('many values are told by 257 points, from the lowest to the highest', () => {
  const values = Float64Array.from({ length: 10_000 }, (_, i) => 9_999 - i)
  const points = compactPoints(values)
  expect([points.length, points[0], points[128], points[256]]).toEqual([257, 0, 5000, 9999])
  expect(percentileRank(points, 7_499)).toBeCloseTo(75, 0)
})
