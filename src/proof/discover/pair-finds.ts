import type { Cell } from './beginners.ts'
import type { Cluster } from './cluster-finds.ts'
import { type Confirming, youdenOf } from './confirm-find.ts'
import { type Doers, measureCell } from './count-cell.ts'
import { rankFound, type Searched, type Searching, withQ } from './search-grid.ts'

export type Pair = { readonly join: 'and' | 'or'; readonly first: Cell; readonly second: Cell }

const SINGLES = 20
/** Of Youden's index, over both of which it is made. */
const LEAST_GAIN = 0.02

/** Both, or either, of the best finds: a family of tests of its own. Only those that tell more than each of the two among the later beginners. */
export function pairFinds(
  searching: Searching,
  confirming: Confirming,
  clusters: readonly Cluster[],
): Searched<Pair>[] {
  const singles = clusters.slice(0, SINGLES).map(({ leader }) => leader)
  const youden = new Map(singles.map((one) => [one, youdenOf(confirming, confirming.members, one.doers)]))
  const pairs = singles.flatMap((first, i) =>
    singles.slice(i + 1).flatMap((second) =>
      // Of one event the more often already says both.
      first.cell.candidate === second.cell.candidate
        ? []
        : (['and', 'or'] as const).map((join) => {
            const doers = joinDoers(join, first.doers, second.doers)
            const cell: Pair = { join, first: first.cell, second: second.cell }
            const best = Math.max(youden.get(first)!, youden.get(second)!)
            return { cell, doers, best, discovery: measureCell(searching, searching.members, doers) }
          }),
    ),
  )
  const beats = new Map(pairs.map(({ cell, best }) => [cell, best]))
  return rankFound(withQ<Pair>(pairs)).filter(
    ({ cell, doers }) => youdenOf(confirming, confirming.members, doers) >= beats.get(cell)! + LEAST_GAIN,
  )
}

function joinDoers(join: Pair['join'], one: Doers, other: Doers): Doers {
  return one.map((did, i) => (join === 'and' ? did & other[i]! : did | other[i]!))
}
