import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Interval } from '../interval.ts'
import { combineStrata } from './combine-strata.ts'
import { estimateOddsRatio, estimateRiskRatio, measureEValue } from './estimate-ratio.ts'
import { gradePhi, measurePhi } from './measure-phi.ts'
import { type Arms, smallestExpected } from './share.ts'
import { testIndependence } from './test-independence.ts'

/** From the four cells: exposed with and without the outcome, others with and without. */
function armsOf(a: number, b: number, c: number, d: number): Arms {
  return { exposed: { successes: a, total: a + b }, other: { successes: c, total: c + d } }
}

const SEED = armsOf(423, 477, 476, 3624)
const cell = fc.integer({ min: 1, max: 300 })
const arms = fc.tuple(cell, cell, cell, cell).map((cells) => armsOf(...cells))
const swap = ({ exposed, other }: Arms): Arms => ({ exposed: other, other: exposed })
const double = ({ exposed, other }: Arms): Arms => ({
  exposed: { successes: exposed.successes * 2, total: exposed.total * 2 },
  other: { successes: other.successes * 2, total: other.total * 2 },
})

function expectInterval(found: Interval | null, ...[estimate, lower, upper]: number[]): void {
  expect(found?.estimate).toBeCloseTo(estimate!, 6)
  if (lower !== undefined) expect(found?.lower).toBeCloseTo(lower, 6)
  if (upper !== undefined) expect(found?.upper).toBeCloseTo(upper, 6)
}

describe('a risk ratio', () => {
  test('riskratio-1', () => expectInterval(estimateRiskRatio(SEED), 4.048319, 3.629162, 4.515889))

  test("the Physicians' Health Study: heart attacks with aspirin and with placebo (104 of 11,037, 189 of 11,034)", () => {
    const found = estimateRiskRatio({
      exposed: { successes: 189, total: 11_034 },
      other: { successes: 104, total: 11_037 },
    })!
    expect([found.estimate, found.lower, found.upper].map((value) => value.toFixed(2))).toEqual([
      '1.82',
      '1.43',
      '2.31',
    ])
  })

  test('with an empty cell adds half a success to each arm', () => {
    expect(estimateRiskRatio(armsOf(0, 20, 5, 15))!.estimate).toBeCloseTo(0.5 / 21 / (5.5 / 21), 12)
    expect(estimateRiskRatio(armsOf(10, 0, 10, 0))).toMatchObject({ estimate: 1 })
    expect(estimateRiskRatio(armsOf(10, 0, 10, 0))!.lower).toBeLessThan(0.95)
  })

  test('of nobody, or of no success, is not known', () => {
    expect([estimateRiskRatio(armsOf(0, 0, 3, 4)), estimateRiskRatio(armsOf(0, 5, 0, 7))]).toEqual([null, null])
  })

  test('is inverted when the arms change places, and narrower with twice the cases', () => {
    fc.assert(
      fc.property(arms, (table) => {
        const [found, swapped, twice] = [
          estimateRiskRatio(table)!,
          estimateRiskRatio(swap(table))!,
          estimateRiskRatio(double(table))!,
        ]
        expect(Math.log(swapped.estimate)).toBeCloseTo(-Math.log(found.estimate), 9)
        expect(Math.log(swapped.lower)).toBeCloseTo(-Math.log(found.upper), 9)
        expect(found.lower <= found.estimate && found.estimate <= found.upper).toBe(true)
        expect(twice.upper - twice.lower).toBeLessThan(found.upper - found.lower)
      }),
    )
  })
})

describe('an odds ratio', () => {
  test('oddsratio-prior: with one case added to each cell', () => expectInterval(estimateOddsRatio(SEED, 1), 6.741051))
  test("without a prior it is Woolf's (odds ratio 1.83 of the Physicians' Health Study, 1.44 to 2.33)", () => {
    const found = estimateOddsRatio(armsOf(189, 10_845, 104, 10_933), 0)!
    expect([found.estimate, found.lower, found.upper].map((value) => value.toFixed(2))).toEqual([
      '1.83',
      '1.44',
      '2.33',
    ])
  })
  test('of an empty arm is not known', () => expect(estimateOddsRatio(armsOf(0, 0, 1, 2))).toBeNull())
})

describe('an E-value', () => {
  test('evalue-1', () => {
    const found = measureEValue(estimateRiskRatio(SEED)!)
    expect(found.estimate).toBeCloseTo(7.561234, 6)
    expect(found.bound).toBeCloseTo(6.718118, 6)
  })
  test('of a protective ratio is that of its inverse; 1 where the limits cover 1', () => {
    // VanderWeele and Ding 2017: a risk ratio of 3.9 (1.8 to 8.7) has 7.26, and 3.0 for the limit.
    const found = measureEValue({ estimate: 1 / 3.9, lower: 1 / 8.7, upper: 1 / 1.8 })
    expect([found.estimate.toFixed(2), found.bound.toFixed(1)]).toEqual(['7.26', '3.0'])
    expect(measureEValue({ estimate: 1.4, lower: 0.9, upper: 2.2 }).bound).toBe(1)
  })
})

describe('phi', () => {
  test('phi-1', () => {
    const found = measurePhi(SEED)!
    expectInterval(found, 0.354056)
    expect(found.ceiling).toBeCloseTo(0.999322, 6)
    expect(found.error).toBeCloseTo(0.016718, 6)
    expect([found.lower.toFixed(3), found.upper.toFixed(3), gradePhi(found.estimate)]).toEqual([
      '0.321',
      '0.387',
      'moderate',
    ])
  })

  test('phi-2: seven tenths of what this pair could reach', () => {
    const found = measurePhi(armsOf(764, 1686, 135, 2415))!
    expectInterval(found, 0.337018)
    expect(found.ceiling).toBeCloseTo(0.477663, 6)
    expect(found.estimate / found.ceiling).toBeCloseTo(0.705555, 6)
  })

  test('is the correlation of the two columns, and stays within its range', () => {
    fc.assert(
      fc.property(cell, cell, cell, cell, (a, b, c, d) => {
        const n = a + b + c + d
        const [x, y] = [(a + b) / n, (a + c) / n]
        const found = measurePhi(armsOf(a, b, c, d))!
        expect(found.estimate).toBeCloseTo((a / n - x * y) / Math.sqrt(x * (1 - x) * y * (1 - y)), 9)
        expect(found.estimate).toBeLessThanOrEqual(found.ceiling + 1e-12)
        expect(found.estimate).toBeGreaterThanOrEqual(found.floor - 1e-12)
        expect(measurePhi(armsOf(a, c, b, d))!.estimate).toBeCloseTo(found.estimate, 12)
        expect(measurePhi(armsOf(a, c, b, d))!.error).toBeCloseTo(found.error, 12)
      }),
    )
  })

  test('reaches its ends: the rarer within the commoner, or apart from it', () => {
    const within = measurePhi(armsOf(20, 0, 30, 50))!
    const apart = measurePhi(armsOf(0, 20, 30, 50))!
    const crowded = measurePhi(armsOf(30, 40, 30, 0))!
    expect(within.estimate).toBeCloseTo(within.ceiling, 12)
    expect(apart.estimate).toBeCloseTo(apart.floor, 12)
    expect(crowded.estimate).toBeCloseTo(crowded.floor, 12)
  })

  test('of one class is not known', () => {
    expect([measurePhi(armsOf(0, 5, 0, 6)), measurePhi(armsOf(3, 5, 0, 0)), measurePhi(armsOf(0, 0, 0, 0))]).toEqual([
      null,
      null,
      null,
    ])
  })
})

describe('strata', () => {
  test('mh-simpson-flip: three times as often overall, within segments no more often', () => {
    const found = combineStrata([armsOf(90, 210, 30, 70), armsOf(4, 96, 45, 855)])
    expectInterval(found.crude, 3.133333)
    expectInterval(found.adjusted, 0.966667, 0.694944, 1.344633)
    expect([found.kept, found.flipped]).toEqual([1, true])
  })

  // Rothman, Greenland and Lash (Modern Epidemiology, table 15-1): tolbutamide and deaths, ages below 55 and above: 1.33.
  test('tolbutamide and deaths by age', () => {
    const found = combineStrata([armsOf(8, 98, 5, 115), armsOf(22, 76, 16, 69)])
    expect([found.crude!.estimate.toFixed(2), found.adjusted!.estimate.toFixed(2), found.flipped]).toEqual([
      '1.44',
      '1.33',
      false,
    ])
  })

  test('the test of one stratum is the chi-square of its table, (n − 1) / n of it', () => {
    const found = combineStrata([armsOf(20, 80, 35, 55)]).test!
    const plain = testIndependence([
      [20, 80],
      [35, 55],
    ])!
    expect(found.statistic).toBeCloseTo((plain.statistic * 189) / 190, 10)
  })

  test('of one stratum is the plain ratio; an empty stratum changes nothing', () => {
    fc.assert(
      fc.property(arms, arms, (one, two) => {
        expect(combineStrata([one]).adjusted!.estimate).toBeCloseTo(estimateRiskRatio(one)!.estimate, 9)
        const both = combineStrata([one, two])
        expect(combineStrata([two, armsOf(0, 0, 0, 0), one])).toEqual(both)
      }),
    )
  })

  test('that cannot tell are left out, and said so', () => {
    const found = combineStrata([armsOf(10, 10, 5, 15), armsOf(0, 20, 0, 20), armsOf(3, 17, 0, 0)])
    expect(found.adjusted!.estimate).toBeCloseTo(2, 12)
    expect(found.kept).toBeCloseTo(0.4, 12)
    expect(combineStrata([])).toEqual({ crude: null, adjusted: null, test: null, kept: 0, flipped: false })
  })
})

test('the smallest cell that chance would give', () => {
  expect(smallestExpected(armsOf(10, 10, 5, 15))).toBe(7.5)
  expect(smallestExpected(armsOf(1, 9, 1, 89))).toBeCloseTo(0.2, 12)
  expect(smallestExpected(armsOf(0, 0, 0, 0))).toBeNull()
})
