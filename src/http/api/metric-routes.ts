import { z } from 'zod'
import { DigestQuery } from '../../contract/digest.ts'
import { MetricWhoQuery } from '../../contract/metric-who.ts'
import { BudgetQuery, MetricsQuery, TreeQuery } from '../../contract/metrics.ts'
import { RestatementQuery } from '../../contract/restatements.ts'
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
    path: '/metrics/names',
    operation: 'listMetricNames',
    summary: 'What every metric is called, without its number.',
    answer: 'MetricNames',
    handle: ({ deps }) => deps.listMetricNames(),
  }),
  defineRoute({
    method: 'GET',
    path: '/metrics/tree',
    operation: 'getMetricTree',
    summary: 'The North Star and the metrics that move it.',
    query: TreeQuery,
    answer: 'MetricTree',
    handle: ({ deps, query, reply }) =>
      keepBudget({ seconds: query.budget_seconds, cancelled: untilGone(reply) }, (stop) =>
        deps.getMetricTree(query, stop),
      ),
  }),
  defineRoute({
    method: 'GET',
    path: '/metrics/compare',
    operation: 'compareMetrics',
    summary: 'The revenue metrics of the last full month as each preset counts them, side by side.',
    query: TreeQuery,
    answer: 'PresetComparison',
    handle: ({ deps, query, reply }) =>
      keepBudget({ seconds: query.budget_seconds, cancelled: untilGone(reply) }, (stop) =>
        deps.compareMetrics(query, stop),
      ),
  }),
  defineRoute({
    method: 'GET',
    path: '/metrics/:id/who',
    operation: 'getMetricWho',
    summary: 'The accounts or users behind a metric: whom it counts, and the rest of those it is a share of.',
    params: z.strictObject({ id: z.string().min(1).max(100) }),
    query: MetricWhoQuery,
    answer: 'MetricWho',
    handle: ({ deps, params, query, reply }) =>
      keepBudget({ seconds: query.budget_seconds, cancelled: untilGone(reply) }, (stop) =>
        deps.getMetricWho(params.id, query, stop),
      ),
  }),
  defineRoute({
    method: 'GET',
    path: '/digest',
    operation: 'getDigest',
    summary: 'What moved among the metrics of a cadence, for whom, and whose next step it is.',
    query: DigestQuery,
    answer: 'Digest',
    handle: ({ deps, query, reply }) =>
      keepBudget({ seconds: query.budget_seconds, cancelled: untilGone(reply) }, (stop) => deps.getDigest(query, stop)),
  }),
  defineRoute({
    method: 'GET',
    path: '/metrics/alerts',
    operation: 'listMetricAlerts',
    summary: 'Metrics that crossed the thresholds that somebody watches, the newest alert first.',
    answer: 'MetricAlerts',
    handle: ({ deps }) => deps.listMetricAlerts(),
  }),
  defineRoute({
    method: 'GET',
    path: '/metrics/restatements',
    operation: 'listRestatements',
    summary: 'Numbers of periods that were over and came out otherwise later, and why; the newest first.',
    query: RestatementQuery,
    answer: 'RestatementList',
    handle: ({ deps, query }) => deps.listRestatements(query),
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
