import { compareChanges } from '../../stats/experiments/compare-changes.ts'
import type { Interval } from '../../stats/interval.ts'
import type { Share } from '../../stats/proportions/share.ts'
import type { BeforeAfter } from '../../stats/proportions/standardise-difference.ts'
import { judgeCohorts, type WeakUpliftRuling } from '../../stats/verdicts/judge-uplift.ts'
import { type CohortMember, shareOfCohort } from './compare-cohorts.ts'

/** Those to whom a change did not apply, beside those to whom it did. */
export type UnaffectedProof = {
  readonly before: Share
  readonly after: Share
  /** How much more the rate of those concerned changed; null: one of the four groups is empty. */
  readonly difference: Interval | null
  /** Whether both went alike before: no certain difference between their changes from the first half of those weeks to the second. null: too few weeks to tell. */
  readonly alike: boolean | null
  readonly ruling: WeakUpliftRuling
}

export type Groups = { readonly concerned: readonly CohortMember[]; readonly others: readonly CohortMember[] }

/** Weeks before the change in which both groups have somebody. */
const LEAST_WEEKS = 6

/** Difference in differences: what changed for everybody, such as the season, is in both. Suggestive at most, and only where both went alike before. */
export function compareUnaffected({ concerned, others }: Groups, good: 'more' | 'less'): UnaffectedProof {
  const own = aroundChange(others)
  const difference = compareChanges(aroundChange(concerned), own)
  const alike = wentAlike({ concerned, others })
  const ruling = difference === null || alike !== true ? 'inconclusive' : judgeCohorts(difference, good)
  return { ...own, difference, alike, ruling }
}

function aroundChange(members: readonly CohortMember[]): BeforeAfter {
  return { before: shareOfCohort(members, false), after: shareOfCohort(members, true) }
}

function wentAlike({ concerned, others }: Groups): boolean | null {
  const weeksOf = (members: readonly CohortMember[]): Set<number> =>
    new Set(members.filter(({ after }) => !after).map(({ week }) => week))
  const theirs = weeksOf(others)
  const weeks = [...weeksOf(concerned)].filter((week) => theirs.has(week)).sort((a, b) => a - b)
  if (weeks.length < LEAST_WEEKS) return null
  const middle = weeks[weeks.length >> 1]!
  const halves = (members: readonly CohortMember[]): BeforeAfter =>
    aroundChange(members.filter(({ after }) => !after).map((one) => ({ ...one, after: one.week >= middle })))
  const apart = compareChanges(halves(concerned), halves(others))
  return apart === null ? null : apart.lower <= 0 && apart.upper >= 0
}
