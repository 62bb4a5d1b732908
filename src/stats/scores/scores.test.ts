import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { compareAuc, measureAuc, type Scored } from './measure-auc.ts'
import { measureBrier } from './measure-brier.ts'
import { measureCalibration } from './measure-calibration.ts'
import { measureDrift } from './measure-drift.ts'
import { summariseNotice } from './summarise-notice.ts'
import { sweepThresholds } from './sweep-thresholds.ts'
import { takeTop } from './take-top.ts'

/** Ten forecasts, of which two with different outcomes are equal. */
const TEN = [
  [0.05, 0],
  [0.2, 1],
  [0.2, 0],
  [0.35, 0],
  [0.4, 0],
  [0.45, 0],
  [0.5, 1],
  [0.6, 0],
  [0.85, 1],
  [0.95, 1],
].map(([p, outcome]) => ({ p: p!, score: p!, outcome: outcome === 1 }))

const scored = fc.array(fc.record({ score: fc.integer({ min: 0, max: 9 }), outcome: fc.boolean() }), {
  minLength: 4,
  maxLength: 40,
})

describe('ranking', () => {
  test('auc-delong', () => {
    const found = measureAuc(TEN)!
    expect(found.estimate).toBeCloseTo(0.770833, 6)
    expect(found.error).toBeCloseTo(0.190485, 6)
  })

  test('of four bands that converted 2, 8, 22 and 47 %: 0.780', () => {
    const bands = [
      [1150, 23],
      [1400, 112],
      [1550, 341],
      [900, 423],
    ].flatMap(([total, successes], score) =>
      Array.from({ length: total! }, (_, i) => ({ score, outcome: i < successes! })),
    )
    expect(measureAuc(bands)!.estimate.toFixed(3)).toBe('0.780')
  })

  test('is the share of pairs ordered rightly; the error is that of their placements', () => {
    fc.assert(
      fc.property(scored, (rows) => {
        const [yes, no] = [rows.filter(({ outcome }) => outcome), rows.filter(({ outcome }) => !outcome)]
        const found = measureAuc(rows)
        if (yes.length === 0 || no.length === 0) {
          expect(found).toBeNull()
          return
        }
        const won = (one: Scored, other: Scored) => (one.score > other.score ? 1 : one.score === other.score ? 0.5 : 0)
        const mean = (values: number[]) => values.reduce((a, b) => a + b, 0) / values.length
        const ofYes = yes.map((one) => mean(no.map((other) => won(one, other))))
        const ofNo = no.map((other) => mean(yes.map((one) => won(one, other))))
        expect(found!.estimate).toBeCloseTo(mean(ofYes), 12)
        expect(found!.lower <= found!.estimate && found!.estimate <= found!.upper).toBe(true)
        if (yes.length < 2 || no.length < 2) {
          expect(found).toMatchObject({ error: Number.NaN, lower: 0, upper: 1 })
          return
        }
        const variance = (values: number[]) =>
          values.reduce((sum, value) => sum + (value - mean(values)) ** 2, 0) / (values.length - 1)
        expect(found!.error).toBeCloseTo(Math.sqrt(variance(ofYes) / yes.length + variance(ofNo) / no.length), 9)
      }),
    )
  })

  test('of classes that do not overlap is one, as surely as the smaller class allows; of one score for all a half', () => {
    const apart = Array.from({ length: 100 }, (_, i) => ({ score: i, outcome: i >= 70 }))
    const found = measureAuc(apart)!
    expect(found).toMatchObject({ estimate: 1, upper: 1, error: 0 })
    expect(found.lower).toBeCloseTo(0.8865, 3)
    expect(measureAuc(apart.map((row) => ({ ...row, score: -row.score })))).toMatchObject({ estimate: 0, lower: 0 })
    expect(measureAuc(apart.map((row) => ({ ...row, score: 5 })))).toMatchObject({
      estimate: 0.5,
      lower: 0.5,
      upper: 0.5,
    })
  })

  test('a score is compared with another one of the same rows', () => {
    const worse = TEN.map(({ score }, i) => (i % 3 === 0 ? 1 - score : score))
    const found = compareAuc(TEN, worse)!
    const back = compareAuc(
      TEN.map((row, i) => ({ ...row, score: worse[i]! })),
      TEN.map(({ score }) => score),
    )!
    expect(found.estimate).toBeCloseTo(
      measureAuc(TEN)!.estimate - measureAuc(TEN.map((row, i) => ({ ...row, score: worse[i]! })))!.estimate,
      12,
    )
    expect(back.lower).toBeCloseTo(-found.upper, 12)
    const itself = compareAuc(
      TEN,
      TEN.map(({ score }) => score * 2),
    )
    expect(itself).toEqual({ estimate: 0, lower: -1, upper: 1, error: Number.NaN })
  })

  test('a score unrelated to the first is compared as if each stood alone', () => {
    const rows = Array.from({ length: 400 }, (_, i) => ({ score: (i * 37) % 101, outcome: i % 2 === 0 }))
    const other = rows.map((_, i) => (i * 53) % 97)
    const apart = Math.hypot(
      measureAuc(rows)!.error,
      measureAuc(rows.map((row, i) => ({ ...row, score: other[i]! })))!.error,
    )
    expect(Math.abs(compareAuc(rows, other)!.error / apart - 1)).toBeLessThan(0.1)
  })
})

describe("Brier's score", () => {
  test('brier-1: 0.180250 = 0.130250 − 0.190000 + 0.240000', () => {
    const found = measureBrier(TEN)!
    const parts = [found.brier, found.reliability, found.resolution, found.uncertainty, found.skill!]
    expect(parts.map((part) => part.toFixed(6))).toEqual(['0.180250', '0.130250', '0.190000', '0.240000', '0.248958'])
    expect(found.within).toBeCloseTo(0, 12)
  })

  test('adds up in groups too, and does not depend on the order of the rows', () => {
    const rows = fc.array(fc.record({ p: fc.double({ min: 0, max: 1, noNaN: true }), outcome: fc.boolean() }), {
      minLength: 1,
      maxLength: 60,
    })
    fc.assert(
      fc.property(rows, fc.integer({ min: 1, max: 10 }), (forecasts, groups) => {
        const found = measureBrier(forecasts, groups)!
        expect(found.reliability - found.resolution + found.uncertainty + found.within).toBeCloseTo(found.brier, 9)
        expect(measureBrier(forecasts.toReversed(), groups)!.brier).toBe(found.brier)
        expect(measureBrier(forecasts)!.within).toBeCloseTo(0, 9)
      }),
    )
  })

  test('is compared with the base rate of the segment where one is given', () => {
    const rows = TEN.map((row, i) => ({ ...row, base: i < 6 ? 0.2 : 0.7 }))
    const reference = (5 * 0.04 + 0.64 + 3 * 0.09 + 0.49) / 10
    expect(measureBrier(rows)!.skill).toBeCloseTo(1 - 0.18025 / reference, 12)
  })

  test('of nothing is not known; of one class there is no skill to have', () => {
    expect(measureBrier([])).toBeNull()
    expect(measureBrier([{ p: 0.3, outcome: false }])).toMatchObject({ uncertainty: 0, skill: null })
  })
})

describe('calibration', () => {
  /** So many rows with this forecast, so many of them with the outcome. */
  const group = (p: number, total: number, successes: number) =>
    Array.from({ length: total }, (_, i) => ({ p, outcome: i < successes }))

  test('of forecasts that hold: slope 1, nothing to add', () => {
    const found = measureCalibration([...group(0.1, 100, 10), ...group(0.3, 100, 30), ...group(0.8, 50, 40)])!
    expect(found.slope!.estimate).toBeCloseTo(1, 9)
    expect(found.intercept!.estimate).toBeCloseTo(0, 9)
    expect(found.inTheLarge!.estimate).toBeCloseTo(0, 9)
    expect(found.ratio.estimate).toBeCloseTo(1, 12)
  })

  test('calibration-1: of two groups it is the line through their two points', () => {
    const logit = (p: number) => Math.log(p / (1 - p))
    const found = measureCalibration([...group(0.2, 40, 12), ...group(0.6, 50, 45)])!
    const slope = (logit(0.9) - logit(0.3)) / (logit(0.6) - logit(0.2))
    expect(found.slope!.estimate).toBeCloseTo(slope, 9)
    expect(found.intercept!.estimate).toBeCloseTo(logit(0.3) - slope * logit(0.2), 9)
    // Of a saturated fit: variance of a group's logit is 1 / (n p q).
    const variance = (1 / (50 * 0.9 * 0.1) + 1 / (40 * 0.3 * 0.7)) / (logit(0.6) - logit(0.2)) ** 2
    expect((found.slope!.upper - found.slope!.estimate) / 1.959964).toBeCloseTo(Math.sqrt(variance), 6)
    const moved = found.inTheLarge!.estimate
    const expectedOf = (p: number) => 1 / (1 + Math.exp(-(logit(p) + moved)))
    expect(40 * expectedOf(0.2) + 50 * expectedOf(0.6)).toBeCloseTo(57, 9)
    expect([found.observed, found.expected]).toEqual([57, 38])
  })

  test('observed and expected: 5 where 4.2 were, with exact limits', () => {
    const found = measureCalibration([...group(0.3, 4, 1), ...group(0.5, 6, 4)])!
    expect(found.ratio.estimate).toBeCloseTo(1.190476, 6)
    expect(found.ratio.lower).toBeCloseTo(1.6234863901 / 4.2, 8)
    expect(found.ratio.upper).toBeCloseTo(11.6683320792 / 4.2, 8)
  })

  test('with one class, or one forecast, there is no slope; certain forecasts count as nearly certain', () => {
    expect(measureCalibration(group(0.2, 10, 0))).toMatchObject({ slope: null, inTheLarge: null, observed: 0 })
    expect(measureCalibration(group(0.2, 10, 3))!.slope).toBeNull()
    expect(measureCalibration([])).toBeNull()
    expect(measureCalibration([...group(0, 10, 1), ...group(1, 10, 9)])!.slope!.estimate).toBeCloseTo(
      Math.log(9) / Math.log(1e9),
      6,
    )
  })
})

describe('drift', () => {
  test('psi-1: shares 50 and 50 that become 70 and 30', () => {
    const found = measureDrift([500, 500], [70, 30])!
    expect(found.index).toBeCloseTo(0.2 * Math.log(0.7 / 0.5) + -0.2 * Math.log(0.3 / 0.5), 12)
    expect(found.grade).toBe('note')
  })
  test('is nothing for the same shares, to act on for others, unknown of nobody', () => {
    expect(measureDrift([10, 20, 30], [20, 40, 60])).toEqual({ index: 0, grade: 'stable' })
    expect(measureDrift([10, 20, 0], [0, 20, 10])!.grade).toBe('act')
    expect(measureDrift([0, 0], [1, 2])).toBeNull()
  })
})

describe('the top of a list', () => {
  const rows = [
    [9, 1],
    [8, 0],
    [5, 0],
    [5, 1],
    [5, 0],
    [2, 0],
    [1, 1],
  ].map(([score, outcome]) => ({ score: score!, outcome: outcome === 1 }))
  test('topk-ties: three tied for two places share them', () => {
    const found = takeTop(rows, 4)
    expect(found.precision).toBeCloseTo(0.416667, 6)
    expect(found.recall).toBeCloseTo(0.555556, 6)
  })
  test('does not depend on the order of the rows, and takes no more than there are', () => {
    fc.assert(
      fc.property(scored, fc.nat(50), (sample, k) => {
        expect(takeTop(sample.toReversed(), k)).toEqual(takeTop(sample, k))
        expect(takeTop(sample, k).taken).toBe(Math.min(k, sample.length))
      }),
    )
    expect(takeTop(rows, 99)).toMatchObject({ taken: 7, recall: 1 })
    expect(takeTop(rows, 0)).toEqual({ taken: 0, found: 0, precision: null, recall: 0 })
    expect(takeTop([], 3)).toEqual({ taken: 0, found: 0, precision: null, recall: null })
  })
})

describe('cost-sweep', () => {
  const CASES = [
    [0.2, 420, 62],
    [0.3, 240, 50],
    [0.4, 150, 42],
    [0.5, 90, 34],
    [0.6, 40, 18],
  ].map(([threshold, alerts, right]) => ({ threshold: threshold!, alerts: alerts!, right: right!, load: alerts! }))
  const COSTS = { saveRate: 0.1, value: 4000, cost: 50, capacity: 160 }

  test('the best threshold that the team can take is also the best of all', () => {
    const found = sweepThresholds(CASES, COSTS)
    expect(found.neededPrecision).toBeCloseTo(0.125, 12)
    expect(found.cases.map(({ net }) => net)).toEqual([3800, 8000, 9300, 9100, 5200])
    expect([found.best, found.unconstrained]).toEqual([0.4, 0.4])
  })
  test('with less capacity it is another; where nothing gains, none', () => {
    expect(sweepThresholds(CASES, { ...COSTS, capacity: 100 })).toMatchObject({ best: 0.5, unconstrained: 0.4 })
    expect(sweepThresholds(CASES, { ...COSTS, cost: 500 })).toMatchObject({ best: null, unconstrained: null })
    expect(sweepThresholds(CASES, { ...COSTS, saveRate: 0 }).neededPrecision).toBeNull()
  })
})

test('lead-1: days of notice, and how often they were enough', () => {
  expect(summariseNotice([40, 5, 21, 13, 30], 14)).toEqual({
    median: 21,
    lowerQuartile: 13,
    upperQuartile: 30,
    inTime: 0.6,
  })
  expect(summariseNotice([], 14)).toBeNull()
})
