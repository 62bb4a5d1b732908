import type { FastifyInstance } from 'fastify'
import type { ProductState } from '../../contract/state.ts'
import { TelltaleError } from '../../core/errors.ts'
import type { Clock } from '../../core/time.ts'
import { allowAnyOrigin, answerPreflight } from '../segment/answer.ts'
import { verifyToken } from './verify-token.ts'

export type StateDeps = {
  /** What tokens are signed with; null: nobody may ask. */
  readonly secret: string | null
  readonly clock: Clock
  readonly getState: (user: string, query: { readonly account?: string | undefined }) => Promise<ProductState | null>
}

/** Fastify plugin: what the product asks about its own user. From any origin, for a token says who asks, and only of themselves. */
export async function stateRoutes(app: FastifyInstance, { secret, clock, getState }: StateDeps): Promise<void> {
  const path = '/v1/state'
  app.options(path, (_, reply) => answerPreflight(reply))
  app.get(path, async (request, reply) => {
    allowAnyOrigin(reply)
    reply.header('cache-control', 'no-store')
    const bearer = /^Bearer (.+)$/.exec(request.headers.authorization ?? '')?.[1] ?? ''
    const token = secret === null ? null : verifyToken(bearer, { secret, now: clock.now() })
    if (token === null)
      return reply.code(401).send({ code: 'unauthorized', message: 'The token is not good, or over.' })
    try {
      const state = await getState(token.user, { account: token.account })
      return state === null
        ? reply.code(404).send({ code: 'not_found', message: 'There is no such user, or not in that account.' })
        : reply.send(state)
    } catch (error) {
      if (!(error instanceof TelltaleError)) throw error
      return reply.code(400).send({ code: error.code, message: error.message })
    }
  })
}
