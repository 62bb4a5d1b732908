import type { RankedWithin } from '../../stats/scores/combine-auc.ts'
import type { Auc, Scored } from '../../stats/scores/measure-auc.ts'
import { rankGroups } from '../../stats/scores/rank-groups.ts'
import type { Ground } from './ground.ts'

/** How a score ranks among the accounts of one group. */
export type RankedGroup = {
  readonly name: string
  readonly accounts: number
  readonly outcomes: number
  readonly auc: Auc | null
}

export const NO_GROUP = 'none or not known'

type Ranked = { readonly rows: readonly number[]; readonly scored: readonly Scored[] }

/** By the segment within which everything is compared, the largest group first; and within its groups together. */
export function rankSegments(
  { panel, segment }: Ground,
  { rows, scored }: Ranked,
): { readonly segments: readonly RankedGroup[]; readonly within: RankedWithin } {
  const which = panel.segments.findIndex(({ key }) => key === segment)
  if (which < 0) return { segments: [], within: { within: null, flipped: false } }
  const nameOf = (row: number): string => panel.segments[which]!.names[panel.groups[which]![row]!] ?? NO_GROUP
  const { groups, within } = rankGroups(scored, (at) => nameOf(rows[at]!))
  const segments = groups.map(({ group: name, total: accounts, outcomes, auc }) => ({ name, accounts, outcomes, auc }))
  return { segments: segments.sort((a, b) => b.accounts - a.accounts), within }
}
