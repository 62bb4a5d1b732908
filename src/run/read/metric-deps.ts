import type { ApiDeps } from '../../contract/api-deps.ts'
import { reportMetrics } from '../../reports/metrics/report-metrics.ts'
import type { Project } from '../project.ts'
import { keepAnswer, makeKeptAnswers } from './keep-answers.ts'
import { readFirstMonth } from './read-first-month.ts'
import { reportSource } from './report-source.ts'

type MetricDeps = Pick<ApiDeps, 'getMetrics' | 'getFirstMonth'>

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
    getFirstMonth: (stop) => readFirstMonth(project, stop),
  }
}
