import { describe, expect, test } from 'vitest'
import { type Stream, stream, uniform } from '../core/stream.ts'
import {
  categorical,
  exponential,
  gamma,
  integerBetween,
  invertNegativeBinomial,
  lognormal,
  negativeBinomial,
  normal,
  poisson,
  uniformBetween,
} from './sample.ts'

const DRAWS = 100_000

describe('samplers have the moments of their distributions', () => {
  const cases: [string, (s: Stream) => number, number, number][] = [
    ['uniform', (s) => uniformBetween(s, 2, 8), 5, 3],
    ['integer', (s) => integerBetween(s, 1, 6), 3.5, 35 / 12],
    ['normal', (s) => normal(s, 3, 2), 3, 4],
    ['exponential', (s) => exponential(s, 4), 4, 16],
    ['lognormal', (s) => lognormal(s, 1, 0.5), Math.exp(1.125), (Math.exp(0.25) - 1) * Math.exp(2.25)],
    ['gamma of shape below 1', (s) => gamma(s, 0.6, 2), 1.2, 2.4],
    ['gamma of shape above 1', (s) => gamma(s, 4, 0.5), 2, 1],
    ['small Poisson', (s) => poisson(s, 0.3), 0.3, 0.3],
    ['large Poisson', (s) => poisson(s, 50), 50, 50],
    ['small negative binomial', (s) => negativeBinomial(s, 0.4, 4), 0.4, 0.44],
    ['negative binomial', (s) => negativeBinomial(s, 12, 4), 12, 48],
    ['large negative binomial', (s) => negativeBinomial(s, 300, 4), 300, 300 + 300 ** 2 / 4],
  ]
  test.each(cases)('%s', (name, draw, mean, variance) => {
    const source = stream(11, name)
    const values = Array.from({ length: DRAWS }, () => draw(source))
    const found = values.reduce((a, b) => a + b, 0) / DRAWS
    const squares = values.map((v) => (v - found) ** 2)
    const spread = squares.reduce((a, b) => a + b, 0) / DRAWS
    const fourth = squares.reduce((a, b) => a + b * b, 0) / DRAWS
    expect(Math.abs(found - mean)).toBeLessThan(4.5 * Math.sqrt(variance / DRAWS))
    expect(Math.abs(spread - variance)).toBeLessThan(4.5 * Math.sqrt((fourth - spread ** 2) / DRAWS))
  })

  test('categories come by their weights', () => {
    const source = stream(12, 'categories')
    const counts = [0, 0, 0]
    for (let i = 0; i < DRAWS; i++) counts[categorical(uniform(source), [2, 0, 6])]!++
    expect(counts[1]).toBe(0)
    expect(Math.abs(counts[0]! / DRAWS - 0.25)).toBeLessThan(4.5 * Math.sqrt((0.25 * 0.75) / DRAWS))
  })
})

test('with the same draw, a larger mean never counts less', () => {
  for (let u = 0.01; u < 1; u += 0.07) {
    const counts = [0.1, 0.5, 1, 3, 9, 40].map((mean) => invertNegativeBinomial(u, mean, 4))
    expect(counts).toEqual(counts.toSorted((a, b) => a - b))
  }
})
