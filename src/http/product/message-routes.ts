import { existsSync, readFileSync } from 'node:fs'
import type { FastifyInstance } from 'fastify'
import type { ApiDeps } from '../../contract/api-deps.ts'
import type { MessageEnded } from '../../contract/messages.ts'
import { allowAnyOrigin, answerPreflight } from '../segment/answer.ts'
import { askAsUser, type TokenDeps } from './ask-as-user.ts'

export type MessageDeps = TokenDeps &
  Pick<ApiDeps, 'listMessages' | 'endMessage'> & {
    /** Path of the built snippet. */
    readonly snippet: string
  }

const ENDS: Readonly<Record<string, MessageEnded['ended']>> = { acknowledge: 'acknowledged', dismiss: 'dismissed' }

/** Fastify plugin: what the product shows to its own user, how they saw to it, and the snippet that does both in a page. */
export async function messageRoutes(app: FastifyInstance, deps: MessageDeps): Promise<void> {
  app.removeAllContentTypeParsers()
  app.addContentTypeParser('*', { parseAs: 'string', bodyLimit: 1_024 }, (_, __, done) => done(null, null))
  app.options('/v1/messages', (_, reply) => answerPreflight(reply))
  app.get('/v1/messages', (request, reply) =>
    askAsUser({ request, reply }, deps, {
      missing: '',
      answer: async ({ user, account }) => ({ data: await deps.listMessages(user, { account }) }),
    }),
  )
  app.options('/v1/messages/:id/:what', (_, reply) => answerPreflight(reply))
  app.post<{ Params: { id: string; what: string } }>('/v1/messages/:id/:what', (request, reply) => {
    const id = /^\d{1,15}$/.test(request.params.id) ? Number(request.params.id) : -1
    const what = Object.hasOwn(ENDS, request.params.what) ? ENDS[request.params.what]! : null
    return askAsUser({ request, reply }, deps, {
      missing: 'There is no such message for this user, or no such way to end it: acknowledge, dismiss.',
      answer: async (token) => (what === null ? null : deps.endMessage(token, { id, what })),
    })
  })
  app.get('/v1/messages.js', (_, reply) => {
    allowAnyOrigin(reply)
    if (!existsSync(deps.snippet)) return reply.code(503).type('text/plain').send(NOT_BUILT)
    reply.header('cache-control', 'public, max-age=3600').header('x-content-type-options', 'nosniff')
    reply.header('cross-origin-resource-policy', 'cross-origin')
    return reply.type('text/javascript; charset=utf-8').send(readFileSync(deps.snippet))
  })
}

const NOT_BUILT = 'The snippet is not built here: run `npm run build`.\n'
