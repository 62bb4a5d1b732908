import { z } from 'zod'
import { AsOfDay } from '../../contract/account-parts/account-outreach.ts'
import { EntityKey } from '../../contract/values.ts'
import { found } from './found.ts'
import { type ApiRoute, defineRoute } from './route.ts'
import { untilGone } from './until-gone.ts'

const byKey = z.strictObject({ key: EntityKey })

/** Parts of the page of an account that are asked for by themselves. */
export const accountPartRoutes: readonly ApiRoute[] = [
  defineRoute({
    method: 'GET',
    path: '/accounts/:key/outreach',
    operation: 'getAccountOutreach',
    summary:
      'What playbooks did about an account and its members, as known at the close of a day: which it was in and in which arm, what they asked of teams, what they sent and what became of that.',
    params: byKey,
    query: AsOfDay,
    answer: 'AccountOutreach',
    handle: ({ deps, params, query }) => found('account', params.key, deps.getAccountOutreach(params.key, query)),
  }),
  defineRoute({
    method: 'GET',
    path: '/accounts/:key/limits',
    operation: 'getAccountLimits',
    summary:
      'How much of each limit of its plan an account uses, as known at the close of a day, and when it is reached if the number goes on rising as in the 28 days before.',
    params: byKey,
    query: AsOfDay,
    answer: 'AccountLimits',
    handle: ({ deps, params, query }) => found('account', params.key, deps.getAccountLimits(params.key, query)),
  }),
  defineRoute({
    method: 'GET',
    path: '/accounts/:key/features',
    operation: 'getAccountFeatures',
    summary:
      'Which features an account used in the 28 days up to a closed day, and how many of the other accounts on the same plan did, as far as is known now.',
    params: byKey,
    query: AsOfDay,
    answer: 'AccountFeatures',
    handle: ({ deps, params, query, reply }) =>
      found('account', params.key, deps.getAccountFeatures(params.key, query, untilGone(reply))),
  }),
  defineRoute({
    method: 'GET',
    path: '/accounts/:key/payments',
    operation: 'getAccountPayments',
    summary:
      'Payments of an account that failed, as its events tell, as known at the close of a day: when, how much, at how many attempts, and whether it was paid since.',
    params: byKey,
    query: AsOfDay,
    answer: 'AccountPayments',
    handle: ({ deps, params, query }) => found('account', params.key, deps.getAccountPayments(params.key, query)),
  }),
]
