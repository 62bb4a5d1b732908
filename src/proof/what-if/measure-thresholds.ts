import { type Sweeping, sweepThresholds } from './sweep-thresholds.ts'
import {
  daysOfStretch,
  emptyTally,
  type Stretch,
  type StretchDays,
  type Tally,
  tallyOpenings,
} from './tally-openings.ts'
import type { WhatIfTable } from './what-if-table.ts'

/** What each threshold comes to within each of the stretches of time that are wanted of it: by threshold, then by stretch. */
export async function measureThresholds(
  table: WhatIfTable,
  sweeping: Sweeping,
  wanted: (threshold: number) => readonly Stretch[],
): Promise<Tally[][]> {
  const days = new Map<Stretch, StretchDays>()
  const daysOf = (stretch: Stretch): StretchDays => {
    const known = days.get(stretch) ?? daysOfStretch(table, stretch)
    days.set(stretch, known)
    return known
  }
  const within = sweeping.thresholds.map((threshold) => wanted(threshold).map(daysOf))
  const tallies = within.map((stretches) => stretches.map(emptyTally))
  await sweepThresholds(table, sweeping, (entity, lanes) => {
    for (let lane = 0; lane < within.length; lane++) {
      const stretches = within[lane]!
      for (let i = 0; i < stretches.length; i++)
        tallyOpenings(tallies[lane]![i]!, { table, stretch: stretches[i]!, entity, lanes, lane })
    }
  })
  return tallies
}
