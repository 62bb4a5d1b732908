import type { Millis } from '../../core/time.ts'
import { unpackNode } from '../../proof/what-if/keep-daily.ts'
import type { Project } from '../project.ts'
import type { Gathered } from '../prove/gather-panel.ts'

export type PickedAt = { readonly account: number; readonly at: Millis }

/**
 * What the first number that was kept of every day was when each was picked: at the last close that is not behind it. A Monday before would show them as they were
 * before they fell. NaN: unknown.
 */
export function valuesWhenPicked(
  { zone }: Pick<Project, 'zone'>,
  { kept, days }: Pick<Gathered, 'kept' | 'days'>,
  picked: readonly PickedAt[],
): number[] {
  const column = new Float64Array(Math.max(0, days.to - days.from + 1))
  return picked.map(({ account, at }) => {
    const own = kept.get(account)
    if (own === undefined) return Number.NaN
    unpackNode(own, 0, column)
    return column[zone.dayOf(at) - 1 - days.from] ?? Number.NaN
  })
}
