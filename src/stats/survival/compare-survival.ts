import { type ChiSquareTest, chiSquareTest } from '../proportions/test-independence.ts'
import { sumExactly } from '../samples/sum-exactly.ts'
import { countAtRisk, type EventTime, type FollowUp, listEventTimes } from './follow-up.ts'

export type SurvivalComparison = ChiSquareTest & {
  /** Events in the first group, and how many it would have had if the groups did not differ. */
  readonly observed: number
  readonly expected: number
}

/** The log-rank test of two groups (Mantel 1966). Null where no event happened while both were at risk. */
export function compareSurvival(first: readonly FollowUp[], second: readonly FollowUp[]): SurvivalComparison | null {
  const moments = listEventTimes([...first, ...second])
  const atRisk = countAtRisk(
    first,
    moments.map(({ time }) => time),
  )
  const expected = moments.map((moment, i) => (moment.events * atRisk[i]!) / moment.atRisk)
  const variance = sumExactly(moments.map((moment, i) => varianceOf(moment, atRisk[i]!)))
  if (!(variance > 0)) return null
  const observed = first.filter(({ event }) => event).length
  const total = sumExactly(expected)
  return { ...chiSquareTest((observed - total) ** 2 / variance, 1), observed, expected: total }
}

/** Hypergeometric. */
function varianceOf({ atRisk, events }: EventTime, ofFirst: number): number {
  if (atRisk < 2) return 0
  const share = ofFirst / atRisk
  return (events * share * (1 - share) * (atRisk - events)) / (atRisk - 1)
}
