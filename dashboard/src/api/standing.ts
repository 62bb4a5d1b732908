import type { Standing, StandingDiscoveryQuery } from '@contract/standing.ts'
import { queryOptions } from '@tanstack/react-query'
import { readApi } from './client.ts'

/** The first part of the keys of what stands ready. */
export const STANDING = 'standing'

type Stands = { readonly standing: Standing; readonly answer: unknown }

/** The server tells when an answer stands; that somebody waits for one it knows by being asked. */
const READY = {
  refetchInterval: ({ state: { data } }: { readonly state: { readonly data: Stands | undefined } }): number | false =>
    data?.standing.comes === true && data.answer === null ? 5_000 : false,
}

export const standingSignalsQuery = queryOptions({
  queryKey: [STANDING, 'signals'],
  queryFn: ({ signal }) => readApi('/standing/signals', {}, signal),
  ...READY,
})

export function standingDiscoveryQuery(asked: StandingDiscoveryQuery) {
  return queryOptions({
    queryKey: [STANDING, 'discovery', asked],
    queryFn: ({ signal }) => readApi('/standing/discovery', asked, signal),
    ...READY,
  })
}
