import fc from 'fast-check'
import { describe, expect, it, test } from 'vitest'
import { type ActivationInput, activationPoints } from './activation-points.ts'
import { type OnboardingInput, onboardingRow } from './onboarding-row.ts'

const NOTHING: ActivationInput = { doneShare: 0, firstDays: Number.NaN, returnDays: 0, furtherFeatures: 0 }
const total = (input: Partial<ActivationInput>): number =>
  activationPoints({ ...NOTHING, ...input }).reduce((sum, part) => sum + part, 0)

describe('the activation score', () => {
  test.each([
    ['nothing done', {}, 0],
    [
      'core and team of all four, first on day 3, 2 return days, 1 further feature',
      { doneShare: 0.65, firstDays: 3, returnDays: 2, furtherFeatures: 1 },
      64.25641025641026,
    ],
    ['everything, first within a day', { doneShare: 1, firstDays: 0.2, returnDays: 9, furtherFeatures: 5 }, 100],
    ['the first milestone on day 1 earns all 20', { firstDays: 1 }, 20],
    ['half way between day 1 and day 14', { firstDays: 7.5 }, 10],
    ['on day 14, and later, nothing', { firstDays: 14 }, 0],
    ['hours count', { firstDays: 2.5 }, 17.692307692307693],
  ])('%s', (_, input, expected) => {
    expect(total(input)).toBeCloseTo(expected, 6)
  })

  it('stays within 0 and 100, and no part takes from another', () => {
    const number = (max: number) => fc.double({ min: 0, max, noNaN: true })
    fc.assert(
      fc.property(
        number(1),
        number(40),
        number(30),
        number(20),
        (doneShare, firstDays, returnDays, furtherFeatures) => {
          const parts = activationPoints({ doneShare, firstDays, returnDays, furtherFeatures })
          const most = [60, 20, 10, 10]
          for (const [i, part] of parts.entries()) expect(part >= 0 && part <= most[i]!).toBe(true)
          expect(parts.reduce((sum, part) => sum + part, 0)).toBe(
            [...parts].reverse().reduce((sum, part) => sum + part, 0),
          )
        },
      ),
    )
  })
})

/** Five steps, four of them done by day 20, a team at work, signing in daily, data connected on day 3. */
const ON_THE_WAY: OnboardingInput = {
  ...{ steps: 5, done: 4, age: 20, allDays: Number.NaN, dataDays: 3, asksForData: true },
  ...{ activeMembers7: 3, signInDays14: 10 },
}

describe('the onboarding table', () => {
  test.each<[string, Partial<OnboardingInput>, number]>([
    ['1 all within 14 days, and a team', { done: 5, allDays: 14 }, 1],
    ['1 wins over too early', { done: 5, allDays: 2, age: 3 }, 1],
    ['2 all, but after 14 days', { done: 5, allDays: 14.1 }, 2],
    ['3 younger than 14 days is never red', { done: 0, age: 13.9, signInDays14: 0 }, 3],
    ['3 all by a single user, and young', { done: 5, allDays: 2, age: 3, activeMembers7: 1 }, 3],
    ['4 one step', { done: 1 }, 4],
    ['4 none, exactly 14 days old', { done: 0, age: 14 }, 4],
    ['5 two steps, signed in on 3 days of 14', { done: 2, signInDays14: 3 }, 5],
    ['8 two steps, signed in on 4 days of 14', { done: 2, signInDays14: 4 }, 8],
    ['6 two steps, no data source by day 14', { done: 2, dataDays: 14.5 }, 6],
    ['6 two steps, no data source at all', { done: 2, dataDays: Number.NaN }, 6],
    ['8 two steps where no step is a data source', { done: 2, dataDays: Number.NaN, asksForData: false }, 8],
    ['7 older than 30 days with three steps', { done: 3, age: 30.1 }, 7],
    ['8 exactly 30 days old with three steps', { done: 3, age: 30 }, 8],
    ['8 four steps, however old', { age: 300 }, 8],
    ['8 all by a single user', { done: 5, allDays: 5, activeMembers7: 1, age: 40 }, 8],
    ['with three steps the same shares count: one of three is two fifths', { steps: 3, done: 1, signInDays14: 0 }, 5],
  ])('row %s', (_, input, row) => {
    expect(onboardingRow({ ...ON_THE_WAY, ...input })).toBe(row)
  })

  test('unknown before sign-up', () => {
    expect(onboardingRow({ ...ON_THE_WAY, age: Number.NaN })).toBeNaN()
  })
})
