import type { FastifyReply, FastifyRequest } from 'fastify'
import { TelltaleError } from '../../core/errors.ts'
import type { Clock } from '../../core/time.ts'
import { allowAnyOrigin } from '../segment/answer.ts'
import { type StateToken, verifyToken } from './verify-token.ts'

/** What tokens are signed with; null: nobody may ask. */
export type TokenDeps = { readonly secret: string | null; readonly clock: Clock }

/** Answers what the product asks about its own user. From any origin, for a token says who asks, and only of themselves. `answer` null: there is no such thing for them. */
export async function askAsUser<T>(
  { request, reply }: { readonly request: FastifyRequest; readonly reply: FastifyReply },
  { secret, clock }: TokenDeps,
  { answer, missing }: { readonly answer: (token: StateToken) => Promise<T | null>; readonly missing: string },
): Promise<FastifyReply> {
  allowAnyOrigin(reply)
  reply.header('cache-control', 'no-store')
  const bearer = /^Bearer (.+)$/.exec(request.headers.authorization ?? '')?.[1] ?? ''
  const token = secret === null ? null : verifyToken(bearer, { secret, now: clock.now() })
  if (token === null) return reply.code(401).send({ code: 'unauthorized', message: 'The token is not good, or over.' })
  try {
    const found = await answer(token)
    return found === null ? reply.code(404).send({ code: 'not_found', message: missing }) : reply.send(found)
  } catch (error) {
    if (!(error instanceof TelltaleError)) throw error
    return reply.code(400).send({ code: error.code, message: error.message })
  }
}
