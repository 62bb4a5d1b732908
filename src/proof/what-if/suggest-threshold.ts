import type { Interval } from '../../stats/interval.ts'
import { bootstrapMany } from '../../stats/samples/bootstrap-entities.ts'
import { type Costs, sweepThresholds } from '../../stats/scores/sweep-thresholds.ts'
import type { Episode } from '../backtest/proved-signal.ts'
import { type Case, selectCases } from '../backtest/select-cases.ts'
import type { Point } from './measure-point.ts'
import type { Stretch } from './tally-openings.ts'
import type { WhatIfTable } from './what-if-table.ts'

/** Why no other threshold is suggested. */
export type NoSuggestion = 'nothing_pays' | 'nothing_feasible' | 'no_clear_gain' | 'is_best_already'
export type Suggested = {
  /** Precision from which an alert pays; null: nothing was said about costs. */
  readonly neededPrecision: number | null
  readonly threshold: number | null
  readonly because: NoSuggestion | null
  /** Net value a year at the present and the suggested threshold, and their difference, on the later part of the time. */
  readonly net: {
    readonly present: Interval | null
    readonly suggested: Interval | null
    readonly gain: Interval | null
  }
}

/** Points of the earlier part of the time, among which is chosen; one of them is the threshold in force. */
export function chooseThreshold(
  points: readonly Point[],
  costs: Costs,
): { readonly neededPrecision: number | null; readonly best: number | null; readonly because: NoSuggestion | null } {
  const cases = points.map(({ threshold, alerts, right, busyWeek }) => ({
    threshold,
    alerts,
    right,
    load: busyWeek ?? 0,
  }))
  const { neededPrecision, best, unconstrained } = sweepThresholds(cases, costs)
  if (best !== null) return { neededPrecision, best, because: null }
  return { neededPrecision, best, because: unconstrained === null ? 'nothing_pays' : 'nothing_feasible' }
}

export type Netting = {
  /** Openings under the present threshold, and under the chosen one. */
  readonly present: readonly Episode[]
  readonly chosen: readonly Episode[]
  readonly stretch: Stretch
  readonly costs: Costs
}

/** Net value over the stretch, with limits by drawing accounts again: of the present threshold, of the chosen one, and of going from one to the other. */
export function estimateNet(table: WhatIfTable, { present, chosen, stretch, costs }: Netting): Suggested['net'] {
  const entities = table.ground.panel.entities.length
  const [before, after] = [present, chosen].map((episodes) => netByEntity(table, episodes, { stretch, costs }))
  const sums = (drawn: Int32Array, into: Float64Array): void => {
    into.fill(0)
    for (let i = 0; i < entities; i++) {
      into[0]! += drawn[i]! * before![i]!
      into[1]! += drawn[i]! * after![i]!
    }
    into[2] = into[1]! - into[0]!
  }
  const [one, other, gain] = bootstrapMany({ entities, count: 3, statistics: sums, seed: { k0: 17, k1: 23 } })
  return { present: one ?? null, suggested: other ?? null, gain: gain ?? null }
}

type Of = { readonly stretch: Stretch; readonly costs: Costs }

function netByEntity(
  { ground, signal }: WhatIfTable,
  episodes: readonly Episode[],
  { stretch, costs }: Of,
): Float64Array {
  const own = episodes.filter(({ openedAt }) => openedAt >= stretch.from && openedAt < stretch.until)
  const net = new Float64Array(ground.panel.entities.length)
  for (const { entity } of own) net[entity]! -= costs.cost
  const isRight = ({ label }: Case): boolean => label === 'positive'
  for (const { entity } of selectCases(ground, { ...signal, episodes: own }).all.filter(isRight))
    net[entity]! += costs.saveRate * costs.value
  return net
}
