import { type ChiSquareTest, chiSquareTest } from '../proportions/test-independence.ts'
import { sumExactly } from '../samples/sum-exactly.ts'
import { type EventTime, type FollowUp, listEventTimes } from './follow-up.ts'

export type SurvivalComparison = ChiSquareTest & {
  /** Events in the first group, and how many it would have had if the groups did not differ. */
  readonly observed: number
  readonly expected: number
}

/** The log-rank test of two groups (Mantel 1966). Null where no event happened while both were at risk. */
export function compareSurvival(first: readonly FollowUp[], second: readonly FollowUp[]): SurvivalComparison | null {
  const own = new Map(listEventTimes(first).map((moment) => [moment.time, moment]))
  const moments = listEventTimes([...first, ...second])
  const atRisk = countAtRisk(first, moments)
  const expected = moments.map((moment, i) => (moment.events * atRisk[i]!) / moment.atRisk)
  const variance = sumExactly(moments.map((moment, i) => varianceOf(moment, atRisk[i]!)))
  if (!(variance > 0)) return null
  const observed = sumExactly(moments.map(({ time }) => own.get(time)?.events ?? 0))
  const total = sumExactly(expected)
  return { ...chiSquareTest((observed - total) ** 2 / variance, 1), observed, expected: total }
}

/** Hypergeometric. */
function varianceOf({ atRisk, events }: EventTime, ofFirst: number): number {
  if (atRisk < 2) return 0
  const share = ofFirst / atRisk
  return (events * share * (1 - share) * (atRisk - events)) / (atRisk - 1)
}

function countAtRisk(rows: readonly FollowUp[], moments: readonly EventTime[]): readonly number[] {
  const ends = Float64Array.from(rows, ({ time }) => time).sort()
  const entries = Float64Array.from(rows, ({ entry }) => entry ?? 0).sort()
  let gone = 0
  let entered = 0
  return moments.map(({ time }) => {
    while (gone < ends.length && ends[gone]! < time) gone++
    while (entered < entries.length && entries[entered]! < time) entered++
    return entered - gone
  })
}
