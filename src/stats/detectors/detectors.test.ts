import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { chartCusum } from './chart-cusum.ts'
import { chartEwma } from './chart-ewma.ts'
import { dateChange } from './date-change.ts'
import { estimateTrend } from './estimate-trend.ts'
import { measureBaseline } from './measure-baseline.ts'
import {
  addSpread,
  findCommonFactor,
  findQuietDays,
  LEAST_OF_ALL,
  LEAST_OF_SEGMENT,
  NO_SPREAD,
  pooledOverdispersion,
  suspectTracking,
} from './measure-shared-day.ts'
import { measureShift } from './measure-shift.ts'
import { measureSilence } from './measure-silence.ts'
import { proposeAlpha } from './propose-alpha.ts'

/** Eight weeks whose trimmed mean is 51.75, varying less than a Poisson number would. */
const WEEKS = [48, 51, 53, 51, 56, 52, 50, 54]
const BASELINE = { weeks: 8, typical: 51.75, overdispersion: 0 }
const SHARED = { overdispersion: 0.06, commonFactor: 1 }

describe('a baseline', () => {
  test('is the middle of eight weeks', () => expect(measureBaseline(WEEKS)).toEqual(BASELINE))

  test('of weeks that vary more than a Poisson number says by how much', () => {
    // Median 60, distances 20 10 0 0 0 10 40: median 10, deviation 14.826; typical (50+60+60+60+70) / 5.
    const found = measureBaseline([40, 60, 100, 50, 60, 70, 60])!
    expect(found).toMatchObject({ weeks: 7, typical: 60 })
    expect(found.overdispersion).toBeCloseTo((14.826 ** 2 - 60) / 3600, 12)
  })

  test('leaves out the lowest and the highest of six weeks, two each of eight', () => {
    expect(measureBaseline([0, 10, 20, 30, 40, 500])!.typical).toBe(25)
    expect(measureBaseline([0, 1, 10, 20, 30, 40, 500, 900])!.typical).toBe(25)
    expect(measureBaseline([0, 10, 20, 32, 40, 500, 1])!.typical).toBe((1 + 10 + 20 + 32 + 40) / 5)
  })

  test('needs four weeks', () => {
    expect(measureBaseline([5, 5, 5])).toBeNull()
    expect(measureBaseline([4, 5, 6, 9])).toMatchObject({ weeks: 4, typical: 5.5 })
  })

  test('of an entity that did nothing expects nothing', () => {
    expect(measureBaseline([0, 0, 0, 0])).toEqual({ weeks: 4, typical: 0, overdispersion: 0 })
  })

  test('does not depend on the order of the weeks', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(1000), { minLength: 4, maxLength: 8 }), (weeks) => {
        expect(measureBaseline(weeks.toReversed())).toEqual(measureBaseline(weeks))
      }),
    )
  })
})

describe('a drop', () => {
  const FAST = { weeks: 1, direction: 'down' } as const

  test('drop-1: 18 where 51.75 are usual', () => {
    const found = measureShift({ recent: 18, baseline: BASELINE, shared: SHARED }, FAST)
    expect(found.expected).toBe(51.75)
    expect(found.variance).toBeCloseTo(154.629, 6)
    expect(found.p).toBeCloseTo(0.000425, 6)
  })

  test('drop-3: on a day on which everybody did less than half, it is likely', () => {
    const shared = { ...SHARED, commonFactor: 0.45 }
    expect(measureShift({ recent: 18, baseline: BASELINE, shared }, FAST).p).toBeCloseTo(0.250084, 6)
  })

  test('slowdrop-1: 104 in four weeks where 207 are usual', () => {
    const found = measureShift({ recent: 104, baseline: BASELINE, shared: SHARED }, { weeks: 4, direction: 'down' })
    expect(found.expected).toBe(207)
    expect(found.p).toBeCloseTo(0.000011, 6)
  })

  test('is not known where the window is not', () => {
    expect(measureShift({ recent: Number.NaN, baseline: BASELINE, shared: SHARED }, FAST).p).toBeNaN()
  })

  test('of fewer has a smaller probability', () => {
    fc.assert(
      fc.property(fc.nat(100), fc.double({ min: 0, max: 0.3, noNaN: true }), (recent, overdispersion) => {
        const p = (count: number) =>
          measureShift({ recent: count, baseline: BASELINE, shared: { overdispersion, commonFactor: 1 } }, FAST).p
        expect(p(recent)).toBeLessThan(p(recent + 1))
      }),
    )
  })

  test('mirrored is a rise: the two tails and what they share make one', () => {
    const input = { baseline: BASELINE, shared: SHARED }
    const up = measureShift({ ...input, recent: 57 }, { weeks: 1, direction: 'up' })
    expect(up.p + measureShift({ ...input, recent: 56 }, FAST).p).toBeCloseTo(1, 12)
  })
})

test('silence-1: ten business days, where 14 of 40 were active', () => {
  expect(measureSilence({ active: 14, businessDays: 40, silent: 10 })).toBeCloseTo(0.012724, 6)
})

describe('what all share on a day', () => {
  test('common factor: the median entity, within its range', () => {
    expect(findCommonFactor([0.5, 0.6, 0.9], 3)).toBe(0.6)
    expect(findCommonFactor([0, 0.1], 2)).toBe(0.2)
    expect(findCommonFactor([9], 1)).toBe(2)
    expect([findCommonFactor([], LEAST_OF_ALL), findCommonFactor([1, 1], LEAST_OF_SEGMENT)]).toEqual([null, null])
  })

  test('overdispersion: what weeks vary beyond a Poisson number, pooled', () => {
    // Means 10 and 20; sample variances 250 / 6 and 200 / 3.
    const sums = [[5, 10, 15, 10, 0, 20, 10], [10, 20, 30, 20], [7]].reduce(addSpread, NO_SPREAD)
    expect(pooledOverdispersion(sums)).toBeCloseTo((250 / 6 - 10 + (200 / 3 - 20)) / 500, 12)
    expect(pooledOverdispersion(addSpread(NO_SPREAD, [10, 10, 10, 10]))).toBe(0)
    expect(pooledOverdispersion(NO_SPREAD)).toBe(0)
  })

  test('a fall of everybody is a fault in tracking, or a holiday, rather than a drop', () => {
    expect(suspectTracking(0.55, 0.6)).toBe(true)
    expect(suspectTracking(0.7, 0.96)).toBe(true)
    expect([suspectTracking(0.7, 0.9), suspectTracking(0.7, null)]).toEqual([false, false])
  })

  test('quiet days are those far below the same weekday; weekends are not, nor is a product with few accounts', () => {
    const week = [20, 21, 19, 20, 18, 2, 3]
    const days = Array.from({ length: 70 }, (_, day) => week[day % 7]!)
    days[50] = 11
    days[51] = 12
    days[62] = 0
    expect(findQuietDays(days)).toEqual([50])
    days[57] = 0
    expect(findQuietDays(days)).toEqual([50, 57])
    expect(findQuietDays(days.map((count) => Math.min(count, 4)))).toEqual([])
  })
})

describe('charts', () => {
  test('EWMA: a shift of two deviations is found when the average has followed', () => {
    const points = chartEwma([0, -2, -2, Number.NaN, -2])
    expect(points.map(({ hit }) => hit)).toEqual([false, false, false, false, true])
    expect(points[2]!.z).toBeCloseTo(-1.02, 12)
    expect(points[0]!.limit).toBeCloseTo(-2.7 * 0.3, 12)
    expect(points[4]!.limit).toBeCloseTo(-2.7 * Math.sqrt((0.3 / 1.7) * (1 - 0.7 ** 8)), 12)
  })

  // Montgomery's example (Introduction to Statistical Quality Control, tables 9.1 and 9.2): target 10, deviation 1.
  test("CUSUM: Montgomery's example is out of control at its 29th sample", () => {
    const samples = [
      9.45, 7.99, 9.29, 11.66, 12.16, 10.18, 8.04, 11.46, 9.2, 10.34, 9.03, 11.47, 10.51, 9.4, 10.08, 9.37, 10.62,
      10.31, 8.52, 10.84, 10.9, 9.33, 12.29, 11.5, 10.6, 11.08, 10.38, 11.62, 11.31, 10.52,
    ]
    const points = chartCusum(samples.map((sample) => sample - 10))
    expect(points.findIndex(({ hit }) => hit)).toBe(28)
    expect(points[28]!.high).toBeCloseTo(5.28, 10)
    expect(points[2]!.low).toBeCloseTo(1.77, 1)
  })
})

describe('the story of a change', () => {
  test('the slope is the median over pairs, on logarithms', () => {
    const halved = [511.5, 255.5, 127.5, 63.5, 31.5, 15.5, 7.5]
    expect(estimateTrend(halved)).toBeCloseTo(-Math.LN2, 12)
    expect(estimateTrend([...halved.slice(0, 6), 1000])).toBeCloseTo(-Math.LN2, 12)
    expect(estimateTrend([127.5, Number.NaN, 31.5])).toBeCloseTo(-Math.LN2, 12)
    expect([estimateTrend([3]), estimateTrend([])]).toEqual([null, null])
  })

  test('the date is the split that explains most', () => {
    const change = dateChange([40, 42, 39, 41, 40, 38, 41, 20, 19, 22, 18, 21])
    expect(change).toMatchObject({ at: 7, after: 20 })
    const level = (mean: number, sum: number) => sum * Math.log(mean)
    const gain = level(281 / 7, 281) + level(20, 100) - level(381 / 12, 381)
    expect(change!.gain).toBeCloseTo(gain, 9)
  })

  test('what varies by chance has no date; overdispersion makes it harder to have one', () => {
    expect(dateChange([40, 42, 39, 41, 40, 38, 41, 44, 39, 40, 37, 41])).toBeNull()
    expect(dateChange([60, 50, 40, 44, 30, 25, 31, 27], 0)).not.toBeNull()
    expect(dateChange([60, 50, 40, 44, 30, 25, 31, 27], 0.2)).toBeNull()
  })

  test('a week at either end is too little', () => {
    expect(dateChange([100, 5, 5, 5, 5])).toMatchObject({ at: 2 })
    expect(dateChange([100, 100, 100, 5, 5])).toMatchObject({ at: 3 })
    expect([dateChange([]), dateChange([100, 1]), dateChange([0, 0, 0, 0, 0])]).toEqual([null, null, null])
  })
})

test('a detector that cries too often is offered the next stricter alpha', () => {
  expect([proposeAlpha(0.01, 1.2), proposeAlpha(0.01, 1), proposeAlpha(0.005, 3), proposeAlpha(0.001, 3)]).toEqual([
    0.005,
    null,
    0.002,
    null,
  ])
})
