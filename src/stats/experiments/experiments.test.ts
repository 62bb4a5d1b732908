import fc from 'fast-check'
import { jStat } from 'jstat'
import { describe, expect, test } from 'vitest'
import { stream } from '../../core/stream.ts'
import { poissonLimits } from '../distributions/poisson.ts'
import { student95, studentTwoSidedP } from '../distributions/student.ts'
import { estimateDifference } from '../proportions/estimate-difference.ts'
import { estimateProportion } from '../proportions/estimate-proportion.ts'
import { bootstrapEntities } from '../samples/bootstrap-entities.ts'
import { adjustByCovariate } from './adjust-by-covariate.ts'
import { assignUnit, placeUnit } from './assign-unit.ts'
import { boundSequence, differenceError } from './bound-sequence.ts'
import { checkSampleRatio } from './check-sample-ratio.ts'
import { compareChanges } from './compare-changes.ts'
import { compareMeans } from './compare-means.ts'
import { estimateLevelShift } from './estimate-level-shift.ts'
import { detectableDifference, estimatePower, planSample, weeksUntil } from './plan-sample.ts'
import { predictRegression } from './predict-regression.ts'

describe('assignment', () => {
  test('hash-acct_42', () => {
    const unit = { experiment: 'pb_rescue', salt: 'v1', unit: 'acct_42' }
    expect(placeUnit(unit)).toBeCloseTo(0.138353, 6)
    expect([assignUnit(unit, 0.2), assignUnit(unit, 0.1)]).toEqual(['holdout', 'treated'])
  })
  test('another salt, or another experiment, is another draw; one in five is held back', () => {
    const units = Array.from({ length: 4000 }, (_, i) => `acct_${i}`)
    const arms = (experiment: string, salt: string) =>
      units.map((unit) => assignUnit({ experiment, salt, unit }, 0.2) === 'holdout')
    const [one, two, three] = [arms('a', 'v1'), arms('a', 'v2'), arms('b', 'v1')]
    const both = (x: boolean[], y: boolean[]) => x.filter((held, i) => held && y[i]).length
    for (const held of [one, two, three])
      expect(Math.abs(held.filter(Boolean).length - 800)).toBeLessThan(4 * Math.sqrt(640))
    for (const count of [both(one, two), both(one, three)])
      expect(Math.abs(count - 160)).toBeLessThan(4 * Math.sqrt(160))
  })
})

describe('sample ratio', () => {
  test('srm-3: units are missing', () => {
    const found = checkSampleRatio([4000, 880], [0.8, 0.2])!
    expect(found.statistic).toBeCloseTo(11.803279, 6)
    expect(found.p).toBeCloseTo(0.000591, 6)
    expect(found.mismatch).toBe(true)
  })
  test('what chance does is no mismatch', () => {
    expect(checkSampleRatio([4000, 950], [0.8, 0.2])!.mismatch).toBe(false)
    expect(checkSampleRatio([0, 0], [0.8, 0.2])).toBeNull()
  })
})

describe('means', () => {
  // SciPy 1.17, ttest_ind(equal_var=False), on the first example of Wikipedia's page on Welch's test.
  const A = [27.5, 21, 19, 23.6, 17, 17.9, 16.9, 20.1, 21.9, 22.6, 23.1, 19.6, 19, 21.7, 21.4]
  const B = [27.1, 22, 20.8, 23.4, 23.4, 23.5, 25.8, 22, 24.8, 20.2, 21.9, 22.1, 22.9, 30.5, 28.1]
  test("Welch's test", () => {
    const found = compareMeans(A, B)!
    expect(found.degrees).toBeCloseTo(27.985472784640546, 9)
    expect(found.p).toBeCloseTo(0.006010144794550795, 10)
    expect(found.lower).toBeCloseTo(-5.202349319937101, 8)
    expect(found.upper).toBeCloseTo(-0.9576506800629034, 8)
  })
  test('of too few, or without variety, are not compared', () => {
    expect([compareMeans([1], [1, 2]), compareMeans([1, 1], [1, 1]), compareMeans([], [])]).toEqual([null, null, null])
  })

  const unit = ([x, y]: number[]) => ({ x: x!, y: y! })
  const TREATED = [
    [5, 9],
    [3, 7],
    [4, 8],
    [1, 4],
    [6, 10],
    [5, 9],
  ].map(unit)
  const HOLDOUT = [
    [6, 7],
    [2, 4],
    [1, 2],
    [5, 7],
    [4, 6],
    [3, 5],
  ].map(unit)
  test('cuped-1', () => {
    const found = adjustByCovariate(TREATED, HOLDOUT)!
    expect(found.theta).toBeCloseTo(1.089552, 6)
    expect(found.adjusted.estimate).toBeCloseTo(2.121891, 6)
    expect(found.adjusted.error).toBeCloseTo(0.251529, 6)
    expect(found.raw.error).toBeCloseTo(1.178511, 6)
  })
  test('a covariate that does not vary takes nothing off', () => {
    const flat = (arm: typeof TREATED) => arm.map(({ y }) => ({ x: 3, y }))
    const found = adjustByCovariate(flat(TREATED), flat(HOLDOUT))!
    expect([found.theta, found.adjusted]).toEqual([0, found.raw])
  })
})

describe('looking again and again', () => {
  const ARMS = [
    { successes: 320, total: 4000 },
    { successes: 120, total: 1000 },
  ] as const
  test('confseq-1: wider than the fixed limits', () => {
    const error = differenceError(...ARMS)!
    const found = boundSequence(-0.04, { units: 5000, planned: 2000, error })!
    expect(found.upper + 0.04).toBeCloseTo(0.034292, 6)
    expect(1.959964 * error).toBeCloseTo(0.021825, 5)
  })
  test('the limits are tightest near the planned number, and none are shown below 100', () => {
    const widthIn = (planned: number) => boundSequence(0, { units: 2000, planned, error: 1 })!.upper
    expect(widthIn(2000)).toBeLessThan(Math.min(widthIn(100), widthIn(50_000)))
    expect(boundSequence(0, { units: 99, planned: 2000, error: 1 })).toBeNull()
  })
  test('an arm in which all agree still has an error; an empty one has none', () => {
    expect(differenceError({ successes: 0, total: 50 }, { successes: 50, total: 50 })).toBeGreaterThan(0.01)
    expect(differenceError({ successes: 0, total: 0 }, ARMS[1])).toBeNull()
  })
})

describe('planning', () => {
  test('samplesize-1: 8 against 12 %, four treated for each one held back', () => {
    expect(planSample({ first: 0.08, second: 0.12, ratio: 4 })).toEqual({ first: 2434, second: 609 })
  })
  test('mde-1: 800 and 200 at 12 % find 7.2 points', () => {
    expect(detectableDifference(0.12, { first: 800, second: 200 })).toBeCloseTo(0.071974, 6)
  })
  test('the planned sample has the power it was planned for', () => {
    const rate = fc.double({ min: 0.02, max: 0.9, noNaN: true })
    fc.assert(
      fc.property(
        rate,
        fc.double({ min: 0.01, max: 0.09, noNaN: true }),
        fc.integer({ min: 1, max: 9 }),
        (first, change, ratio) => {
          const plan = planSample({ first, second: first + change, ratio })!
          const power = estimatePower({ rate: first, units: plan.first }, { rate: first + change, units: plan.second })!
          expect(power).toBeGreaterThanOrEqual(0.8 - 1e-9)
          expect(power).toBeLessThan(0.83)
        },
      ),
    )
  })
  test('waiting is an answer for a year at most', () => {
    expect([weeksUntil(18, 2.6), weeksUntil(0, 0), weeksUntil(52, 1), weeksUntil(53, 1), weeksUntil(3, 0)]).toEqual([
      7,
      0,
      52,
      null,
      null,
    ])
  })
  test('what cannot be planned', () => {
    expect(planSample({ first: 0.1, second: 0.1, ratio: 1 })).toBeNull()
    expect(detectableDifference(0.1, { first: 0, second: 9 })).toBeNull()
    expect(estimatePower({ rate: 0.1, units: 0 }, { rate: 0.2, units: 9 })).toBeNull()
  })
})

test("Student's t and Garwood's limits agree with tables and with jStat", () => {
  expect(student95(9)).toBeCloseTo(2.262157, 6)
  expect(student95(1)).toBeCloseTo(12.7062, 4)
  expect(studentTwoSidedP(0.01, 1)).toBeCloseTo(1 - (2 / Math.PI) * Math.atan(0.01), 14)
  fc.assert(
    fc.property(fc.double({ min: 0.01, max: 20, noNaN: true }), fc.integer({ min: 1, max: 200 }), (t, degrees) => {
      expect(studentTwoSidedP(t, degrees)).toBeCloseTo(2 * (1 - jStat.studentt.cdf(t, degrees)), 6)
    }),
  )
  expect(poissonLimits(0).upper).toBeCloseTo(3.688879, 6)
  expect(poissonLimits(10).lower).toBeCloseTo(4.795389, 6)
  expect(poissonLimits(10).upper).toBeCloseTo(18.390356, 6)
})

describe('the bootstrap', () => {
  const rows = Array.from({ length: 200 }, (_, i) => ({ successes: i % 4 === 0 ? 1 : 0 }))
  const rate = (drawn: Int32Array) =>
    rows.reduce((sum, { successes }, i) => sum + successes * drawn[i]!, 0) / drawn.reduce((a, b) => a + b, 0)

  test('of a proportion has about the limits of a proportion, and the same ones for the same seed', () => {
    const input = { entities: 200, statistic: rate, seed: stream(11), resamples: 2000 }
    const found = bootstrapEntities(input)!
    const score = estimateProportion({ successes: 50, total: 200 })!
    expect(found.estimate).toBe(0.25)
    expect(Math.abs(found.lower - score.lower)).toBeLessThan(0.015)
    expect(Math.abs(found.upper - score.upper)).toBeLessThan(0.015)
    expect(bootstrapEntities(input)).toEqual(found)
    expect(bootstrapEntities({ ...input, seed: stream(12) })).not.toEqual(found)
  })

  test('keeps the size of strata', () => {
    const strata = rows.map((_, i) => (i < 50 ? 0 : 1))
    const ofFirst = (drawn: Int32Array) => drawn.subarray(0, 50).reduce((a, b) => a + b, 0)
    expect(bootstrapEntities({ entities: 200, statistic: ofFirst, seed: stream(1), strata })).toMatchObject({
      lower: 50,
      upper: 50,
    })
    expect(bootstrapEntities({ entities: 200, statistic: ofFirst, seed: stream(1) })!.lower).toBeLessThan(50)
  })

  test('without entities, or a value, has no limits', () => {
    expect(bootstrapEntities({ entities: 0, statistic: rate, seed: stream(1) })).toBeNull()
    expect(bootstrapEntities({ entities: 5, statistic: () => Number.NaN, seed: stream(1) })).toBeNull()
  })

  test('itt-2 has the sign and about the width of its bootstrap', () => {
    const arms = Array.from({ length: 5000 }, (_, i) => ({
      treated: i < 4000,
      outcome: i < 320 || (i >= 4000 && i < 4120),
    }))
    const difference = (drawn: Int32Array) => {
      const sums = { treated: 0, treatedOut: 0, held: 0, heldOut: 0 }
      arms.forEach(({ treated, outcome }, i) => {
        sums[treated ? 'treated' : 'held'] += drawn[i]!
        if (outcome) sums[treated ? 'treatedOut' : 'heldOut'] += drawn[i]!
      })
      return sums.treatedOut / sums.treated - sums.heldOut / sums.held
    }
    const found = bootstrapEntities({ entities: 5000, statistic: difference, seed: stream(3), resamples: 300 })!
    const newcombe = estimateDifference({ successes: 320, total: 4000 }, { successes: 120, total: 1000 })!
    expect(Math.abs(found.lower - newcombe.lower)).toBeLessThan(0.005)
    expect(Math.abs(found.upper - newcombe.upper)).toBeLessThan(0.005)
  })
})

describe('without a holdout', () => {
  test('rtm-1: those picked at 40 come back to 64 by themselves', () => {
    expect(predictRegression(40, { mean: 100, reliability: 0.6 })).toBe(64)
  })

  // By matrix algebra in NumPy, with the same lag and weights.
  test('a step in a weekly series, with an error for weeks that are alike', () => {
    const series = [0.1, 0.12, 0.11, 0.13, 0.12, 0.11, 0.13, 0.12, 0.17, 0.16, 0.18, 0.17, 0.19, 0.16]
    const found = estimateLevelShift(series, 8)!
    expect(found.estimate).toBeCloseTo(0.04181373, 7)
    expect((found.upper - found.estimate) / 1.959964).toBeCloseTo(0.00480146, 6)
    expect([estimateLevelShift(series, 7), estimateLevelShift(series, 13)]).toEqual([null, null])
  })

  test('a plain trend is no step', () => {
    const found = estimateLevelShift(
      Array.from({ length: 20 }, (_, week) => 0.1 + 0.01 * week),
      10,
    )!
    expect(found.estimate).toBeCloseTo(0, 12)
  })

  test('what changed for everybody is taken off', () => {
    const before = { successes: 100, total: 1000 }
    const concerned = { before, after: { successes: 180, total: 1000 } }
    const others = { before, after: { successes: 130, total: 1000 } }
    const found = compareChanges(concerned, others)!
    expect(found.estimate).toBeCloseTo(0.05, 12)
    const error = Math.sqrt((0.18 * 0.82 + 0.13 * 0.87 + 2 * 0.09) / 1000)
    expect(found.upper).toBeCloseTo(0.05 + 1.959964 * error, 6)
    expect(compareChanges(concerned, { before, after: { successes: 0, total: 0 } })).toBeNull()
  })
})
