import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { logBeta } from '../distributions/beta.ts'
import { logistic } from '../distributions/logit.ts'
import { estimateAlive } from './estimate-alive.ts'
import { explainPoints, pointsOfRisk } from './explain-points.ts'
import { fitLogistic, logitOf } from './fit-logistic.ts'
import { factorise, inverseDiagonal, solveFactorised } from './solve-system.ts'

/** Hours of study and whether the exam was passed: the example of Wikipedia's page on logistic regression. */
const HOURS = [0.5, 0.75, 1, 1.25, 1.5, 1.75, 1.75, 2, 2.25, 2.5, 2.75, 3, 3.25, 3.5, 4, 4.25, 4.5, 4.75, 5, 5.5]
const PASSED = [0, 0, 0, 0, 0, 0, 1, 0, 1, 0, 1, 0, 1, 0, 1, 1, 1, 1, 1, 1].map((passed) => passed === 1)
const EXAM = { features: HOURS.map((hours) => [hours]), outcomes: PASSED }

const TEN = {
  features: [
    [1, 0],
    [2, 1],
    [3, 1],
    [4, 0],
    [5, 1],
    [6, 2],
    [7, 1],
    [8, 3],
    [9, 2],
    [10, 2],
  ],
  outcomes: [0, 0, 1, 0, 0, 1, 0, 1, 1, 1].map((outcome) => outcome === 1),
}

describe('logistic regression', () => {
  test('without a penalty finds the published line, −4.0777 + 1.5046 an hour', () => {
    const model = fitLogistic({ ...EXAM, penalty: 0 })!
    expect(logitOf(model, [0])).toBeCloseTo(-4.0777, 4)
    expect(logitOf(model, [1]) - logitOf(model, [0])).toBeCloseTo(1.5046, 4)
    expect(logistic(logitOf(model, [2]))).toBeCloseTo(0.2557, 3)
  })

  // Minimised by SciPy 1.17 (BFGS) with the same penalty.
  test('ridge-logit: ten rows, two features, λ = 1', () => {
    const model = fitLogistic({ ...TEN, penalty: 1 })!
    expect(model.intercept).toBeCloseTo(0.02325781, 6)
    expect(model.coefficients[0]).toBeCloseTo(0.42950907, 6)
    expect(model.coefficients[1]).toBeCloseTo(1.12980166, 6)
  })

  test('a heavier penalty pulls towards the base rate; a weight of two is two rows', () => {
    const base = fitLogistic({ ...TEN, penalty: 1e9 })!
    expect(base.coefficients.every((beta) => Math.abs(beta) < 1e-6)).toBe(true)
    expect(logistic(base.intercept)).toBeCloseTo(0.5, 6)
    const twice = fitLogistic({
      features: [...TEN.features, ...TEN.features],
      outcomes: [...TEN.outcomes, ...TEN.outcomes],
      penalty: 1,
    })!
    const weighted = fitLogistic({ ...TEN, penalty: 1, weights: TEN.outcomes.map(() => 2) })!
    expect(weighted.coefficients[1]).toBeCloseTo(twice.coefficients[1]!, 9)
  })

  test('does not depend on the order of rows, or on the unit of a feature', () => {
    const reversed = { features: TEN.features.toReversed(), outcomes: TEN.outcomes.toReversed() }
    expect(fitLogistic({ ...reversed, penalty: 0.5 })).toEqual(fitLogistic({ ...TEN, penalty: 0.5 }))
    const scaled = { ...TEN, features: TEN.features.map(([x, y]) => [x! * 1000 - 5, y!]) }
    const expected = fitLogistic({ ...TEN, penalty: 0.5 })!.coefficients
    for (const same of [reversed, scaled]) {
      fitLogistic({ ...same, penalty: 0.5 })!.coefficients.forEach((beta, j) => {
        expect(beta).toBeCloseTo(expected[j]!, 9)
      })
    }
  })

  test('of one class, or of separable ones without a penalty, there is no model; a penalty makes one', () => {
    const apart = { features: [[1], [2], [3], [4]], outcomes: [false, false, true, true] }
    expect(fitLogistic({ features: [[1], [2]], outcomes: [true, true], penalty: 1 })).toBeNull()
    expect(fitLogistic({ ...apart, penalty: 0 })).toBeNull()
    expect(fitLogistic({ ...apart, penalty: 1 })!.coefficients[0]).toBeGreaterThan(0)
  })

  test('a feature that does not vary has no weight, and changes nothing', () => {
    const model = fitLogistic({ ...TEN, features: TEN.features.map((row) => [...row, 0.1]), penalty: 1 })!
    expect(model.coefficients[2]).toBe(0)
    expect(model.coefficients.slice(0, 2)).toEqual(fitLogistic({ ...TEN, penalty: 1 })!.coefficients)
    expect(logitOf(model, [1, 0, 8])).toBe(logitOf(model, [1, 0, 0.1]))
  })
})

describe('points', () => {
  test('explain-1: they add up to the difference in score', () => {
    const model = fitLogistic({ ...TEN, penalty: 1 })!
    const [one, reference] = [
      [9, 1],
      [4, 2],
    ]
    const points = explainPoints(model, one, reference)
    const difference = (-10 / Math.LN2) * (logitOf(model, one) - logitOf(model, reference))
    expect(points[0]! + points[1]!).toBeCloseTo(difference, 10)
    expect([points[0]! < 0, points[1]! > 0]).toEqual([true, true])
    expect(explainPoints(model, one, one)).toEqual([0, 0])
  })

  test('health-points: 50 is usual, ten more halve the odds', () => {
    const odds = (value: number) => value / (1 + value)
    expect(
      [odds(0.1), odds(0.05), odds(0.2), odds(1e-9), odds(1e9)].map((risk) => pointsOfRisk(risk, odds(0.1))),
    ).toEqual([50, 60, 40, 100, 0])
  })
})

describe('still coming', () => {
  /** Parameters of the CDNOW customers in the paper. */
  const CDNOW = { r: 0.243, alpha: 4.414, a: 0.793, b: 2.426 }

  test('bgnbd-1: the first customer of the paper; without a repeat it is certain', () => {
    expect(estimateAlive(CDNOW, { repeats: 2, last: 30.43, now: 38.86 })).toBeCloseTo(0.7266, 4)
    expect(estimateAlive(CDNOW, { repeats: 0, last: 0, now: 38.86 })).toBe(1)
  })

  test('is the share of the likelihood in which nobody dropped out, integrated over both priors', () => {
    const times = fc.tuple(
      fc.integer({ min: 1, max: 30 }),
      fc.double({ min: 0.1, max: 50, noNaN: true }),
      fc.double({ min: 0, max: 50, noNaN: true }),
    )
    fc.assert(
      fc.property(times, ([repeats, last, silent]) => {
        const { r, alpha, a, b } = CDNOW
        const now = last + silent
        const alive = logBeta(a, b + repeats) - (r + repeats) * Math.log(alpha + now)
        const gone = logBeta(a + 1, b + repeats - 1) - (r + repeats) * Math.log(alpha + last)
        expect(estimateAlive(CDNOW, { repeats, last, now })).toBeCloseTo(1 / (1 + Math.exp(gone - alive)), 9)
      }),
    )
  })
})

test('a positive definite system is solved; another is refused', () => {
  const matrix = [
    [4, 2, 0.6],
    [2, 5, 1],
    [0.6, 1, 3],
  ]
  const lower = factorise(matrix)!
  const x = solveFactorised(lower, [1, 2, 3])
  matrix.forEach((row, i) => {
    expect(row.reduce((sum, value, j) => sum + value * x[j]!, 0)).toBeCloseTo(i + 1, 12)
  })
  expect(
    inverseDiagonal(
      factorise([
        [2, 0],
        [0, 5],
      ])!,
    ),
  ).toEqual([0.5, 0.2].map((value) => expect.closeTo(value, 12)))
  expect(
    factorise([
      [1, 1],
      [1, 1],
    ]),
  ).toBeNull()
})
