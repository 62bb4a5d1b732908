import type { ApiDeps } from '../../contract/api-deps.ts'
import type { Digest } from '../../contract/digest.ts'
import type { MetricAlerts } from '../../contract/metric-alerts.ts'
import { isoToDay } from '../../core/time.ts'
import { comparePresets } from '../../reports/metrics/compare-presets.ts'
import { reportDigest } from '../../reports/metrics/report-digest.ts'
import { nameMetrics, reportMetrics, reportTree } from '../../reports/metrics/report-metrics.ts'
import { reportWho } from '../../reports/metrics/report-who.ts'
import type { ReportSource } from '../../reports/question/report-source.ts'
import type { Project } from '../project.ts'
import { readRestatements } from './changed/read-restatements.ts'
import { keepAnswer } from './keep-answers.ts'
import { readFirstMonth } from './read-first-month.ts'
import { readMetricAlerts } from './read-metric-alerts.ts'
import { watchReads } from './watch-reads.ts'

type MetricDeps = Pick<
  ApiDeps,
  | 'getMetrics'
  | 'listMetricNames'
  | 'getMetricWho'
  | 'getMetricTree'
  | 'compareMetrics'
  | 'getDigest'
  | 'getFirstMonth'
  | 'listMetricAlerts'
  | 'listRestatements'
>

/** The questions about metrics; what was answered on the same day is kept while nothing has changed that it was read from. */
export function metricDeps(project: Project): MetricDeps {
  const keeping = <A extends object>(
    { name, query, stop }: { readonly name: string; readonly query: object; readonly stop: AbortSignal },
    work: (source: ReportSource) => Promise<A>,
  ): Promise<A> => {
    const question = JSON.stringify([name, query, project.zone.dayOf(project.clock.now())])
    return keepAnswer(project.answers, { question, holdsAll: true }, async () => {
      const { source, stillHolds } = watchReads(project, stop)
      return { answer: await work(source), stillHolds }
    })
  }
  return {
    getMetrics: ({ budget_seconds: _, ...query }, stop) =>
      keeping({ name: 'metrics', query, stop }, (source) => reportMetrics(source, query)),
    listMetricNames: async () => ({ data: nameMetrics(project.config.judged.model) }),
    getMetricWho: (metric, { budget_seconds: _, ...query }, stop) =>
      keeping({ name: `who ${metric}`, query, stop }, (source) => reportWho(source, metric, query)),
    getMetricTree: ({ budget_seconds: _, ...query }, stop) =>
      keeping({ name: 'tree', query, stop }, (source) => reportTree(source, query.as_of)),
    compareMetrics: ({ budget_seconds: _, ...query }, stop) =>
      keeping({ name: 'compare', query, stop }, (source) => comparePresets(source, query.as_of)),
    getDigest: async ({ budget_seconds: _, ...query }, stop) => {
      const digest = await keeping({ name: 'digest', query, stop }, (source) => reportDigest(source, query))
      return { ...digest, alerts: alertsOf(await readMetricAlerts(project), digest) }
    },
    listMetricAlerts: () => readMetricAlerts(project),
    listRestatements: (query) => readRestatements(project, query),
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
