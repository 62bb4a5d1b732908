import { queryOptions } from '@tanstack/react-query'
import { readApi } from './client.ts'

export function quarantineQuery(reason: string | undefined) {
  return queryOptions({
    queryKey: ['quarantine', reason ?? ''],
    queryFn: ({ signal }) => readApi('/quarantine', { reason, limit: 50 }, signal),
  })
}

/** The latest events that count nowhere, or only with care, for one reason. */
export function leftOutQuery(reason: string) {
  return queryOptions({
    queryKey: ['left-out', reason],
    queryFn: ({ signal }) => readApi('/left-out', { reason, limit: 50 }, signal),
  })
}

export const incidentsQuery = queryOptions({
  queryKey: ['incidents'],
  queryFn: ({ signal }) => readApi('/incidents', {}, signal),
})

export const eventNamesQuery = queryOptions({
  queryKey: ['event-names'],
  queryFn: ({ signal }) => readApi('/events', { limit: 5_000 }, signal),
})
