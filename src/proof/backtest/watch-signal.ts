import type { Millis } from '../../core/time.ts'
import { type CusumPoint, chartCusum } from '../../stats/detectors/chart-cusum.ts'
import { dateChange } from '../../stats/detectors/date-change.ts'
import { estimateTrend } from '../../stats/detectors/estimate-trend.ts'
import { measureBaseline } from '../../stats/detectors/measure-baseline.ts'
import type { Interval } from '../../stats/interval.ts'
import { estimateProportion } from '../../stats/proportions/estimate-proportion.ts'
import type { Panel } from '../panel/panel.ts'
import { isTold } from './compare-cases.ts'
import { countByWeek } from './count-by-week.ts'
import type { ProvedSignal } from './proved-signal.ts'
import type { Case } from './select-cases.ts'

/** Its alerts are right otherwise than they were: `since` the first of the cases that the change is told by. */
export type PrecisionChange = {
  readonly way: 'less' | 'more'
  readonly since: Millis
  readonly before: Interval | null
  readonly after: Interval
}

/** Alerts come otherwise than they did: `since` the first day of that week; alerts a week before and from then on. */
export type AlertsChange = { readonly since: Millis; readonly before: number; readonly after: number }

/** Whether a signal is still what it was. */
export type Watch = {
  readonly precision: PrecisionChange | null
  readonly alerts: AlertsChange | null
  /** By which share alerts a week change from one week to the next, over the same weeks; null: there are not as many. */
  readonly trend: number | null
}

type Recorded = { readonly panel: Pick<Panel, 'asOfs' | 'provenance'> }

/** Weeks in which the change of a level is looked for. */
const WEEKS = 12

export function watchSignal(
  { panel }: Recorded,
  { signal, cases }: { readonly signal: Pick<ProvedSignal, 'episodes'>; readonly cases: readonly Case[] },
): Watch {
  const byWeek = [...countByWeek(panel, signal.episodes)]
  const weeks = byWeek.slice(-WEEKS)
  const trend = weeks.length < WEEKS ? null : estimateTrend(weeks)
  return {
    precision: watchPrecision(cases),
    alerts: watchAlerts(panel, byWeek),
    trend: trend === null ? null : Math.exp(trend) - 1,
  }
}

/** How much weeks vary anyway is told by those before. */
function watchAlerts(panel: Recorded['panel'], byWeek: readonly number[]): AlertsChange | null {
  const from = Math.max(0, byWeek.length - WEEKS)
  const overdispersion = measureBaseline(byWeek.slice(0, from))?.overdispersion ?? 0
  const change = dateChange(byWeek.slice(from), overdispersion)
  if (change === null) return null
  const { thinned } = panel.provenance
  return {
    since: panel.asOfs[from + change.at]!.at,
    ...{ before: thinned * change.before, after: thinned * change.after },
  }
}

/** The share of the cases by which it is told what is usual. */
const EARLIER = 0.7
const LEAST_CASES = 30
/** Right and wrong ones that are expected of cases taken together, so that their number is about normal. */
const LEAST_EXPECTED = 5

type Block = { readonly at: Millis; readonly right: number; readonly total: number }

/**
 * Cases in order of time, some at once, on a chart that adds up by how much fewer (or more) of them were right than of the earlier cases: what lies beyond its limit
 * at the end has changed, since the chart was last at nothing.
 */
function watchPrecision(cases: readonly Case[]): PrecisionChange | null {
  const told = cases.filter(({ label }) => isTold(label)).sort((a, b) => a.openedAt - b.openedAt)
  const earlier = told.slice(0, Math.floor(EARLIER * told.length))
  const usual = rightOf(earlier) / earlier.length
  const least = Math.min(usual, 1 - usual)
  if (earlier.length < LEAST_CASES || !(least * earlier.length >= LEAST_EXPECTED)) return null
  const blocks = blocksOf(told, Math.ceil(LEAST_EXPECTED / least))
  const chart = chartCusum(
    blocks.map(({ right, total }) => (right - usual * total) / Math.sqrt(total * usual * (1 - usual))),
  )
  const last = chart.at(-1)
  if (last === undefined || !last.hit) return null
  const way = last.low > last.high ? 'less' : 'more'
  const since = blocks[beganAt(chart, way)]!.at
  const after = rateOf(told.filter(({ openedAt }) => openedAt >= since))
  return after === null ? null : { way, since, before: rateOf(told.filter(({ openedAt }) => openedAt < since)), after }
}

/** What is over at the end is too little for a block of its own. */
function blocksOf(told: readonly Case[], size: number): Block[] {
  return Array.from({ length: Math.floor(told.length / size) }, (_, i) => {
    const own = told.slice(i * size, (i + 1) * size)
    return { at: own[0]!.openedAt, right: rightOf(own), total: size }
  })
}

function beganAt(chart: readonly CusumPoint[], way: PrecisionChange['way']): number {
  return chart.findLastIndex((point) => (way === 'less' ? point.low : point.high) === 0) + 1
}

function rightOf(cases: readonly Case[]): number {
  return cases.filter(({ label }) => label === 'positive').length
}

function rateOf(cases: readonly Case[]): Interval | null {
  return estimateProportion({ successes: rightOf(cases), total: cases.length })
}
