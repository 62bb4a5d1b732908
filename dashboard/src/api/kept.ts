import { queryOptions } from '@tanstack/react-query'
import { readApi } from './client.ts'

/** Saved views: one's own, and those that are shared. */
export const viewsQuery = queryOptions({
  queryKey: ['views'],
  queryFn: async ({ signal }) => (await readApi('/views', {}, signal)).data,
  staleTime: 30_000,
  retry: false,
})

/** What was written about an account, as far as one may see it. */
export function notesQuery(account: string) {
  return queryOptions({
    queryKey: ['notes', account],
    queryFn: async ({ signal }) => (await readApi('/accounts/:key/notes', { key: account }, signal)).data,
    retry: false,
  })
}
