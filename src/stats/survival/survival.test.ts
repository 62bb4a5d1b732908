import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { compareSurvival } from './compare-survival.ts'
import { estimateHazardRatio } from './estimate-hazard-ratio.ts'
import { type CompetingFollowUp, estimateIncidence } from './estimate-incidence.ts'
import { estimateSurvival, timeUntilLeft } from './estimate-survival.ts'
import { type CoveredFollowUp, fitHazards } from './fit-hazards.ts'
import { type FollowUp, listEventTimes } from './follow-up.ts'
import { measureConcordance } from './measure-concordance.ts'

/** `6` is an event at 6, `6+` the last that is known. */
function followUps(text: string): FollowUp[] {
  return text.split(' ').map((word) => ({ time: Number.parseFloat(word), event: !word.endsWith('+') }))
}

/** Weeks in remission of leukaemia (Freireich and others 1963), the example of most books on survival; their results are the second source here. */
const DRUG = followUps('6 6 6 6+ 7 9+ 10 10+ 11+ 13 16 17+ 19+ 20+ 22 23 25+ 32+ 32+ 34+ 35+')
const PLACEBO = followUps('1 1 2 2 3 4 4 5 5 8 8 8 8 11 11 12 12 15 17 22 23')

/** Twelve rows with ties, 0 or 1 each; the ones live longer. */
const FIRST = followUps('1 2 3 5 6 9+')
const SECOND = followUps('2 3 4+ 5 7+ 8+')
const TWELVE = [
  ...FIRST.map((row) => ({ ...row, covariates: [0] })),
  ...SECOND.map((row) => ({ ...row, covariates: [1] })),
]

const covered = (rows: readonly FollowUp[], x: number): CoveredFollowUp[] =>
  rows.map((row) => ({ ...row, covariates: [x] }))
const someRows = fc.array(fc.record({ time: fc.integer({ min: 1, max: 12 }), event: fc.boolean() }), {
  minLength: 2,
  maxLength: 30,
})

describe('a survival curve', () => {
  test('km-1: remission with the drug', () => {
    const curve = estimateSurvival(DRUG)
    expect(curve.map(({ time, survival }) => `${time}: ${survival.toFixed(4)}`)).toEqual([
      '6: 0.8571',
      '7: 0.8067',
      '10: 0.7529',
      '13: 0.6902',
      '16: 0.6275',
      '22: 0.5378',
      '23: 0.4482',
    ])
    expect(curve.map(({ error }) => error.toFixed(4))).toEqual([
      '0.0764',
      '0.0869',
      '0.0963',
      '0.1068',
      '0.1141',
      '0.1282',
      '0.1346',
    ])
    expect(curve[0]).toMatchObject({ atRisk: 21, events: 3 })
    expect(curve[0]!.limits!.lower).toBeCloseTo(0.62, 3)
    expect(curve[0]!.limits!.upper).toBeCloseTo(0.952, 3)
    expect(curve[6]!.limits!.lower).toBeCloseTo(0.188, 3)
    expect(curve[6]!.limits!.upper).toBeCloseTo(0.68, 3)
    expect(timeUntilLeft(curve)).toBe(23)
  })

  test('median and limits where it never comes down, or goes to the end', () => {
    expect(timeUntilLeft(estimateSurvival(followUps('3 4+ 5+ 6+')))).toBeNull()
    expect(timeUntilLeft(estimateSurvival(PLACEBO))).toBe(8)
    expect(estimateSurvival(PLACEBO).at(-1)).toMatchObject({ survival: 0, error: 0, limits: null })
    expect([estimateSurvival([]), estimateSurvival(followUps('3+ 4+'))]).toEqual([[], []])
  })

  test('without censoring is one minus the share of events so far', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 20 }), { minLength: 1, maxLength: 40 }), (times) => {
        for (const step of estimateSurvival(times.map((time) => ({ time, event: true })))) {
          expect(step.survival).toBeCloseTo(times.filter((time) => time > step.time).length / times.length, 12)
        }
      }),
    )
  })

  test('does not depend on the order of the rows', () => {
    fc.assert(
      fc.property(someRows, (rows) => {
        expect(estimateSurvival(rows.toReversed())).toEqual(estimateSurvival(rows))
      }),
    )
  })

  test('counts whoever enters late from then on', () => {
    const rows = [
      { time: 5, event: true },
      { entry: 4, time: 9, event: true },
      { entry: 5, time: 7, event: false },
    ]
    expect(listEventTimes(rows)).toEqual([
      { time: 5, atRisk: 2, events: 1 },
      { time: 9, atRisk: 1, events: 1 },
    ])
  })
})

describe('competing causes', () => {
  const rows: CompetingFollowUp[] = [
    { time: 1, cause: 'reached' },
    { time: 2, cause: 'left' },
    { time: 3, cause: 'reached' },
    { time: 3, cause: 'left' },
    { time: 5, cause: 'reached' },
    { time: 9, cause: 'left' },
    { time: 9, cause: 'left' },
    { time: 9, cause: 'left' },
  ]

  test('without censoring the share reached is counted, with the error of a proportion', () => {
    const [none, three, all] = estimateIncidence(rows, { cause: 'reached', by: [0, 3, 9] })
    expect(none).toEqual({ estimate: 0, lower: 0, upper: 0 })
    expect(three!.estimate).toBeCloseTo(2 / 8, 12)
    expect(all!.estimate).toBeCloseTo(3 / 8, 12)
    expect((all!.upper - all!.estimate) / 1.959964).toBeCloseTo(Math.sqrt(((3 / 8) * (5 / 8)) / 8), 6)
  })

  test('causes and survival add up to one; a single cause is the survival curve with its error', () => {
    fc.assert(
      fc.property(
        fc.array(fc.record({ time: fc.integer({ min: 1, max: 9 }), cause: fc.constantFrom('a', 'b', null) }), {
          minLength: 3,
          maxLength: 30,
        }),
        (sample) => {
          const by = [3, 6]
          const [a, b] = ['a', 'b'].map((cause) => estimateIncidence(sample, { cause, by }))
          const curve = estimateSurvival(sample.map(({ time, cause }) => ({ time, event: cause !== null })))
          by.forEach((day, i) => {
            const left = curve.filter(({ time }) => time <= day).at(-1)?.survival ?? 1
            expect(a![i]!.estimate + b![i]!.estimate + left).toBeCloseTo(1, 9)
          })
        },
      ),
    )
    const only = DRUG.map(({ time, event }) => ({ time, cause: event ? 'relapse' : null }))
    const [found] = estimateIncidence(only, { cause: 'relapse', by: [23] })
    expect(found!.estimate).toBeCloseTo(1 - 0.4482, 4)
    expect((found!.upper - found!.estimate) / 1.959964).toBeCloseTo(0.1346, 4)
  })
})

describe('two groups', () => {
  test('logrank-1', () => {
    const found = compareSurvival(FIRST, SECOND)!
    expect(found.statistic).toBeCloseTo(0.812454, 6)
    expect(compareSurvival(SECOND, FIRST)!.statistic).toBeCloseTo(found.statistic, 12)
  })
  test('remission with the drug and with placebo: 16.79', () => {
    const found = compareSurvival(DRUG, PLACEBO)!
    expect(found.statistic).toBeCloseTo(16.793, 3)
    expect([found.observed, found.expected.toFixed(2)]).toEqual([9, '19.25'])
  })
  test('that are never at risk together are not compared', () => {
    expect([
      compareSurvival(FIRST, []),
      compareSurvival([], []),
      compareSurvival(followUps('3+'), followUps('4+')),
    ]).toEqual([null, null, null])
  })
})

describe('hazards', () => {
  test('cox-1', () => {
    const found = fitHazards(TWELVE)!
    expect(found.coefficients[0]).toBeCloseTo(-0.619478, 6)
    expect(found.errors[0]).toBeCloseTo(0.73131, 6)
  })
  test('remission: −1.572 with an error of 0.412', () => {
    const found = fitHazards([...covered(DRUG, 1), ...covered(PLACEBO, 0)])!
    expect([found.coefficients[0]!.toFixed(4), found.errors[0]!.toFixed(4)]).toEqual(['-1.5721', '0.4124'])
    const ratio = estimateHazardRatio([...covered(DRUG, 1), ...covered(PLACEBO, 0)])!
    expect([ratio.estimate, ratio.lower, ratio.upper].map((one) => one.toFixed(3))).toEqual(['0.208', '0.093', '0.466'])
  })

  test('do not depend on the order of the rows, on the origin of a covariate, or on splitting a row in time', () => {
    const rows = [...covered(DRUG, 1), ...covered(PLACEBO, 0)]
    const split = rows.flatMap((row) =>
      row.time > 4
        ? [
            { ...row, time: 4, event: false },
            { ...row, entry: 4 },
          ]
        : [row],
    )
    const expected = fitHazards(rows)!.coefficients[0]!
    expect(fitHazards(rows.toReversed())).toEqual(fitHazards(rows))
    const shifted = rows.map((row) => ({ ...row, covariates: [row.covariates[0]! + 5000] }))
    for (const same of [split, shifted]) expect(fitHazards(same)!.coefficients[0]).toBeCloseTo(expected, 8)
  })

  test('that cannot be told: no event, no difference, or a covariate that orders everything', () => {
    expect([fitHazards([]), estimateHazardRatio([])]).toEqual([null, null])
    expect(fitHazards(covered(followUps('3+ 4+'), 1))).toBeNull()
    expect(fitHazards(covered(DRUG, 1))).toBeNull()
    expect(fitHazards([...covered(followUps('1 2 3'), 1), ...covered(followUps('7 8 9+'), 0)])).toBeNull()
  })
})

describe('concordance', () => {
  test('cindex-1: 44.5 of 54 pairs', () => {
    // In order of time; rows that share a moment are not compared.
    const byTime = TWELVE.toSorted((one, other) => one.time - other.time || other.covariates[0]! - one.covariates[0]!)
    const risks = [8, 6, 7, 5, 6, 8, 5, 7, 4, 2, 1, 4]
    const found = measureConcordance(byTime.map((row, i) => ({ ...row, risk: risks[i]! })))!
    expect(found.pairs).toBe(54)
    expect(found.index).toBeCloseTo(0.824074, 6)
  })
  test('is one for perfect order, its complement for the reverse, a half for none', () => {
    const perfect = DRUG.map((row) => ({ ...row, risk: -row.time }))
    expect(measureConcordance(perfect)!.index).toBe(1)
    expect(measureConcordance(perfect.map((row) => ({ ...row, risk: -row.risk })))!.index).toBe(0)
    expect(measureConcordance(perfect.map((row) => ({ ...row, risk: 1 })))!.index).toBe(0.5)
  })
  test('without a pair is not known', () => expect(measureConcordance([{ time: 3, event: false, risk: 1 }])).toBeNull())
})
