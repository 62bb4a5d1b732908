import type { ApiDeps } from '../../contract/api-deps.ts'
import type { Digest } from '../../contract/digest.ts'
import type { MetricAlerts } from '../../contract/metric-alerts.ts'
import { isoToDay } from '../../core/time.ts'
import { comparePresets } from '../../reports/metrics/compare-presets.ts'
import { reportDigest } from '../../reports/metrics/report-digest.ts'
import { reportMetrics, reportTree } from '../../reports/metrics/report-metrics.ts'
import type { Project } from '../project.ts'
import { keepAnswer, makeKeptAnswers } from './keep-answers.ts'
import { readFirstMonth } from './read-first-month.ts'
import { readMetricAlerts } from './read-metric-alerts.ts'
import { reportSource } from './report-source.ts'

type MetricDeps = Pick<
  ApiDeps,
  'getMetrics' | 'getMetricTree' | 'compareMetrics' | 'getDigest' | 'getFirstMonth' | 'listMetricAlerts'
>

/** The questions about metrics; what was answered since anything became known, and on the same day, is kept. */
export function metricDeps(project: Project): MetricDeps {
  const kept = makeKeptAnswers()
  const keeping = <A extends object>(name: string, query: object, work: () => Promise<A>): Promise<A> => {
    const { store, config, zone, clock } = project
    const question = JSON.stringify([name, query, zone.dayOf(clock.now())])
    const epoch = JSON.stringify([config.judged.model.hash, store.applied(), project.judgedDay])
    return keepAnswer(kept, { question, epoch, holdsAll: true }, work)
  }
  return {
    getMetrics: ({ budget_seconds: _, ...query }, stop) =>
      keeping('metrics', query, () => reportMetrics(reportSource(project, stop), query)),
    getMetricTree: ({ budget_seconds: _, ...query }, stop) =>
      keeping('tree', query, () => reportTree(reportSource(project, stop), query.as_of)),
    compareMetrics: ({ budget_seconds: _, ...query }, stop) =>
      keeping('compare', query, () => comparePresets(reportSource(project, stop), query.as_of)),
    getDigest: async ({ budget_seconds: _, ...query }, stop) => {
      const digest = await keeping('digest', query, () => reportDigest(reportSource(project, stop), query))
      return { ...digest, alerts: alertsOf(await readMetricAlerts(project), digest) }
    },
    listMetricAlerts: () => readMetricAlerts(project),
    getFirstMonth: (stop) => readFirstMonth(project, stop),
  }
}

const DAYS = { daily: 1, weekly: 7, monthly: 30 } as const

/** Alerts that opened or closed on the days of a digest. */
function alertsOf({ data }: MetricAlerts, { cadence, as_of }: Pick<Digest, 'cadence' | 'as_of'>): MetricAlerts['data'] {
  const to = isoToDay(as_of)!
  const isWithin = (date: string) => isoToDay(date)! <= to && isoToDay(date)! > to - DAYS[cadence]
  return data.filter(({ opened, closed }) => isWithin(opened) || (closed !== null && isWithin(closed)))
}
