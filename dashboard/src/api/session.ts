import type { SessionAnswer } from '@contract/access/sign-in.ts'
import { queryOptions, useQuery, useQueryClient } from '@tanstack/react-query'
import { setMe } from '../parts/me.ts'
import { readApi } from './client.ts'
import { postApi } from './post.ts'
import { isSnapshot } from './snapshot.ts'

/** Who is signed in here, and what they may do. */
export const sessionQuery = queryOptions({
  queryKey: ['session'],
  queryFn: async ({ signal }) => {
    const session = await readApi('/session', {}, signal)
    if (session.user !== null) setMe(session.user.name)
    return session
  },
  staleTime: 60_000,
})

export function useSession(): SessionAnswer | undefined {
  return useQuery(sessionQuery).data
}

/** Whether it is told who looks on, or cannot be: what they may press is shown then, and not before it might have to be taken away. */
export function useIsSessionTold(): boolean {
  return !useQuery(sessionQuery).isPending || isSnapshot
}

/** Whether who looks on may only look: the server would refuse what they change, or the pages are a snapshot. Without users a key decides, and is asked for. */
export function useIsViewer(): boolean {
  const session = useSession()
  const isTold = useIsSessionTold()
  return isSnapshot || !isTold || (session?.user != null && session.scope === 'read')
}

/** Signs in, and asks for everything again as whoever that is; what is on the page meanwhile stays, with what is being done on it. Throws ApiFailure. */
export function useSignIn(): (
  path: '/session' | '/session/demo' | '/links/accept',
  body: object,
) => Promise<SessionAnswer> {
  const client = useQueryClient()
  return async (path, body) => {
    const session = await postApi(path, {}, { body })
    if (session.user !== null) setMe(session.user.name)
    client.setQueryData(sessionQuery.queryKey, session)
    await client.invalidateQueries()
    return session
  }
}

/** What a link is for; its secret goes in the body, and into no log. */
export function linkQuery(token: string) {
  return queryOptions({
    queryKey: ['link', token],
    queryFn: ({ signal }) => postApi('/links/look', {}, { body: { token }, signal }),
    retry: false,
    staleTime: Number.POSITIVE_INFINITY,
  })
}
