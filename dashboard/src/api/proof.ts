import type { BacktestAnswer, BacktestProgress } from '@contract/backtest.ts'
import type { DiscoveryAnswer, DiscoveryRequest } from '@contract/discovery.ts'
import type { WhatIfAnswer, WhatIfRequest } from '@contract/what-if.ts'
import { keepPreviousData, queryOptions } from '@tanstack/react-query'
import { readApi } from './client.ts'
import { postApi } from './post.ts'

/** One name for each page that is open, by which the server is asked how far it is. */
const RUN = `page-${Date.now().toString(36)}-${Math.random().toString(36).slice(2, 8)}`

/** What folds all of history is asked for once, and kept while the page is open. */
const KEPT = { staleTime: Number.POSITIVE_INFINITY, gcTime: Number.POSITIVE_INFINITY, retry: false } as const

export const backtestQuery = queryOptions({
  queryKey: ['backtest'],
  queryFn: ({ signal }) => postApi<BacktestAnswer>('/backtest', { what: 'signal', run: RUN }, signal),
  ...KEPT,
})

export const progressQuery = queryOptions({
  queryKey: ['backtest', 'progress'],
  queryFn: ({ signal }) => readApi<BacktestProgress>('/backtest/progress', { run: RUN }, signal),
  refetchInterval: 1_000,
})

export function whatIfQuery(asked: WhatIfRequest) {
  return queryOptions({
    queryKey: ['what-if', asked],
    queryFn: ({ signal }) => postApi<WhatIfAnswer>('/what-if', asked, signal),
    ...KEPT,
    placeholderData: keepPreviousData,
  })
}

export function discoveryQuery(asked: DiscoveryRequest) {
  return queryOptions({
    queryKey: ['discover', asked],
    queryFn: ({ signal }) => postApi<DiscoveryAnswer>('/discover', asked, signal),
    ...KEPT,
  })
}
