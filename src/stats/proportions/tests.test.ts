import fc from 'fast-check'
import { jStat } from 'jstat'
import { describe, expect, test } from 'vitest'
import { checkMix } from './check-mix.ts'
import { controlDiscoveries } from './control-discoveries.ts'
import { estimateClusteredProportion } from './estimate-clustered-proportion.ts'
import { estimateProportion } from './estimate-proportion.ts'
import { measureOverlap } from './measure-overlap.ts'
import { shrinkRate } from './shrink-rate.ts'
import { standardiseDifference } from './standardise-difference.ts'
import { testBandTrend } from './test-band-trend.ts'
import { testExactly, testFit, testIndependence } from './test-independence.ts'

const arms = (a: number, b: number, c: number, d: number) => ({
  exposed: { successes: a, total: a + b },
  other: { successes: c, total: c + d },
})

describe('chi-square', () => {
  test('chi2-1: a p-value that no number can hold keeps its logarithm', () => {
    const found = testIndependence([
      [423, 477],
      [476, 3624],
    ])!
    expect(found.logP).toBeCloseTo(-316.8, 1)
    expect(found.statistic).toBeCloseTo(5000 * 0.354056 ** 2, 2)
  })

  test("Pearson's example of Agresti: party and gender (30.07 on 2)", () => {
    const found = testIndependence([
      [762, 327, 468],
      [484, 239, 477],
    ])!
    expect([found.statistic.toFixed(2), found.degrees]).toEqual(['30.07', 2])
    expect(found.p).toBeCloseTo(1 - jStat.chisquare.cdf(found.statistic, 2), 10)
  })

  test('empty rows and columns do not count; one row is no table', () => {
    expect(
      testIndependence([
        [3, 0, 4],
        [0, 0, 0],
        [5, 0, 1],
      ]),
    ).toEqual(
      testIndependence([
        [3, 4],
        [5, 1],
      ]),
    )
    expect([
      testIndependence([[1, 2]]),
      testIndependence([]),
      testIndependence([
        [0, 0],
        [0, 0],
      ]),
    ]).toEqual([null, null, null])
  })

  test('srm-3: 4,000 and 880 where 80 and 20 % were meant', () => {
    const found = testFit([4000, 880], [0.8, 0.2])!
    expect(found.statistic).toBeCloseTo(11.803279, 6)
    expect(found.p).toBeCloseTo(0.000591, 6)
  })

  test('of no counts is not known', () => expect(testFit([0, 0], [0.5, 0.5])).toBeNull())
})

describe("Fisher's exact test", () => {
  test('the lady tasting tea (3 of 4: 0.4857)', () => expect(testExactly(arms(3, 1, 1, 3))).toBeCloseTo(34 / 70, 12))
  test('a table of which only one tail is so unlikely', () =>
    expect(testExactly(arms(8, 2, 1, 5))).toBeCloseTo(0.034965035, 9))
  test('an empty margin says nothing', () => expect(testExactly(arms(0, 3, 0, 9))).toBe(1))
  test('is the same with arms, outcomes or both exchanged', () => {
    const count = fc.nat(25)
    fc.assert(
      fc.property(count, count, count, count, (a, b, c, d) => {
        const p = testExactly(arms(a, b, c, d))
        expect(p > 0 && p <= 1).toBe(true)
        expect(testExactly(arms(c, d, a, b))).toBeCloseTo(p, 9)
        expect(testExactly(arms(a, c, b, d))).toBeCloseTo(p, 9)
      }),
    )
  })
})

describe('many tests', () => {
  // Benjamini and Hochberg 1995, section 3: thrombolysis, fifteen p-values, four found at 0.05.
  const THROMBOLYSIS = [
    0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344, 0.0459, 0.324, 0.4262, 0.5719, 0.6528, 0.759, 1,
  ]
  test('bh-1: their example finds four', () => {
    expect(controlDiscoveries(THROMBOLYSIS).filter((q) => q <= 0.05)).toHaveLength(4)
    expect(controlDiscoveries(THROMBOLYSIS)[3]).toBeCloseTo((0.0095 * 15) / 4, 12)
  })

  test('the k-th smallest is found where any later one passes its line', () => {
    fc.assert(
      fc.property(fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { maxLength: 30 }), (pValues) => {
        const sorted = pValues.toSorted((a, b) => a - b)
        const last = sorted.findLastIndex((p, i) => p * pValues.length <= 0.1 * (i + 1))
        const found = controlDiscoveries(pValues)
        expect(pValues.filter((_, i) => found[i]! <= 0.1 + 1e-12)).toHaveLength(
          pValues.filter((p) => last >= 0 && p <= sorted[last]!).length,
        )
      }),
    )
  })
})

describe('rows of the same entities', () => {
  const CLUSTERS = [
    [2, 5],
    [2, 2],
    [1, 1],
    [4, 4],
    [0, 1],
    [0, 5],
    [0, 2],
    [0, 5],
    [1, 5],
    [3, 4],
  ].map(([successes, total]) => ({ successes: successes!, total: total! }))
  test('cluster-wilson', () => {
    const found = estimateClusteredProportion(CLUSTERS)!
    expect(found.estimate).toBeCloseTo(0.382353, 6)
    expect(found.effective).toBeCloseTo(12.895178, 6)
    expect(found.lower).toBeCloseTo(0.174977, 6)
    expect(found.upper).toBeCloseTo(0.643734, 6)
    expect(estimateClusteredProportion(CLUSTERS.toReversed())).toEqual(found)
  })

  test('that all agree count once each; one entity is no sample', () => {
    const same = Array.from({ length: 8 }, () => ({ successes: 0, total: 12 }))
    expect(estimateClusteredProportion(same)).toEqual({
      ...estimateProportion({ successes: 0, total: 8 }),
      effective: 8,
    })
    expect([estimateClusteredProportion([{ successes: 1, total: 9 }]), estimateClusteredProportion([])]).toEqual([
      null,
      null,
    ])
  })

  test('one row each is an ordinary proportion', () => {
    const rows = Array.from({ length: 50 }, (_, i) => ({ successes: i < 20 ? 1 : 0, total: 1 }))
    const found = estimateClusteredProportion(rows)!
    expect(found.effective).toBeCloseTo(49, 9)
  })
})

describe('a mix', () => {
  const parts = [
    [0.18, 0.47],
    [0.31, 0.22],
    [0.28, 0.08],
    [0.23, 0.02],
  ].map(([share, rate]) => ({ share: share!, rate: rate! }))
  test('mix-check: the parts do not add up to 12 %; a third more sign-ups without success would explain it', () => {
    const found = checkMix(parts, 0.12)
    expect(found.implied).toBeCloseTo(0.1798, 12)
    expect(found.missing).toBeCloseTo(0.332592, 6)
    expect(found.consistent).toBe(false)
  })
  test('within half a point it is consistent', () => {
    expect(checkMix(parts, 0.18)).toMatchObject({ consistent: true, missing: null })
  })

  test('what a change of mix alone did is taken out', () => {
    // Rates stay at 10 and 30 %; the share of the better segment goes from a quarter to three quarters.
    const found = standardiseDifference([
      { before: { successes: 30, total: 300 }, after: { successes: 10, total: 100 } },
      { before: { successes: 30, total: 100 }, after: { successes: 90, total: 300 } },
    ])!
    expect(found.crude).toBeCloseTo(0.1, 12)
    expect(found.standardised.estimate).toBeCloseTo(0, 12)
    const variance = 0.75 ** 2 * (0.09 / 300 + 0.09 / 100) + 0.25 ** 2 * (0.21 / 100 + 0.21 / 300)
    expect(found.standardised.upper).toBeCloseTo(1.959964 * Math.sqrt(variance), 6)
  })
  test('standardise-1: of 6.8 points 0.65 remain', () => {
    // Rates of 10 and 30 % become 10.5 and 31 %; the better segment grows from 30 to 60 % of the cohort.
    const found = standardiseDifference([
      { before: { successes: 70, total: 700 }, after: { successes: 42, total: 400 } },
      { before: { successes: 90, total: 300 }, after: { successes: 186, total: 600 } },
    ])!
    expect(found.crude).toBeCloseTo(0.068, 12)
    expect(found.standardised.estimate).toBeCloseTo(0.0065, 12)
    expect(found.standardised.lower).toBeCloseTo(-0.025896, 6)
    expect(found.standardised.upper).toBeCloseTo(0.038896, 6)
  })
  test('of a segment that is gone is not known', () => {
    expect(
      standardiseDifference([{ before: { successes: 1, total: 5 }, after: { successes: 0, total: 0 } }]),
    ).toBeNull()
    expect(standardiseDifference([])).toBeNull()
  })
})

test('shrink-1: a small segment leans on its parent', () => {
  expect(shrinkRate({ successes: 4, total: 10 }, 0.1)).toBeCloseTo(8 / 50, 12)
  expect(shrinkRate({ successes: 0, total: 0 }, 0.1)).toBeCloseTo(0.1, 12)
})

describe('outcomes by band', () => {
  const BANDS = [
    [23, 1150],
    [112, 1400],
    [341, 1550],
    [423, 900],
  ].map(([successes, total]) => ({ successes: successes!, total: total! }))
  test('trend-bands', () => {
    const found = testBandTrend(BANDS)!
    expect(found.z).toBeCloseTo(27.403761, 6)
    expect(found.monotone).toBe(true)
    const reversed = testBandTrend(BANDS.toReversed())!
    expect(reversed.z).toBeCloseTo(-found.z, 9)
    expect(reversed.monotone).toBe(false)
  })
  test('of two bands it is the chi-square of their table', () => {
    const z = testBandTrend([
      { successes: 20, total: 100 },
      { successes: 35, total: 90 },
    ])!.z
    expect(z * z).toBeCloseTo(
      testIndependence([
        [20, 80],
        [35, 55],
      ])!.statistic,
      9,
    )
  })
  test('without variety is not known', () => {
    expect([
      testBandTrend([]),
      testBandTrend([
        { successes: 0, total: 4 },
        { successes: 0, total: 3 },
      ]),
    ]).toEqual([null, null])
  })
})

test('jaccard-1: what two sets share, of what they are together', () => {
  expect(measureOverlap(90, 100, 80)).toBeCloseTo(80 / 110, 12)
  expect(measureOverlap(0, 0, 0)).toBeNull()
})
