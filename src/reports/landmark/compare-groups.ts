import type { LandmarkAnswer } from '../../contract/analyze/landmark.ts'
import type { AnalysisWarning, BreakdownValue } from '../../contract/analyze/question.ts'
import { combineStrata } from '../../stats/proportions/combine-strata.ts'
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

type Stratum = Valued<Compared>

/** What each group's ratio is within strata; where that differs much from the ratio over all, it is the one to be believed (Simpson). */
export function adjustGroups(
  groups: readonly Valued<Compared>[],
  strata: readonly Stratum[],
): readonly Pick<LandmarkAnswer['groups'][number], 'adjusted' | 'another_story'>[] {
  return groups.map(({ rows }) => {
    const own = new Set(rows)
    const arms = strata.map((stratum) => ({
      exposed: shareOf(stratum.rows.filter((row) => own.has(row))),
      other: shareOf(stratum.rows.filter((row) => !own.has(row))),
    }))
    const { adjusted, flipped } = combineStrata(arms)
    return { adjusted, another_story: flipped }
  })
}

/** Says of which groups the ratio over all is misleading. */
export function storyWarnings(groups: LandmarkAnswer['groups']): AnalysisWarning[] {
  return groups.flatMap(({ value, ratio, adjusted, another_story }): AnalysisWarning[] =>
    another_story !== true || ratio === null || adjusted == null
      ? []
      : [
          {
            code: 'another_story',
            message: `Of ${JSON.stringify(value)} the ratio is ${ratio.estimate.toFixed(2)} over all, but ${adjusted.estimate.toFixed(2)} (${adjusted.lower.toFixed(2)} to ${adjusted.upper.toFixed(2)}) within the groups of the breakdown: who is in them differs. Believe the latter.`,
          },
        ],
  )
}

function shareOf(rows: readonly Compared[]): { readonly successes: number; readonly total: number } {
  return { successes: rows.filter(({ had }) => had).length, total: rows.length }
}
