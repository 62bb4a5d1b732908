import { queryOptions } from '@tanstack/react-query'
import { readApi } from './client.ts'

export const signalsQuery = queryOptions({
  queryKey: ['signals'],
  queryFn: ({ signal }) => readApi('/signals', {}, signal),
})

export const verdictsQuery = queryOptions({
  queryKey: ['verdicts'],
  queryFn: ({ signal }) => readApi('/verdicts', {}, signal),
})

const PAST = 1_000

/** The latest alerts of a signal, each with whether what it predicts came. */
export function pastAlertsQuery(signal: string) {
  return queryOptions({
    queryKey: ['signals', signal, 'past'],
    queryFn: ({ signal: stop }) => readApi('/episodes', { signal, limit: PAST, evidence: 'without' }, stop),
    staleTime: 60_000,
  })
}
