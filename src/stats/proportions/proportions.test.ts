import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { estimateDifference } from './estimate-difference.ts'
import { estimateProportion } from './estimate-proportion.ts'

const share = fc
  .tuple(fc.nat(500), fc.nat(500))
  .filter(([a, b]) => a + b > 0)
  .map(([a, b]) => ({ successes: a, total: a + b }))

function expectInterval(
  found: { estimate: number; lower: number; upper: number } | null,
  expected: readonly number[],
): void {
  const values = found === null ? [] : [found.estimate, found.lower, found.upper]
  expect(values.map((value) => value.toFixed(6))).toEqual(expected.map((value) => value.toFixed(6)))
}

describe('a proportion', () => {
  test('wilson-1', () => expectInterval(estimateProportion({ successes: 423, total: 900 }), [0.47, 0.437589, 0.502666]))
  test('wilson-2: none of twenty', () =>
    expectInterval(estimateProportion({ successes: 0, total: 20 }), [0, 0, 0.161125]))
  test('of nothing is not known', () => expect(estimateProportion({ successes: 0, total: 0 })).toBeNull())

  // Newcombe 1998 (Statistics in Medicine 17:857), table I, method 3.
  test.each([
    [81, 263, 0.2553, 0.3662],
    [15, 148, 0.0624, 0.1605],
    [0, 20, 0, 0.1611],
    [1, 29, 0.0061, 0.1718],
  ])('%d of %d has the published limits', (successes, total, lower, upper) => {
    const found = estimateProportion({ successes, total })!
    expect(found.lower).toBeCloseTo(lower, 4)
    expect(found.upper).toBeCloseTo(upper, 4)
  })

  test('lies within its limits, mirrors its complement, and is narrower with twice the cases', () => {
    fc.assert(
      fc.property(share, ({ successes, total }) => {
        const found = estimateProportion({ successes, total })!
        const rest = estimateProportion({ successes: total - successes, total })!
        const twice = estimateProportion({ successes: successes * 2, total: total * 2 })!
        expect(
          0 <= found.lower && found.lower <= found.estimate && found.estimate <= found.upper && found.upper <= 1,
        ).toBe(true)
        expect(1 - rest.upper).toBeCloseTo(found.lower, 12)
        expect(twice.upper - twice.lower).toBeLessThan(found.upper - found.lower)
      }),
    )
  })
})

describe('a difference of proportions', () => {
  test('newcombe-1', () => {
    const found = estimateDifference({ successes: 423, total: 900 }, { successes: 476, total: 4100 })
    expectInterval(found, [0.353902, 0.319935, 0.387907])
  })
  test('itt-2: a playbook against its holdout', () => {
    const found = estimateDifference({ successes: 320, total: 4000 }, { successes: 120, total: 1000 })
    expectInterval(found, [-0.04, -0.063046, -0.019325])
  })

  // Newcombe 1998 (Statistics in Medicine 17:873), table II, method 10.
  test.each([
    [56, 70, 48, 80, 0.0524, 0.3339],
    [9, 10, 3, 10, 0.1705, 0.809],
    [5, 56, 0, 29, -0.0381, 0.1926],
    [0, 10, 0, 10, -0.2775, 0.2775],
    [10, 10, 0, 10, 0.6075, 1],
  ])('%d/%d against %d/%d has the published limits', (a, m, b, n, lower, upper) => {
    const found = estimateDifference({ successes: a, total: m }, { successes: b, total: n })!
    expect(found.lower).toBeCloseTo(lower, 4)
    expect(found.upper).toBeCloseTo(upper, 4)
  })

  test('changes its sign when the arms change places', () => {
    fc.assert(
      fc.property(share, share, (one, two) => {
        const [found, swapped] = [estimateDifference(one, two)!, estimateDifference(two, one)!]
        expect(swapped.estimate).toBeCloseTo(-found.estimate, 12)
        expect(swapped.lower).toBeCloseTo(-found.upper, 12)
        expect(found.lower <= found.estimate && found.estimate <= found.upper).toBe(true)
      }),
    )
  })

  test('against nobody is not known', () => {
    expect(estimateDifference({ successes: 1, total: 2 }, { successes: 0, total: 0 })).toBeNull()
  })
})
