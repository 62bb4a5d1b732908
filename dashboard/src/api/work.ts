import type { ApiQuery } from '@contract/api/api-questions.ts'
import type { UntouchedQuery } from '@contract/team.ts'
import type { Worklist, WorklistQuery } from '@contract/worklist.ts'
import { type InfiniteData, infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import { readApi } from './client.ts'
import { postApi } from './post.ts'
import { andStanding } from './standing.ts'

/** Everything that an act on a task may change. */
export const WORK = 'work'

export function worklistQuery(asked: Partial<WorklistQuery>) {
  return queryOptions({
    queryKey: [WORK, 'today', asked],
    queryFn: ({ signal }) => readApi('/today', asked, signal),
    placeholderData: (before) => before,
  })
}

/** What somebody is to do about accounts within 30 days. */
export function tasksAboutQuery(accounts: readonly string[]) {
  return queryOptions({
    queryKey: [WORK, 'about', accounts],
    queryFn: ({ signal }) => postApi('/tasks/about', {}, { body: { accounts: [...accounts] }, signal }),
    enabled: accounts.length > 0,
  })
}

/** As many as are looked at first, and as many more at a time. */
const FIRST = 50
const MORE = 200

type Part = Pick<WorklistQuery, 'limit'> & { readonly offset?: number; readonly through?: string | undefined }
export type WorklistPages = InfiniteData<Worklist, Part>

/** The worklist from its top on, up to the task `through` at first. */
export function worklistPages(asked: Partial<WorklistQuery>, through: string | undefined) {
  return infiniteQueryOptions({
    queryKey: [WORK, 'today', 'from the top', asked],
    queryFn: ({ signal, pageParam }) => readApi('/today', { ...asked, ...pageParam }, signal),
    initialPageParam: { limit: FIRST, through } as Part,
    getNextPageParam: ({ total, renewalsTotal }, pages): Part | undefined => {
      const offset = pages.reduce((sum, { tasks, renewals }) => sum + Math.max(tasks.length, renewals.length), 0)
      return offset < Math.max(total, renewalsTotal) ? { limit: MORE, offset } : undefined
    },
    placeholderData: (before) => before,
  })
}

/** What was read of it so far, as one list. */
export function joinPages({ pages }: Pick<WorklistPages, 'pages'>): Worklist {
  return {
    ...pages[0]!,
    tasks: pages.flatMap(({ tasks }) => tasks),
    renewals: pages.flatMap(({ renewals }) => renewals),
  }
}

/** As many as the server tells at once. */
const MOST = 10_000

/** All of it, for a file. */
export async function readWholeWorklist(asked: Partial<WorklistQuery>): Promise<Worklist> {
  const pages: Worklist[] = []
  for (let offset = 0, total = 1; offset < total; offset += MOST) {
    const page = await readApi('/today', { ...asked, limit: MOST, offset })
    pages.push(page)
    total = Math.max(page.total, page.renewalsTotal)
  }
  return joinPages({ pages })
}

export function untouchedQuery(asked: UntouchedQuery) {
  return queryOptions({
    queryKey: [WORK, 'untouched', asked],
    queryFn: ({ signal }) => readApi('/team/untouched', asked, signal),
  })
}

export const teamQuery = queryOptions({
  queryKey: [WORK, 'team'],
  queryFn: ({ signal }) => readApi('/team', {}, signal),
})

export type BandsAsked = ApiQuery<'GET', '/bands'>
/** Whether decided bands are meant, or worked out again, or those that stand. */
export type BandsHow = Pick<BandsAsked, 'replay' | 'stands'>

export function bandsQuery(asked: BandsAsked) {
  return queryOptions({
    queryKey: ['bands', asked],
    queryFn: ({ signal, client }) => {
      const asking = readApi('/bands', asked, signal)
      return asked.replay === true ? andStanding(client, asking) : asking
    },
    placeholderData: (before) => before,
    staleTime: asked.replay === true ? Number.POSITIVE_INFINITY : 15_000,
  })
}

/** What is told of bands by all that stands since a close. @param since when that was worked out */
export function standingBandsQuery(asked: BandsAsked, since: string | null) {
  return queryOptions({
    queryKey: ['bands', 'standing', asked, since],
    queryFn: ({ signal }) => readApi('/bands', { ...asked, stands: true }, signal),
    placeholderData: (before) => before,
    staleTime: Number.POSITIVE_INFINITY,
    enabled: since !== null,
  })
}
