import type { DiscoveryRequest } from '@contract/discovery.ts'
import type { WhatIfRequest } from '@contract/what-if.ts'
import { keepPreviousData, queryOptions } from '@tanstack/react-query'
import { readApi } from './client.ts'
import { postApi } from './post.ts'
import { andStanding } from './standing.ts'

const PAGE = `page-${Date.now().toString(36)}-${Math.random().toString(36).slice(2, 8)}`

/** The name of a long question of this page, by which the server is asked how far it is. */
export function runOf(question: string): string {
  return `${PAGE}-${question}`.slice(0, 100)
}

/** What folds all of history is asked for once, and kept while the page is open. */
const KEPT = { staleTime: Number.POSITIVE_INFINITY, gcTime: Number.POSITIVE_INFINITY, retry: false } as const

export const backtestQuery = queryOptions({
  queryKey: ['backtest'],
  queryFn: ({ signal, client }) =>
    andStanding(client, postApi('/backtest', {}, { body: { what: 'signal', run: runOf('backtest') }, signal })),
  ...KEPT,
})

/** How far a long question is, asked for again and again. */
export function progressQuery(run: string) {
  return queryOptions({
    queryKey: ['backtest', 'progress', run],
    queryFn: ({ signal }) => readApi('/backtest/progress', { run }, signal),
    refetchInterval: 1_000,
    gcTime: 0,
  })
}

export function whatIfQuery(asked: WhatIfRequest) {
  return queryOptions({
    queryKey: ['what-if', asked],
    queryFn: ({ signal }) => postApi('/what-if', {}, { body: { ...asked, run: runOf('what-if') }, signal }),
    ...KEPT,
    placeholderData: keepPreviousData,
  })
}

export function discoveryQuery(asked: DiscoveryRequest) {
  return queryOptions({
    queryKey: ['discover', asked],
    queryFn: ({ signal, client }) =>
      andStanding(client, postApi('/discover', {}, { body: { ...asked, run: runOf('discover') }, signal })),
    ...KEPT,
  })
}
