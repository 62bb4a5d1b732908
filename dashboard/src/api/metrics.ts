import type { ApiQuery } from '@contract/api/api-questions.ts'
import { queryOptions } from '@tanstack/react-query'
import { readApi } from './client.ts'

export function metricsQuery(asked: ApiQuery<'GET', '/metrics'>) {
  return queryOptions({
    queryKey: ['metrics', asked],
    queryFn: ({ signal }) => readApi('/metrics', { ...asked, budget_seconds: 120 }, signal),
    staleTime: 60_000,
  })
}

/** A metric with the statements that were run for it. */
export function definitionQuery(id: string) {
  return queryOptions({
    queryKey: ['metrics', 'definition', id],
    queryFn: async ({ signal }) => {
      const asked = { metrics: id, include: 'sql', budget_seconds: 120 } as const
      return (await readApi('/metrics', asked, signal)).metrics[0] ?? null
    },
    staleTime: Number.POSITIVE_INFINITY,
  })
}

/** What every metric is called. */
export const metricNamesQuery = queryOptions({
  queryKey: ['metrics', 'names'],
  queryFn: ({ signal }) => readApi('/metrics/names', {}, signal),
  staleTime: Number.POSITIVE_INFINITY,
})

export function metricWhoQuery(id: string, asked: ApiQuery<'GET', '/metrics/:id/who'> = {}) {
  return queryOptions({
    queryKey: ['metrics', 'who', id, asked],
    queryFn: ({ signal }) => readApi('/metrics/:id/who', { id, ...asked, budget_seconds: 120 }, signal),
    staleTime: 60_000,
  })
}

export const metricTreeQuery = queryOptions({
  queryKey: ['metrics', 'tree'],
  queryFn: ({ signal }) => readApi('/metrics/tree', {}, signal),
  staleTime: 60_000,
})

export const metricAlertsQuery = queryOptions({
  queryKey: ['metrics', 'alerts'],
  queryFn: ({ signal }) => readApi('/metrics/alerts', {}, signal),
})

/** Numbers of periods that were over and came out otherwise later. */
export const restatementsQuery = queryOptions({
  queryKey: ['metrics', 'restatements'],
  queryFn: ({ signal }) => readApi('/metrics/restatements', {}, signal),
  staleTime: 60_000,
})
