import type { LandmarkAnswer } from '../../contract/analyze/landmark.ts'
import type { BreakdownValue } from '../../contract/analyze/question.ts'
import { estimateDifference } from '../../stats/proportions/estimate-difference.ts'
import { estimateProportion } from '../../stats/proportions/estimate-proportion.ts'
import { estimateRiskRatio } from '../../stats/proportions/estimate-ratio.ts'
import { groupBy } from '../../stats/samples/group-by.ts'

/** An account that is compared: its group, its stratum, and whether it had the outcome. */
export type Compared = {
  readonly account: number
  readonly group: BreakdownValue
  readonly stratum: BreakdownValue
  readonly had: boolean
}

export type Valued<T> = { readonly value: BreakdownValue; readonly other: boolean; readonly rows: readonly T[] }

/** By value: the largest first, beyond the limit together. */
export function groupRows<T>(rows: readonly T[], of: (row: T) => BreakdownValue, limit: number): readonly Valued<T>[] {
  const ordered = [...groupBy(rows, of)].sort(
    (a, b) => b[1].length - a[1].length || (String(a[0]) < String(b[0]) ? -1 : 1),
  )
  const shown = ordered.slice(0, limit).map(([value, own]) => ({ value, other: false, rows: own }))
  const rest = ordered.slice(limit).flatMap(([, own]) => own)
  return rest.length === 0 ? shown : [...shown, { value: 'other', other: true, rows: rest }]
}

/** Each group against all others. */
export function compareGroups(groups: readonly Valued<Compared>[]): LandmarkAnswer['groups'] {
  const all = shareOf(groups.flatMap(({ rows }) => rows))
  return groups.map(({ value, other, rows }) => {
    const own = shareOf(rows)
    const others = { successes: all.successes - own.successes, total: all.total - own.total }
    return {
      ...{ value, other, accounts: own.total, outcomes: own.successes },
      rate: estimateProportion(own),
      difference: estimateDifference(own, others),
      ratio: estimateRiskRatio({ exposed: own, other: others }),
    }
  })
}

function shareOf(rows: readonly Compared[]): { readonly successes: number; readonly total: number } {
  return { successes: rows.filter(({ had }) => had).length, total: rows.length }
}
