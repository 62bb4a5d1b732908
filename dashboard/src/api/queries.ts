import type { ApiQuery } from '@contract/api/api-questions.ts'
import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import { needsKey, readApi } from './client.ts'

export type AccountFilter = Omit<ApiQuery<'GET', '/accounts'>, 'limit' | 'offset'>

export const ROWS_A_PAGE = 200

/** One page of the list by its place, so that a long list can be entered anywhere. */
export function accountsQuery(filter: AccountFilter, page: number) {
  return queryOptions({
    queryKey: ['accounts', filter, page],
    queryFn: ({ signal }) =>
      readApi('/accounts', { ...filter, limit: ROWS_A_PAGE, offset: page * ROWS_A_PAGE }, signal),
    placeholderData: (before) => (page === 0 ? before : undefined),
  })
}

export function accountQuery(key: string, asOf: string | undefined) {
  return queryOptions({
    queryKey: ['account', key, asOf ?? 'latest'],
    queryFn: ({ signal }) => readApi('/accounts/:key', { key, asOf }, signal),
    placeholderData: (previous) => (previous?.key === key ? previous : undefined),
  })
}

/** The account as of a day, with why its scores are others than at the close of an earlier one. */
export function accountSinceQuery(key: string, asOf: string, since: string) {
  return queryOptions({
    queryKey: ['account', key, asOf, since],
    queryFn: ({ signal }) => readApi('/accounts/:key', { key, asOf, since }, signal),
  })
}

export type EventFilter = {
  readonly name?: string
  readonly from?: string
  readonly to?: string
  readonly asOf?: string
}

export function accountEventsQuery(key: string, filter: EventFilter) {
  return infiniteQueryOptions({
    queryKey: ['account-events', key, filter],
    queryFn: ({ pageParam, signal }) =>
      readApi('/accounts/:key/events', { key, ...filter, limit: 50, cursor: pageParam }, signal),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.nextCursor,
  })
}

export const statusQuery = queryOptions({
  queryKey: ['status'],
  queryFn: ({ signal }) => readApi('/status', {}, signal),
  // With the same key the answer would be the same, and wrong keys are counted.
  refetchInterval: ({ state }) => (needsKey(state.error) ? false : 10_000),
})
