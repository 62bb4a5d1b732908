import { BudgetQuery, MetricsQuery } from '../../contract/metrics.ts'
import { keepBudget } from './keep-budget.ts'
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
    handle: ({ deps, query, reply }) =>
      keepBudget({ seconds: query.budget_seconds, cancelled: untilGone(reply) }, (stop) =>
        deps.getMetrics(query, stop),
      ),
  }),
  defineRoute({
    method: 'GET',
    path: '/metrics/first-month',
    operation: 'getFirstMonth',
    summary: 'The first thirty days of measuring as a checklist that the data tick.',
    answer: 'FirstMonth',
    query: BudgetQuery,
    handle: ({ deps, query, reply }) =>
      keepBudget({ seconds: query.budget_seconds, cancelled: untilGone(reply) }, (stop) => deps.getFirstMonth(stop)),
  }),
]
