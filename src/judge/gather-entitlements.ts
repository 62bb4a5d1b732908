import type { QuantityNode } from '../config/model.ts'
import type { Day } from '../core/time.ts'
import type { Evidence } from '../core/transition.ts'
import type { Entity } from '../fold/entity.ts'
import { sweepTimeline } from '../fold/sweep-timeline.ts'
import type { TraitRow } from '../store/analytic/rows.ts'
import { limitTrait } from './list-leaves.ts'

/** What was known of the entity's traits, and the day that is told of. */
export type Standing = Pick<Entity, 'accountTraits' | 'personTraits' | 'knowing'> & { readonly day: Day }

type Limits = {
  readonly nodes: readonly QuantityNode[]
  /** The nodes of limits, with their values; infinite: none. */
  readonly limits: ReadonlyMap<number, number>
}

/** The limits that numbers were held against, each with the statement of the trait that set it. */
export function gatherEntitlements({ nodes, limits }: Limits, standing: Standing): Evidence[] {
  return [...limits].flatMap(([node, limit]) => {
    const { expr, label } = nodes[node]!
    const set = limitTrait(expr)
    const row = set === null ? null : statementOf(set, standing)
    if (row === null || row.value === null || Number.isNaN(limit)) return []
    const { key: trait, value: said, from, knownAt } = row
    const most = limit === Number.POSITIVE_INFINITY ? null : limit
    return [{ kind: 'entitlement', label, trait, said, limit: most, from, knownAt }]
  })
}

/** The statement in force at the close of the day, or at the moment. */
function statementOf(
  { of, trait }: { readonly of: 'account' | 'person'; readonly trait: string },
  { accountTraits, personTraits, knowing, day }: Standing,
): TraitRow | null {
  const rows = (of === 'account' ? accountTraits : personTraits).filter(({ key }) => key === trait)
  const said = rows.map((row) => ({ value: row, from: row.from, knownAt: row.knownAt }))
  return sweepTimeline(said, knowing).find((era) => era.from <= day && day <= era.to)?.value ?? null
}
