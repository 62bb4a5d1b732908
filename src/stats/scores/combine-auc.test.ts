import { expect, test } from 'vitest'
import { combineAuc } from './combine-auc.ts'
import { measureAuc, type Scored } from './measure-auc.ts'

/** Scores of those with the outcome, and of those without. */
function scored(having: readonly number[], lacking: readonly number[]): Scored[] {
  return [...having.map((score) => ({ score, outcome: true })), ...lacking.map((score) => ({ score, outcome: false }))]
}

function combine(...groups: readonly Scored[][]) {
  const ranking = groups.map((own) => {
    const outcomes = own.filter(({ outcome }) => outcome).length
    return { total: own.length, outcomes, auc: measureAuc(own) }
  })
  return combineAuc(ranking, measureAuc(groups.flat()))
}

test('the pairs of all groups, counted by hand: 3 of 4 and 5 of 6 are 8 of 10', () => {
  // 3 above 1 and 2, 1.5 above 1; then 6 above all, 5.5 above 5 and 5.2.
  const { within } = combine(scored([3, 1.5], [1, 2]), scored([6, 5.5], [5, 5.2, 5.8]))
  expect(within!.estimate).toBeCloseTo(0.8, 12)
  expect(within!.lower).toBeLessThan(0.8)
  expect(within!.upper).toBeLessThanOrEqual(1)
})

test('a score that tells groups apart and nobody within them is another story', () => {
  const many = [90, 91, 92, 93]
  const few = [10, 11, 12, 13]
  // Nearly all of the upper group have the outcome, and nearly nobody of the lower one.
  const found = combine(scored([...many, 90, 91, 92, 93], [91, 92]), scored([11, 12], [...few, ...few]))
  expect(found.within!.estimate).toBeCloseTo(0.5, 1)
  expect(found.flipped).toBe(true)
  const alike = combine(scored([3, 4, 5, 6], [1, 2, 3.5, 4.5]), scored([3, 4, 5, 6], [1, 2, 3.5, 4.5]))
  expect(alike.flipped).toBe(false)
})

test('groups with one class, or one of a class, say nothing', () => {
  expect(combine(scored([1, 2], []), scored([], [1]))).toEqual({ within: null, flipped: false })
  expect(combine(scored([1], [2, 3]))).toEqual({ within: null, flipped: false })
})
