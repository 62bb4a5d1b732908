import type { EpisodeRow } from '@contract/episodes.ts'
import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import { readApi } from './client.ts'

export const signalsQuery = queryOptions({
  queryKey: ['signals'],
  queryFn: ({ signal }) => readApi('/signals', {}, signal),
})

export const verdictsQuery = queryOptions({
  queryKey: ['verdicts'],
  queryFn: ({ signal }) => readApi('/verdicts', {}, signal),
})

/** As many as are looked at first, as many more at a time, as many as a share is told of, and as many as are told at once at most. */
const PAST = { first: 50, more: 200, share: 500, most: 1_000 } as const

type Part = { readonly limit: number; readonly cursor?: string }

/** The latest alerts of a signal, each with whether what it predicts came. */
export function pastAlertsQuery(signal: string) {
  return infiniteQueryOptions({
    queryKey: ['signals', signal, 'past'],
    queryFn: ({ signal: stop, pageParam }) => readApi('/episodes', { signal, evidence: 'without', ...pageParam }, stop),
    initialPageParam: { limit: PAST.first } as Part,
    getNextPageParam: ({ nextCursor }): Part | undefined =>
      nextCursor === null ? undefined : { limit: PAST.more, cursor: nextCursor },
    staleTime: 60_000,
  })
}

/** As many of them as a share is told of. */
export function manyPastAlertsQuery(signal: string) {
  return queryOptions({
    queryKey: ['signals', signal, 'past', PAST.share],
    queryFn: ({ signal: stop }) => readApi('/episodes', { signal, limit: PAST.share, evidence: 'without' }, stop),
    staleTime: 60_000,
  })
}

/** All of them, for a file. */
export async function readAllPastAlerts(signal: string): Promise<EpisodeRow[]> {
  const rows: EpisodeRow[] = []
  let cursor: string | null | undefined
  do {
    const after = cursor === undefined ? {} : { cursor }
    const page = await readApi('/episodes', { signal, limit: PAST.most, evidence: 'without', ...after })
    rows.push(...page.data)
    cursor = page.nextCursor
  } while (cursor !== null)
  return rows
}
