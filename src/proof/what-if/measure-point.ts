import type { Interval } from '../../stats/interval.ts'
import { estimateClusteredProportion } from '../../stats/proportions/estimate-clustered-proportion.ts'
import { estimateProportion } from '../../stats/proportions/estimate-proportion.ts'
import { quantileOf } from '../../stats/samples/order-statistics.ts'
import { summariseNotice } from '../../stats/scores/summarise-notice.ts'
import type { Recall } from '../backtest/measure-recall.ts'
import { SHARES, type Tally } from './tally-openings.ts'

/** What one threshold would have meant over a stretch of time. */
export type Point = {
  readonly threshold: number
  readonly alerts: number
  readonly perWeek: number | null
  /** In nine weeks of ten at most. */
  readonly busyWeek: number | null
  readonly right: number
  readonly wrong: number
  readonly precision: Interval | null
  readonly recall: Recall
  readonly medianNotice: number | null
  /** Of those that cleared, the share that came again within 14 days. */
  readonly flapping: number | null
  /** Accounts on which it is on at the last day. */
  readonly on: number
}

/** @param needed days of notice that it takes to act */
export function measurePoint(threshold: number, tally: Tally, needed: number): Point {
  const { alerts, right, wrong, byWeek, cleared, again, outcomes, caught } = tally
  return {
    ...{ threshold, alerts, right, wrong, on: tally.on.length },
    perWeek: byWeek.length === 0 ? null : byWeek.reduce((sum, n) => sum + n, 0) / byWeek.length,
    busyWeek: quantileOf(byWeek, 0.9),
    precision: precisionOf(tally),
    recall: { outcomes, caught, rate: estimateProportion({ successes: caught, total: outcomes }) },
    medianNotice: summariseNotice(tally.notices, needed)?.median ?? null,
    flapping: cleared === 0 ? null : again / cleared,
  }
}

function precisionOf({ shares, right, wrong }: Tally): Interval | null {
  const alike = [...shares].map(([key, times]) => {
    return { total: Math.floor(key / SHARES), successes: key % SHARES, times }
  })
  return estimateClusteredProportion(alike) ?? estimateProportion({ successes: right, total: right + wrong })
}
