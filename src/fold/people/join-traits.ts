import { DAY_MAX } from '../../core/time.ts'
import type { TraitRow } from '../../store/analytic/rows.ts'
import type { PersonActor } from '../entity.ts'
import type { FoldPlan } from '../plan/fold-plan.ts'

export type PersonTrait = TraitRow & { readonly person: number }

/** Traits of all the actors somebody is; those of one joined later count from the day the join became known. */
export function joinTraits(
  { zone, product }: Pick<FoldPlan, 'zone' | 'product'>,
  rows: readonly PersonTrait[],
  actors: readonly PersonActor[],
): readonly TraitRow[] {
  const joinedOf = new Map(actors.map(({ actor, joined }) => [actor, joined]))
  return rows.flatMap((row) => {
    const joined = joinedOf.get(row.person)
    if (joined === undefined) return []
    if (joined === -DAY_MAX) return [row]
    const from = zone.startOf(joined) + product.closeDelayMinutes * 60_000
    return [{ ...row, knownAt: Math.max(row.knownAt, from) }]
  })
}
