import { expect, it } from 'vitest'
import { phraseUnaffected } from '../phrase/phrase-uplift.ts'
import { type CohortMember, compareCohorts } from './compare-cohorts.ts'
import { compareUnaffected } from './compare-unaffected.ts'

const BOUGHT = { did: 'bought', doers: 'those who bought', isBad: false }

/** A hundred a week, of whom so many had the outcome; weeks before 0 are before the change. */
function cohorts(segment: string, rates: readonly (readonly [week: number, had: number])[]): CohortMember[] {
  return rates.flatMap(([week, had]) =>
    Array.from({ length: 100 }, (_, i) => ({ week, after: week >= 0, segment, had: i < had })),
  )
}

const steady = (segment: string, before: number, after: number): CohortMember[] =>
  cohorts(
    segment,
    [-8, -7, -6, -5, -4, -3, -2, -1, 0, 1, 2, 3].map((week) => [week, week < 0 ? before : after]),
  )

function told(concerned: readonly CohortMember[], others: readonly CohortMember[]): [string, string] {
  const beside = compareUnaffected({ concerned, others }, 'more')
  const of = { words: BOUGHT, group: 'enterprise' }
  return [beside.ruling, phraseUnaffected(compareCohorts(concerned, 'more'), beside, of)]
}

it('what changed for everybody is no effect of a change: a season lifts both by ten points', () => {
  expect(told(steady('small', 20, 30), steady('enterprise', 40, 50))).toEqual([
    'inconclusive',
    '+10 points where it applied, +10 points of “enterprise”, where it did not: a difference of +0.0 points (−8.0 points to +8.0 points). They went alike before. That tells nothing about the change.',
  ])
})

it('ten points that only those concerned went up are suggestive, where both went alike before', () => {
  expect(told(steady('small', 20, 35), steady('enterprise', 40, 40))).toEqual([
    'suggestive',
    '+15 points where it applied, +0.0 points of “enterprise”, where it did not: a difference of +15 points (+7.0 points to +23 points). They went alike before. That is suggestive, and no more: nothing was held back.',
  ])
})

it('nothing follows where they went apart before, where there are too few weeks, or where a group is empty', () => {
  const rising = cohorts('small', [
    ...[-8, -7, -6, -5].map((week) => [week, 10] as const),
    ...[-4, -3, -2, -1].map((week) => [week, 30] as const),
    ...[0, 1, 2, 3].map((week) => [week, 50] as const),
  ])
  const still = steady('enterprise', 40, 40)
  expect(compareUnaffected({ concerned: rising, others: still }, 'more')).toMatchObject({
    ...{ alike: false, ruling: 'inconclusive', difference: { estimate: 0.3 } },
  })
  const short = still.filter(({ week }) => week >= -5)
  expect(compareUnaffected({ concerned: steady('small', 20, 40), others: short }, 'more')).toMatchObject({
    ...{ alike: null, ruling: 'inconclusive' },
  })
  expect(told(steady('small', 20, 40), [])).toEqual([
    'inconclusive',
    expect.stringContaining('Nobody of “enterprise” to compare on one side.'),
  ])
})
