import { z } from 'zod'
import { MergeRequest, SplitRequest } from '../../contract/moved-accounts.ts'
import { EntityKey } from '../../contract/values.ts'
import { type ApiRoute, defineRoute } from './route.ts'

const byKey = z.strictObject({ key: EntityKey })

export const moveRoutes: readonly ApiRoute[] = [
  defineRoute({
    method: 'POST',
    path: '/accounts/:key/merge',
    operation: 'mergeAccount',
    summary: 'Makes the account part of another, over all of history. Whoever names it later means the other.',
    scope: 'admin',
    params: byKey,
    body: MergeRequest,
    audit: ({ params, body }) => ({ subject: params.key, after: body }),
    answer: 'MovedAccounts',
    makes: false,
    handle: ({ deps, params, body }) => deps.mergeAccount(params.key, body),
  }),
  defineRoute({
    method: 'POST',
    path: '/accounts/:key/split',
    operation: 'splitAccount',
    summary: 'Takes people out of the account, with what they did from a moment on: they become another account.',
    scope: 'admin',
    params: byKey,
    body: SplitRequest,
    audit: ({ params, body }) => ({ subject: params.key, after: body }),
    answer: 'MovedAccounts',
    makes: false,
    handle: ({ deps, params, body }) => deps.splitAccount(params.key, body),
  }),
]
