import { MetricsQuery } from '../../contract/metrics.ts'
import { type ApiRoute, defineRoute } from './route.ts'
import { untilGone } from './until-gone.ts'

export const metricRoutes: readonly ApiRoute[] = [
  defineRoute({
    method: 'GET',
    path: '/metrics',
    operation: 'getMetrics',
    summary: 'The numbers of the business, each with its definition, who watches it and how it stands.',
    query: MetricsQuery,
    answer: 'MetricsAnswer',
    handle: ({ deps, query, reply }) => deps.getMetrics(query, untilGone(reply)),
  }),
  defineRoute({
    method: 'GET',
    path: '/metrics/first-month',
    operation: 'getFirstMonth',
    summary: 'The first thirty days of measuring as a checklist that the data tick.',
    answer: 'FirstMonth',
    handle: ({ deps, reply }) => deps.getFirstMonth(untilGone(reply)),
  }),
]
