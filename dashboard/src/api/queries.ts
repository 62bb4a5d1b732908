import type { AccountDetail } from '@contract/account.ts'
import type { AccountPage } from '@contract/accounts.ts'
import type { EventPage } from '@contract/events.ts'
import type { ServerStatus } from '@contract/status.ts'
import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query'
import { readApi } from './client.ts'

export type AccountFilter = {
  readonly q?: string
  readonly type?: string
  readonly signal?: string
  readonly plan?: string
  readonly assignee?: string
  readonly sort?: string
  readonly order?: string
}

const ROWS_A_PAGE = 500

export function accountsQuery(filter: AccountFilter) {
  return infiniteQueryOptions({
    queryKey: ['accounts', filter],
    queryFn: ({ pageParam, signal }) =>
      readApi<AccountPage>('/accounts', { ...filter, limit: ROWS_A_PAGE, cursor: pageParam }, signal),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.nextCursor,
    placeholderData: keepPreviousData,
  })
}

export function accountQuery(key: string, asOf: string | undefined) {
  return queryOptions({
    queryKey: ['account', key, asOf ?? 'latest'],
    queryFn: ({ signal }) => readApi<AccountDetail>(`/accounts/${encodeURIComponent(key)}`, { asOf }, signal),
    placeholderData: (previous) => (previous?.key === key ? previous : undefined),
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
      readApi<EventPage>(
        `/accounts/${encodeURIComponent(key)}/events`,
        { ...filter, limit: 50, cursor: pageParam },
        signal,
      ),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.nextCursor,
  })
}

export const statusQuery = queryOptions({
  queryKey: ['status'],
  queryFn: ({ signal }) => readApi<ServerStatus>('/status', {}, signal),
  refetchInterval: 10_000,
})
