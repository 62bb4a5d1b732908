import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import { type Asked, readApi } from './client.ts'

/** Everything that a change of settings may touch. */
export const SETTINGS = 'settings'

export const usersQuery = settingQuery('/users')
export const keysQuery = settingQuery('/keys')
export const tokensQuery = settingQuery('/me/tokens')
export const channelsQuery = settingQuery('/channels')
export const settingsQuery = settingQuery('/settings')
export const storageQuery = queryOptions({
  queryKey: ['storage'],
  queryFn: ({ signal }) => readApi('/storage', {}, signal),
})

export const sourcesQuery = settingQuery('/sources')

export function auditQuery(what: string | undefined) {
  return infiniteQueryOptions({
    queryKey: [SETTINGS, '/audit', what],
    queryFn: ({ pageParam, signal }) => readApi('/audit', { what, limit: 100, cursor: pageParam }, signal),
    initialPageParam: null as string | null,
    getNextPageParam: ({ nextCursor }) => nextCursor,
  })
}

/** What of a signal can be set over the configuration file. */
export function settingsOf(signal: string) {
  return queryOptions({
    queryKey: [SETTINGS, 'signal', signal],
    queryFn: ({ signal: stop }) => readApi('/settings', { signal }, stop),
  })
}

/** None of these paths has a parameter. */
const NOTHING = {}
type SettingPath = '/users' | '/keys' | '/me/tokens' | '/channels' | '/settings' | '/sources'

function settingQuery<P extends SettingPath>(path: P) {
  return queryOptions({
    queryKey: [SETTINGS, path],
    queryFn: ({ signal }) => readApi(path, NOTHING as Asked<P>, signal),
  })
}
