import type { AuditPage } from '@contract/access/audit.ts'
import type { TokenList, UserList } from '@contract/access/sign-in.ts'
import type { ChannelList } from '@contract/deliveries.ts'
import type { KeyList } from '@contract/keys.ts'
import type { SettingList } from '@contract/settings.ts'
import type { SourceList } from '@contract/sources.ts'
import type { StorageAnswer } from '@contract/storage.ts'
import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import { readApi } from './client.ts'

/** Everything that a change of settings may touch. */
export const SETTINGS = 'settings'

export const usersQuery = settingQuery<UserList>('/users')
export const keysQuery = settingQuery<KeyList>('/keys')
export const tokensQuery = settingQuery<TokenList>('/me/tokens')
export const channelsQuery = settingQuery<ChannelList>('/channels')
export const settingsQuery = settingQuery<SettingList>('/settings')
export const storageQuery = queryOptions({
  queryKey: ['storage'],
  queryFn: ({ signal }) => readApi<StorageAnswer>('/storage', {}, signal),
})

export const sourcesQuery = settingQuery<SourceList>('/sources')

export function auditQuery(what: string | undefined) {
  return infiniteQueryOptions({
    queryKey: [SETTINGS, '/audit', what],
    queryFn: ({ pageParam, signal }) => readApi<AuditPage>('/audit', { what, limit: 100, cursor: pageParam }, signal),
    initialPageParam: null as string | null,
    getNextPageParam: ({ nextCursor }) => nextCursor,
  })
}

/** What of a signal can be set over the configuration file. */
export function settingsOf(signal: string) {
  return queryOptions({
    queryKey: [SETTINGS, 'signal', signal],
    queryFn: ({ signal: stop }) => readApi<SettingList>('/settings', { signal }, stop),
  })
}

function settingQuery<T>(path: string) {
  return queryOptions({
    queryKey: [SETTINGS, path],
    queryFn: ({ signal }) => readApi<T>(path, {}, signal),
  })
}
