import type { Beginners, Candidate, Cell } from './beginners.ts'
import { type Cluster, clusterFinds } from './cluster-finds.ts'
import { addsTo, type Confirmed, type Confirming, confirmFind, detectableRatio } from './confirm-find.ts'
import { measureCell } from './count-cell.ts'
import { type Lack, lackOf } from './lack-of.ts'
import { layStrata } from './lay-strata.ts'
import { measurePlacebo, type Placebo } from './measure-placebo.ts'
import { type Pair, pairFinds } from './pair-finds.ts'
import { rankFound, type Searched, searchGrid } from './search-grid.ts'
import { type Split, splitCohorts } from './split-cohorts.ts'
import { sweepWindow, type WindowSweep } from './sweep-window.ts'

export type Discovering = {
  readonly beginners: Beginners
  readonly candidates: readonly Candidate[]
  readonly isBad: boolean
  /** Finds that are told; those behind them are counted. */
  readonly limit: number
  /** A rest between events; throws where nobody waits any more. */
  readonly pause: () => Promise<void>
}

export type Find = {
  readonly cell: Cell
  readonly confirmed: Confirmed
  readonly q: number
  /** false: mostly the same people as the first; null: it is the first, or not looked at. */
  readonly adds: boolean | null
  /** Cells that mean mostly the same people. */
  readonly alike: readonly Cell[]
  readonly sweep: WindowSweep
}

export type PairFind = { readonly pair: Pair; readonly confirmed: Confirmed; readonly q: number }

export type Discovery = {
  readonly split: Split
  /** What is missing; null: there is enough to search. */
  readonly lack: Lack | null
  /** Cells that were tried. */
  readonly cells: number
  readonly finds: readonly Find[]
  readonly more: number
  readonly pairs: readonly PairFind[]
  readonly placebo: Placebo
  /** The smallest ratio that the middle cell could have shown, with what is there; null: no cell could. */
  readonly detectable: number | null
}

const PAIRS = 5
/** So many are held against the first. */
const HELD_AGAINST_FIRST = 10

/**
 * What goes with the outcome: every cell of the grid among the earlier beginners, what is left of it among the later ones. Ranked by the lower limit of phi among the
 * earlier ones; every number that is told is of the later ones, because the best of many is too good where it was found.
 */
export async function discover(asked: Discovering): Promise<Discovery> {
  const { beginners, candidates, isBad, pause } = asked
  const split = splitCohorts(beginners)
  const lack = lackOf(beginners, split)
  const nothing = { cells: 0, finds: [], more: 0, pairs: [], placebo: { bar: null, events: [] }, detectable: null }
  if (lack !== null) return { split, lack, ...nothing }
  const counting = { beginners, strata: layStrata(beginners), isBad }
  const landmark = beginners.windows.exposure.until
  const searching = { ...counting, candidates, members: split.discovery.members, landmark }
  const searched = await searchGrid(searching, pause)
  const isNeutral = ({ cell }: Searched): boolean => candidates[cell.candidate]!.role === 'neutral'
  const later = { ...counting, members: split.confirmation.members }
  const placebo = measurePlacebo(later, searched.filter(isNeutral))
  const confirming: Confirming = { ...later, placeboBar: placebo.bar }
  const ranked = rankFound(searched.filter((one) => !isNeutral(one)))
  const clusters = clusterFinds(ranked)
  await pause()
  const finds: Find[] = []
  for (const [place, cluster] of clusters.slice(0, asked.limit).entries()) {
    const first = place > 0 && place < HELD_AGAINST_FIRST ? clusters[0]!.leader : null
    finds.push(toFind(confirming, cluster, { first, split, candidates, landmark }))
    await pause()
  }
  const pairs = pairFinds(searching, confirming, clusters).slice(0, PAIRS)
  return {
    ...{ split, lack: null, cells: searched.length, finds, more: Math.max(0, clusters.length - asked.limit), placebo },
    pairs: pairs.map((one) => ({ pair: one.cell, confirmed: confirmFind(confirming, one), q: one.q })),
    detectable: middleDetectable(confirming, searched),
  }
}

type Among = {
  readonly first: Searched | null
  readonly split: Split
  readonly candidates: readonly Candidate[]
  readonly landmark: number
}

function toFind(confirming: Confirming, { leader, members }: Cluster, { first, ...among }: Among): Find {
  const { cell, doers, q } = leader
  return {
    ...{ cell, q, confirmed: confirmFind(confirming, leader) },
    adds: first === null ? null : addsTo(confirming, first.doers, doers),
    alike: members.filter((one) => one !== leader).map((one) => one.cell),
    sweep: sweepWindow(confirming, among.split, { cell, ...among }),
  }
}

/** Of the searched cell in the middle, by how many did it. */
function middleDetectable(confirming: Confirming, searched: readonly Searched[]): number | null {
  const bySize = [...searched].sort((a, b) => a.discovery.arms.exposed.total - b.discovery.arms.exposed.total)
  const middle = bySize[Math.floor(bySize.length / 2)]
  return middle === undefined ? null : detectableRatio(measureCell(confirming, confirming.members, middle.doers))
}
