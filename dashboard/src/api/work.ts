import type { BandChangesQuery } from '@contract/band-changes.ts'
import type { WorklistQuery } from '@contract/worklist.ts'
import { queryOptions } from '@tanstack/react-query'
import { readApi } from './client.ts'

/** Everything that an act on a task may change. */
export const WORK = 'work'

export function worklistQuery(asked: Partial<WorklistQuery>) {
  return queryOptions({
    queryKey: [WORK, 'today', asked],
    queryFn: ({ signal }) => readApi('/today', asked, signal),
    placeholderData: (before) => before,
  })
}

export const teamQuery = queryOptions({
  queryKey: [WORK, 'team'],
  queryFn: ({ signal }) => readApi('/team', {}, signal),
})

export function bandsQuery(asked: Partial<BandChangesQuery>) {
  return queryOptions({
    queryKey: ['bands', asked],
    queryFn: ({ signal }) => readApi('/bands', asked, signal),
    placeholderData: (before) => before,
    staleTime: asked.replay === true ? Number.POSITIVE_INFINITY : 15_000,
  })
}
