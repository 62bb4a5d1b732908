import type { Millis } from '../../core/time.ts'
import { MS_PER_DAY } from '../../core/time.ts'
import type { Interval } from '../../stats/interval.ts'
import { estimateClusteredProportion } from '../../stats/proportions/estimate-clustered-proportion.ts'
import { estimateProportion } from '../../stats/proportions/estimate-proportion.ts'
import type { Share } from '../../stats/proportions/share.ts'
import { quantileOf } from '../../stats/samples/order-statistics.ts'
import { summariseNotice } from '../../stats/scores/summarise-notice.ts'
import { isTold } from '../backtest/compare-cases.ts'
import { weekOf } from '../backtest/ground.ts'
import { measureRecall, type Recall } from '../backtest/measure-recall.ts'
import type { Episode } from '../backtest/proved-signal.ts'
import { type Case, selectCases } from '../backtest/select-cases.ts'
import type { AsOf } from '../panel/panel.ts'
import type { WhatIfTable } from './what-if-table.ts'

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
}

/** [from, until) of openings. */
export type Stretch = { readonly from: Millis; readonly until: Millis }

export type Pointing = {
  readonly threshold: number
  readonly episodes: readonly Episode[]
  readonly stretch: Stretch
  readonly needed: number
}

export function measurePoint(
  { ground, signal }: WhatIfTable,
  { threshold, episodes, stretch, needed }: Pointing,
): Point {
  const own = episodes.filter(({ openedAt }) => openedAt >= stretch.from && openedAt < stretch.until)
  const proved = { ...signal, episodes: own }
  const cases = selectCases(ground, proved).all
  const byWeek = weeklyCounts(ground.panel.asOfs, own, stretch)
  const right = cases.filter(({ label }) => label === 'positive')
  const days = right.map(({ openedAt, decidedAt }) => (decidedAt! - openedAt) / MS_PER_DAY)
  return {
    ...{ threshold, alerts: own.length, right: right.length },
    perWeek: byWeek.length === 0 ? null : byWeek.reduce((sum, n) => sum + n, 0) / byWeek.length,
    busyWeek: quantileOf(byWeek, 0.9),
    wrong: cases.filter(({ label }) => label === 'negative').length,
    precision: precisionOf(cases),
    recall: measureRecall(ground, proved, stretch),
    medianNotice: summariseNotice(days, needed)?.median ?? null,
    flapping: flappingOf(own),
  }
}

function weeklyCounts(asOfs: readonly AsOf[], episodes: readonly Episode[], { from, until }: Stretch): Float64Array {
  const whole = asOfs.flatMap(({ at }, i) =>
    at >= from && (asOfs[i + 1]?.at ?? Number.POSITIVE_INFINITY) <= until ? [i] : [],
  )
  const counts = new Float64Array(whole.length)
  const first = whole[0] ?? 0
  for (const { openedAt } of episodes) {
    const week = weekOf({ asOfs }, openedAt) - first
    if (week >= 0 && week < counts.length) counts[week]! += 1
  }
  return counts
}

function precisionOf(cases: readonly Case[]): Interval | null {
  const byEntity = new Map<number, { successes: number; total: number }>()
  for (const { entity, label } of cases) {
    if (!isTold(label)) continue
    const own = byEntity.get(entity) ?? { successes: 0, total: 0 }
    own.total += 1
    if (label === 'positive') own.successes += 1
    byEntity.set(entity, own)
  }
  const shares: Share[] = [...byEntity.values()]
  const all = shares.reduce(
    (sum, one) => ({ successes: sum.successes + one.successes, total: sum.total + one.total }),
    { successes: 0, total: 0 },
  )
  return estimateClusteredProportion(shares) ?? estimateProportion(all)
}

const SOON_DAYS = 14

function flappingOf(episodes: readonly Episode[]): number | null {
  let [again, cleared] = [0, 0]
  episodes.forEach(({ entity, closedAt }, i) => {
    if (closedAt === null) return
    cleared += 1
    const next = episodes[i + 1]
    if (next?.entity === entity && next.openedAt - closedAt <= SOON_DAYS * MS_PER_DAY) again += 1
  })
  return cleared === 0 ? null : again / cleared
}
