import type { ApiQuery } from '@contract/api/api-questions.ts'
import type { ChangesQuery } from '@contract/changes.ts'
import { queryOptions } from '@tanstack/react-query'
import { readApi } from './client.ts'
import { runOf } from './proof.ts'

/** What changed in the configuration and in the data; of one kind, or all. */
export function changesQuery(asked: Partial<ChangesQuery> = {}) {
  return queryOptions({
    queryKey: ['changes', asked],
    queryFn: ({ signal }) => readApi('/changes', asked, signal),
    staleTime: 60_000,
    placeholderData: (before) => before,
  })
}

export const experimentsQuery = queryOptions({
  queryKey: ['experiments'],
  queryFn: ({ signal }) => readApi('/experiments', {}, signal),
})

/** What an experiment has shown. It folds all of history: asked for once, and kept while the page is open. */
export function upliftQuery(name: string) {
  return queryOptions({
    queryKey: ['uplift', name],
    queryFn: ({ signal }) => readApi('/experiments/:name', { name, run: runOf('uplift') }, signal),
    ...{ staleTime: Number.POSITIVE_INFINITY, gcTime: Number.POSITIVE_INFINITY, retry: false },
  })
}

/** Who signed up before a day against who did from it on. It folds all of history: asked for once, and kept while the page is open. */
export function beforeAfterQuery(asked: ApiQuery<'GET', '/cohorts/before-after'>) {
  return queryOptions({
    queryKey: ['before-after', asked],
    queryFn: ({ signal }) => readApi('/cohorts/before-after', { ...asked, run: runOf('before-after') }, signal),
    ...{ staleTime: Number.POSITIVE_INFINITY, gcTime: Number.POSITIVE_INFINITY, retry: false },
  })
}
