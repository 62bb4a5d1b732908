import fc from 'fast-check'
import { mad, median, quantileSorted, sampleCorrelation } from 'simple-statistics'
import { describe, expect, test } from 'vitest'
import { correlate } from './correlate.ts'
import { deviationByMedian, medianOf, quantileOf, quantileOfSorted, trimmedMeanOf } from './order-statistics.ts'
import { meanOf, sumExactly } from './sum-exactly.ts'

const numbers = fc.array(fc.double({ min: -1e12, max: 1e12, noNaN: true }), { minLength: 1, maxLength: 40 })

describe('a sum', () => {
  test('keeps what cancels', () => {
    expect(sumExactly([1e100, 1, -1e100])).toBe(1)
    expect(sumExactly([0.1, 0.2, 0.3, -0.6])).toBe(2 ** -55)
    expect(sumExactly(Array.from({ length: 10 }, () => 0.1))).toBe(1)
  })

  test('does not depend on the order of the rows', () => {
    fc.assert(
      fc.property(numbers, fc.integer(), (values, seed) => {
        const shuffled = values
          .map((value, i) => ({ value, key: Math.imul(i + 1, seed | 1) }))
          .sort((a, b) => a.key - b.key)
        expect(sumExactly(shuffled.map(({ value }) => value))).toBe(sumExactly(values))
      }),
    )
  })

  test('of whole numbers is their sum in whole-number arithmetic', () => {
    fc.assert(
      fc.property(fc.array(fc.maxSafeInteger()), (values) => {
        expect(sumExactly(values)).toBe(Number(values.reduce((sum, value) => sum + BigInt(value), 0n)))
      }),
    )
  })

  test('the mean of equal numbers is that number', () => {
    expect(meanOf([0.1, 0.1, 0.1])).toBe(0.1)
    expect(meanOf([1, Number.NaN])).toBeNaN()
  })

  test('of nothing is 0, its mean is null; what is unknown stays unknown', () => {
    expect(sumExactly([])).toBe(0)
    expect(meanOf([])).toBeNull()
    expect(sumExactly([1, Number.NaN])).toBeNaN()
    expect(sumExactly([1, Number.POSITIVE_INFINITY])).toBe(Number.POSITIVE_INFINITY)
  })
})

describe('order statistics', () => {
  test('of a few numbers', () => {
    expect(medianOf([5, 1, 4])).toBe(4)
    expect(medianOf([5, 1, 4, 2])).toBe(3)
    expect(quantileOf([10, 20, 30, 40], 0.25)).toBe(17.5)
    expect(trimmedMeanOf([100, 1, 4, 2, 3, 0, 5, 2], 2)).toBe((2 + 2 + 3 + 4) / 4)
    expect(deviationByMedian([1, 2, 3, 4, 100])).toBe(1.4826)
  })

  test('of nothing are null', () => {
    expect([medianOf([]), quantileOf([], 0.5), trimmedMeanOf([1, 2], 1), deviationByMedian([])]).toEqual([
      null,
      null,
      null,
      null,
    ])
  })

  test('agree with simple-statistics', () => {
    fc.assert(
      fc.property(numbers, (values) => {
        expect(medianOf(values)).toBeCloseTo(median(values), 3)
        expect(deviationByMedian(values)! / 1.4826).toBeCloseTo(mad(values), 3)
        expect(quantileOfSorted([1, 2, 3, 4, 5], 0.5)).toBe(quantileSorted([1, 2, 3, 4, 5], 0.5))
      }),
    )
  })
})

describe('a correlation', () => {
  test('is that of simple-statistics', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.integer({ min: -99, max: 99 }), fc.nat(99)), { minLength: 3, maxLength: 20 }),
        (drawn) => {
          const found = correlate(drawn.map(([x, y]) => ({ x, y })))
          const [xs, ys] = [drawn.map(([x]) => x), drawn.map(([, y]) => y)]
          const varies = [xs, ys].every((values) => new Set(values).size > 1)
          if (varies) expect(found).toBeCloseTo(sampleCorrelation(xs, ys), 9)
          else expect(found).toBeNull()
        },
      ),
    )
  })
})
