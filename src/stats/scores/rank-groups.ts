import { groupBy } from '../samples/group-by.ts'
import { combineAuc, type RankedWithin, type RankingGroup } from './combine-auc.ts'
import { measureAuc, type Scored } from './measure-auc.ts'

export type RankedGroups<K> = {
  /** In the order in which they first come up. */
  readonly groups: readonly (RankingGroup & { readonly group: K })[]
  readonly within: RankedWithin
}

/** How a score ranks in each group by itself, and in all of them together without comparing groups. @param groupOf of the i-th of `scored` */
export function rankGroups<K>(scored: readonly Scored[], groupOf: (at: number) => K): RankedGroups<K> {
  const groups = Array.from(groupBy(scored.keys(), groupOf), ([group, places]) => {
    const own = places.map((at) => scored[at]!)
    return { group, total: own.length, outcomes: own.filter(({ outcome }) => outcome).length, auc: measureAuc(own) }
  })
  return { groups, within: combineAuc(groups, measureAuc(scored)) }
}
