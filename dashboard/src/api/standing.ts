import type { Standing, StandingDiscoveryQuery } from '@contract/standing.ts'
import { type QueryClient, queryOptions } from '@tanstack/react-query'
import { readApi } from './client.ts'

/** The first part of the keys of what stands ready. */
export const STANDING = 'standing'

/** What was asked for stands from then on: its day is read before it is shown. */
export async function andStanding<A>(client: QueryClient, asking: Promise<A>): Promise<A> {
  const answer = await asking
  await client.refetchQueries({ queryKey: [STANDING] })
  return answer
}

type Asked = { readonly state: { readonly data: { readonly standing: Standing } | undefined } }

/** The server tells when an answer stands; that somebody waits for one it knows by being asked. */
const READY = {
  refetchInterval: ({ state: { data } }: Asked): number | false =>
    data?.standing.comes === true && data.standing.as_of === null ? 5_000 : false,
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

/** Since when it stands which alerts and bands accounts had. */
export const standingHistoryQuery = queryOptions({
  queryKey: [STANDING, 'history'],
  queryFn: async ({ signal }) => ({ standing: await readApi('/standing/history', {}, signal) }),
  ...READY,
})

export const standingWarningsQuery = queryOptions({
  queryKey: [STANDING, 'warnings'],
  queryFn: ({ signal }) => readApi('/standing/warnings', {}, signal),
  ...READY,
})
