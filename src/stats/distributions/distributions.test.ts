import fc from 'fast-check'
import { jStat } from 'jstat'
import { describe, expect, test } from 'vitest'
import { logBetaTails } from './beta.ts'
import { logGamma, logGammaTails } from './gamma.ts'
import { logOneMinusExp, logSumExp } from './log-space.ts'
import { logNegativeBinomialAtLeast, logNegativeBinomialAtMost } from './negative-binomial.ts'
import { logNormalCdf, normalCdf, normalQuantile, twoSidedP } from './normal.ts'
import { logPoissonAtLeast, logPoissonAtMost } from './poisson.ts'

/** Within this share of the expected number, or of 1 where that is smaller. */
function expectNear(found: number, expected: number, share = 1e-11): void {
  if (!Number.isFinite(expected)) expect(found).toBe(expected)
  else expect(Math.abs(found - expected)).toBeLessThanOrEqual(share * Math.max(1, Math.abs(expected)))
}

// Values of other packages' functions (SciPy 1.17: gammaln, gammainc, betainc, nbinom, norm), which use other algorithms.

describe('the gamma function', () => {
  test.each([
    [0.1, 2.252712651734206],
    [0.5, 0.5723649429247],
    [1, 0],
    [1.5, -0.12078223763524526],
    [3, Math.LN2],
    [10.5, 13.940625219403763],
    [1e3, 5905.220423209181],
    [1e6, 12815504.569147611],
  ])('ln Γ(%d)', (x, expected) => expectNear(logGamma(x), expected, 1e-13))

  test.each([
    [0.5, 1e-8, -9.089558137674272, -0.00011284428301005108],
    [0.5, 40, 0, -42.42893619787184],
    [3, 2, -1.1291016497509285, -0.3905620875658997],
    [1000, 900, -7.505769994233894, -0.0005500535174143943],
    [10_000, 10_100, -0.17274901953677574, -1.84104688482372],
    [2, 500, 0, -493.78339389891516],
  ])('both tails, shape %d at %d', (shape, x, lower, upper) => {
    const tails = logGammaTails(shape, x)
    expectNear(tails.lower, lower, 1e-9)
    expectNear(tails.upper, upper, 1e-9)
  })

  test('at zero nothing lies below', () => {
    expect(logGammaTails(2, 0)).toEqual({ lower: Number.NEGATIVE_INFINITY, upper: 0 })
  })

  test('agrees with jStat', () => {
    fc.assert(
      fc.property(fc.double({ min: 0.1, max: 1e5, noNaN: true }), (x) =>
        expectNear(logGamma(x), jStat.gammaln(x), 1e-9),
      ),
    )
  })
})

describe('the incomplete beta function', () => {
  test.each([
    [0.5, 0.5, 0.3, 0.36901011956554536, 0.6309898804344546],
    [2, 3, 0.9, 0.9963, 0.0037],
    [1000, 900, 0.5, 0.01086108263066755, 0.9891389173693325],
    [0.001, 5, 0.2, 0.9997834456464277, 0.00021655435357234194],
    [50, 1, 0.1, 1e-50, 1],
  ])('both tails of (%d, %d) at %d', (a, b, x, lower, upper) => {
    const tails = logBetaTails({ a, b, x, complement: 1 - x })
    expectNear(tails.lower, Math.log(lower))
    expectNear(tails.upper, Math.log(upper))
  })

  test('of a whole number of draws it is a sum of binomial terms', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 12 }),
        fc.integer({ min: 1, max: 12 }),
        fc.double({ min: 0.01, max: 0.99, noNaN: true }),
        (a, b, x) => {
          const n = a + b - 1
          const terms = Array.from({ length: b }, (_, i) => a + i).map(
            (j) => logGamma(n + 1) - logGamma(j + 1) - logGamma(n - j + 1) + j * Math.log(x) + (n - j) * Math.log1p(-x),
          )
          expectNear(logBetaTails({ a, b, x, complement: 1 - x }).lower, logSumExp(terms), 1e-10)
        },
      ),
    )
  })
})

describe('the normal distribution', () => {
  test.each([
    [-38, -726.5572160188201],
    [-10, -53.23128515051248],
    [-1, -1.8410216450092634],
    [0, -Math.LN2],
    [1, -0.1727537790234499],
    [6, -9.86587645524372e-10],
  ])('ln Φ(%d)', (z, expected) => expectNear(logNormalCdf(z), expected))

  test.each([
    [1e-300, -37.0470962993612],
    [1e-10, -6.361340902404056],
    [0.001, -3.090232306167813],
    [0.02, -2.053748910631823],
    [0.025, -1.9599639845400545],
    [0.3, -0.5244005127080409],
    [0.5, 0],
    [0.9, 1.2815515655446004],
    [0, Number.NEGATIVE_INFINITY],
    [1, Number.POSITIVE_INFINITY],
  ])('quantile of %d', (p, expected) => expectNear(normalQuantile(p), expected))

  test('the quantile undoes the distribution', () => {
    fc.assert(
      fc.property(fc.double({ min: -8, max: 5, noNaN: true }), (z) =>
        expectNear(normalQuantile(normalCdf(z)), z, 1e-9),
      ),
    )
  })

  test('a two-sided p counts both tails', () => {
    expectNear(twoSidedP(1.959963984540054), 0.05)
    expect(twoSidedP(-2)).toBe(twoSidedP(2))
  })

  test('outside [0, 1] there is no quantile', () => expect(normalQuantile(1.1)).toBeNaN())
})

describe('counts', () => {
  test.each([
    [18, 51.75, 154.629, -7.763730164803551, -0.0002545626991775933],
    [0, 5, 9, -3.6736666556382436, 0],
    [104, 207, 700, -12.967248055401672, -1.7905523593688633e-6],
    [900, 1000, 4000, -2.9097246778393844, -0.0540965273561696],
    [1, 300, 20_000, -17.481721806705405, -4.6496685498903734e-9],
    [300, 20, 25, -1.1025802256238144e-135, -309.3747256456995],
  ])('tails of a negative binomial at %d of mean %d, variance %d', (count, mean, variance, atMost, atLeast) => {
    expectNear(logNegativeBinomialAtMost(count, { mean, variance }), atMost, 1e-10)
    expectNear(logNegativeBinomialAtLeast(count, { mean, variance }), atLeast, 1e-10)
  })

  test('a negative binomial adds up term by term', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 40 }),
        fc.double({ min: 0.1, max: 30, noNaN: true }),
        fc.double({ min: 0.01, max: 3, noNaN: true }),
        (count, mean, kappa) => {
          const size = 1 / kappa
          const terms = Array.from({ length: count + 1 }, (_, k) => {
            const ways = logGamma(k + size) - logGamma(size) - logGamma(k + 1)
            return ways + size * Math.log(size / (size + mean)) + k * Math.log(mean / (size + mean))
          })
          expectNear(
            logNegativeBinomialAtMost(count, { mean, variance: mean + kappa * mean * mean }),
            logSumExp(terms),
            1e-9,
          )
        },
      ),
    )
  })

  test('without overdispersion it is a Poisson number, which agrees with jStat', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 60 }), fc.double({ min: 0.1, max: 50, noNaN: true }), (count, mean) => {
        expect(logNegativeBinomialAtMost(count, { mean, variance: mean })).toBe(logPoissonAtMost(count, mean))
        expectNear(Math.exp(logPoissonAtMost(count, mean)), jStat.poisson.cdf(count, mean), 1e-9)
        expectNear(Math.exp(logPoissonAtMost(count, mean)) + Math.exp(logPoissonAtLeast(count + 1, mean)), 1)
      }),
    )
  })

  test('nothing expected: zero is certain, one is impossible', () => {
    expect(logPoissonAtMost(0, 0)).toBeCloseTo(0)
    expect(logPoissonAtLeast(1, 0)).toBe(Number.NEGATIVE_INFINITY)
    expect(logPoissonAtMost(-1, 3)).toBe(Number.NEGATIVE_INFINITY)
  })
})

test('logarithms of sums and differences keep what plain arithmetic loses', () => {
  expectNear(logSumExp([-1000, -1000]), -1000 + Math.LN2)
  expect(logSumExp([])).toBe(Number.NEGATIVE_INFINITY)
  expect(logOneMinusExp(-1e-20)).toBeCloseTo(Math.log(1e-20), 10)
  expect(logOneMinusExp(-50)).toBeCloseTo(-Math.exp(-50), 30)
})
