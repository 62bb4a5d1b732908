import type { Interval } from '../interval.ts'
import { intervalAround } from '../interval.ts'
import { sumExactly } from '../samples/sum-exactly.ts'
import type { Auc } from './measure-auc.ts'

/** A group in which a score ranks: how many there are, how many of them had the outcome, and how well it ranks. */
export type RankingGroup = { readonly total: number; readonly outcomes: number; readonly auc: Auc | null }

export type RankedWithin = {
  /** Of pairs of one group, how many are ranked rightly; null: no group has both. */
  readonly within: Interval | null
  /** Within groups it tells another story than over all (Simpson): it mostly ranks the groups. */
  readonly flipped: boolean
}

const MUCH = Math.log(1.3)

/**
 * How a score ranks within groups: the mean of their AUCs, weighted by pairs, with a normal limit from DeLong's errors of each. The story is another where the odds of
 * a right pair differ by more than 1.3 times from those over all, or lie on the other side of even.
 */
export function combineAuc(groups: readonly RankingGroup[], pooled: Auc | null): RankedWithin {
  const ranked = groups.flatMap(({ total, outcomes, auc }) =>
    auc === null || Number.isNaN(auc.error) ? [] : [{ auc, pairs: outcomes * (total - outcomes) }],
  )
  const pairs = sumExactly(ranked.map((one) => one.pairs))
  if (pairs === 0) return { within: null, flipped: false }
  const estimate = sumExactly(ranked.map((one) => (one.pairs / pairs) * one.auc.estimate))
  const error = Math.sqrt(sumExactly(ranked.map((one) => ((one.pairs / pairs) * one.auc.error) ** 2)))
  const within = intervalAround(estimate, error, [0, 1])
  return { within, flipped: pooled !== null && differ(pooled.estimate, estimate) }
}

function differ(one: number, other: number): boolean {
  const [odds, others] = [one, other].map((share) => Math.log(share) - Math.log1p(-share))
  return Math.abs(odds! - others!) > MUCH || odds! * others! < 0
}
