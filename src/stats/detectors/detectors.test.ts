import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { chartCusum } from './chart-cusum.ts'
import { chartEwma } from './chart-ewma.ts'
import { sumLastDays, sumWeeksBefore } from './daily-counts.ts'
import { dateChange } from './date-change.ts'
import { detectShift, FAST_DROP, RISE, readShiftWindow, SLOW_DROP } from './detect-shift.ts'
import { detectSilence, readSilence } from './detect-silence.ts'
import { estimateTrend } from './estimate-trend.ts'
import { measureBaseline } from './measure-baseline.ts'
import {
  findCommonFactor,
  LEAST_ENTITIES,
  measureReference,
  poolOverdispersion,
  suspectTracking,
} from './measure-reference.ts'
import { proposeAlpha } from './propose-alpha.ts'

/** Eight weeks whose trimmed mean is 51.75, varying less than a Poisson number would. */
const WEEKS = [48, 51, 53, 51, 56, 52, 50, 54]
const BASELINE = { weeks: 8, typical: 51.75, overdispersion: 0 }
const REFERENCE = { overdispersion: 0.06, commonFactor: 1 }

describe('daily counts', () => {
  const days = Float64Array.from({ length: 100 }, (_, day) => day)

  test('windows end with the last closed day', () => {
    expect(sumLastDays({ days, from: 0, to: 10 }, 7)).toBe(3 + 4 + 5 + 6 + 7 + 8 + 9)
    expect(sumWeeksBefore({ days, from: 0, to: 21 }, 7)).toEqual([70, 21])
    expect(sumWeeksBefore({ days, from: 0, to: 100 }, 28)).toHaveLength(8)
  })

  test('nothing before the first usable day is read', () => {
    expect(sumLastDays({ days, from: 4, to: 10 }, 7)).toBeNaN()
    expect(sumWeeksBefore({ days, from: 1, to: 21 }, 7)).toEqual([70])
  })

  test('a week with an unknown day is left out', () => {
    const broken = days.slice()
    broken[9] = Number.NaN
    expect(sumWeeksBefore({ days: broken, from: 0, to: 28 }, 7)).toEqual([119, 21])
    expect(sumLastDays({ days: broken, from: 0, to: 14 }, 7)).toBeNaN()
  })
})

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
  test('drop-1: 18 where 51.75 are usual', () => {
    const found = detectShift({ recent: 18, baseline: BASELINE, reference: REFERENCE }, FAST_DROP)
    expect(found.expected).toBe(51.75)
    expect(found.variance).toBeCloseTo(154.629, 6)
    expect(found.p).toBeCloseTo(0.000425, 6)
    expect(found.ratio).toBeCloseTo(18.5 / 52.25, 12)
    expect(found.hit).toBe(true)
  })

  test('drop-3: on a day on which everybody did less than half, it is none', () => {
    const found = detectShift(
      { recent: 18, baseline: BASELINE, reference: { ...REFERENCE, commonFactor: 0.45 } },
      FAST_DROP,
    )
    expect(found.p).toBeCloseTo(0.250084, 6)
    expect(found.hit).toBe(false)
  })

  test('slowdrop-1: 104 in four weeks where 207 are usual', () => {
    const found = detectShift({ recent: 104, baseline: BASELINE, reference: REFERENCE }, SLOW_DROP)
    expect(found.expected).toBe(207)
    expect(found.p).toBeCloseTo(0.000011, 6)
    expect(found.hit).toBe(true)
  })

  test('of somebody with less than five a week is no matter for sums', () => {
    const quiet = { weeks: 8, typical: 4.9, overdispersion: 0 }
    expect(
      detectShift({ recent: 0, baseline: quiet, reference: { overdispersion: 0, commonFactor: 1 } }, FAST_DROP).hit,
    ).toBe(false)
  })

  test('of one seat is none where two are asked for', () => {
    const seats = { weeks: 8, typical: 5, overdispersion: 0 }
    const input = { recent: 0, baseline: seats, reference: { overdispersion: 0, commonFactor: 1 } }
    expect(detectShift(input, { ...FAST_DROP, leastChange: 6 }).hit).toBe(false)
    expect(detectShift(input, { ...FAST_DROP, leastChange: 2 }).hit).toBe(true)
  })

  test('is not known where the window is not', () => {
    expect(detectShift({ recent: Number.NaN, baseline: BASELINE, reference: REFERENCE }, FAST_DROP)).toMatchObject({
      hit: null,
      p: Number.NaN,
    })
  })

  test('is read from daily counts', () => {
    const days = Float64Array.from({ length: 63 }, (_, day) => (day < 56 ? 8 : 2))
    expect(readShiftWindow({ days, from: 0, to: 63 }, FAST_DROP)).toEqual({
      recent: 14,
      baseline: measureBaseline(Array(8).fill(56)),
    })
    expect(readShiftWindow({ days, from: 30, to: 63 }, FAST_DROP)).toBeNull()
  })

  test('of fewer has a smaller probability', () => {
    fc.assert(
      fc.property(fc.nat(100), fc.double({ min: 0, max: 0.3, noNaN: true }), (recent, overdispersion) => {
        const p = (count: number) =>
          detectShift({ recent: count, baseline: BASELINE, reference: { overdispersion, commonFactor: 1 } }, FAST_DROP)
            .p
        expect(p(recent)).toBeLessThan(p(recent + 1))
      }),
    )
  })
})

test('a rise is the same test in the other tail', () => {
  const input = { baseline: BASELINE, reference: REFERENCE }
  const double = detectShift({ ...input, recent: 104 }, RISE)
  const tenth = detectShift({ ...input, recent: 57 }, RISE)
  expect([double.hit, tenth.hit]).toEqual([true, false])
  expect(tenth.p + detectShift({ ...input, recent: 56 }, FAST_DROP).p).toBeCloseTo(1, 12)
})

describe('silence', () => {
  test('silence-1: ten business days, where 14 of 40 were active', () => {
    const found = detectSilence({ active: 14, businessDays: 40, silent: 10 })
    expect(found.p).toBeCloseTo(0.012724, 6)
    expect(found).toMatchObject({ hit: false, ratio: 0 })
    expect(detectSilence({ active: 14, businessDays: 40, silent: 11 }).hit).toBe(true)
  })

  test('of less than five business days is none, however busy the entity was', () => {
    expect(detectSilence({ active: 40, businessDays: 40, silent: 4 })).toMatchObject({ hit: false, ratio: 1 })
  })

  test('is counted in business days, over the eight weeks before the last active one', () => {
    // Active every Monday for ten weeks, then nothing for eleven days; the last Monday but one is a holiday.
    const days = Float64Array.from({ length: 81 }, (_, day) => (day % 7 === 0 && day < 71 ? 1 : 0))
    const business = Array.from(days, (_, day) => day % 7 < 5 && day !== 63)
    expect(readSilence({ days, from: 0, to: 81 }, business)).toEqual({ active: 7, businessDays: 39, silent: 8 })
  })

  test('of somebody who never did anything, or is new, is not known', () => {
    const never = { days: new Float64Array(60), from: 0, to: 60 }
    const fresh = { days: Float64Array.from({ length: 60 }, (_, day) => (day < 20 ? 1 : 0)), from: 0, to: 60 }
    const business = Array(60).fill(true)
    expect([readSilence(never, business), readSilence(fresh, business)]).toEqual([null, null])
  })
})

describe('the reference of a day', () => {
  const row = (typical: number, recent: number, weekSums: number[] = []) => ({
    weekSums,
    recent,
    baseline: { weeks: 8, typical, overdispersion: 0 },
  })

  test('common factor: the median entity, the quiet ones left out', () => {
    expect(findCommonFactor([row(9.5, 4.5), row(19.5, 11.5), row(99.5, 89.5), row(1, 40), row(50, Number.NaN)])).toBe(
      0.6,
    )
    expect(findCommonFactor([row(100, 0), row(100, 1)])).toBe(0.2)
    expect(findCommonFactor([row(10, 90)])).toBe(2)
    expect([findCommonFactor([]), findCommonFactor([row(10, 10)], LEAST_ENTITIES)]).toEqual([null, null])
  })

  test('overdispersion: what weeks vary beyond a Poisson number, pooled', () => {
    // Means 10 and 20; sample variances 50 and 200/3: (40 + 140/3) / (100 + 400).
    const pooled = poolOverdispersion([
      [5, 10, 15, 10, 0, 20, 10],
      [10, 20, 30, 20],
    ])
    expect(pooled).toBeCloseTo((250 / 6 - 10 + (200 / 3 - 20)) / 500, 12)
    expect(poolOverdispersion([[10, 10, 10, 10]])).toBe(0)
    expect(poolOverdispersion([])).toBe(0)
  })

  test('does not depend on the order of the entities', () => {
    const rows = [row(50, 40, [10, 20, 30, 41]), row(20, 19, [9, 8, 1, 3]), row(7, 3, [0.1, 0.2, 0.7, 0.3])]
    expect(measureReference(rows.toReversed())).toEqual(measureReference(rows))
    expect(measureReference([])).toEqual({ overdispersion: 0, commonFactor: 1 })
  })

  test('a fall of everybody on a working day is a fault in tracking rather than a drop', () => {
    expect(suspectTracking({ commonFactor: 0.55, before: 0.6, holiday: false })).toBe(true)
    expect(suspectTracking({ commonFactor: 0.55, before: 0.6, holiday: true })).toBe(false)
    expect(suspectTracking({ commonFactor: 0.7, before: 0.96, holiday: false })).toBe(true)
    expect(suspectTracking({ commonFactor: 0.7, before: null, holiday: false })).toBe(false)
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
