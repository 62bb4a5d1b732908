import { z } from 'zod'
import { ConfirmRequest, DeliveryQuery } from '../../contract/deliveries.ts'
import { telltaleError } from '../../core/errors.ts'
import { found } from './found.ts'
import { type ApiRoute, defineRoute } from './route.ts'

const byId = z.strictObject({ id: z.string().min(1).max(4_000).describe('Its number, or its key.') })
const byName = z.strictObject({ name: z.string().min(1).max(200) })

/** What changes what is sent needs a key. */
const change = { method: 'POST', scope: 'admin', makes: false } as const

export const deliveryRoutes: readonly ApiRoute[] = [
  defineRoute({
    method: 'GET',
    path: '/deliveries',
    operation: 'listDeliveries',
    summary: 'Messages that have left or are to leave, newest first; and whether they are held since a restore.',
    query: DeliveryQuery,
    answer: 'DeliveryPage',
    handle: ({ deps, query }) => deps.listDeliveries(query),
  }),
  defineRoute({
    method: 'GET',
    path: '/deliveries/:id',
    operation: 'getDelivery',
    summary: 'One message with every attempt at it.',
    params: byId,
    answer: 'DeliveryDetail',
    handle: ({ deps, params }) => found('delivery', params.id, deps.getDelivery(params.id)),
  }),
  defineRoute({
    ...change,
    path: '/deliveries/:id/replay',
    operation: 'replayDelivery',
    summary: 'Tries one that was given up again from the beginning, under the same key.',
    params: byId,
    answer: 'DeliveryDetail',
    handle: async ({ deps, params }) => {
      const { replayed, delivery } = (await found('delivery', params.id, deps.replayDelivery(params.id)))!
      if (replayed) return delivery
      const reason = `The delivery ${delivery.id} is ${delivery.state}; only what was given up is tried again.`
      throw telltaleError('bad_request', { reason })
    },
  }),
  defineRoute({
    ...change,
    path: '/deliveries/confirm',
    operation: 'confirmDeliveries',
    summary: 'After a restore: lets messages leave again, or drops those that were seen waiting.',
    body: ConfirmRequest,
    answer: 'Confirmed',
    handle: ({ deps, body }) => found('hold on', 'deliveries', deps.confirmDeliveries(body)),
  }),
  defineRoute({
    method: 'GET',
    path: '/channels',
    operation: 'listChannels',
    summary: 'How the channels do of which anything is known.',
    answer: 'ChannelList',
    handle: ({ deps }) => deps.listChannels(),
  }),
  defineRoute({
    ...change,
    path: '/channels/:name/enable',
    operation: 'enableChannel',
    summary: 'Switches a channel on again; what waits in it is tried at once.',
    params: byName,
    answer: null,
    handle: async ({ deps, params }) => {
      if (!(await deps.enableChannel(params.name)))
        throw telltaleError('not_found', { what: 'channel that is off,', name: params.name })
    },
  }),
  defineRoute({
    method: 'GET',
    path: '/suppressions',
    operation: 'listSuppressions',
    summary: 'Addresses that get nothing more, newest first.',
    scope: 'admin',
    answer: 'SuppressionList',
    handle: ({ deps }) => deps.listSuppressions(),
  }),
  defineRoute({
    method: 'DELETE',
    path: '/suppressions/:address',
    operation: 'removeSuppression',
    summary: 'Lets an address get messages again.',
    scope: 'admin',
    params: z.strictObject({ address: z.string().min(1).max(400) }),
    answer: null,
    handle: async ({ deps, params }) => {
      if (!(await deps.removeSuppression(params.address)))
        throw telltaleError('not_found', { what: 'suppressed address', name: params.address })
    },
  }),
]
