import type { FastifyReply } from 'fastify'
import type { TelltaleError } from '../../core/errors.ts'

export type RefusalStatus = 400 | 401 | 403 | 404 | 413 | 429 | 500 | 503

/** A refusal as the SDKs read it. 429 and 503 say when to come back. */
export function answerRefusal(reply: FastifyReply, status: RefusalStatus, error: TelltaleError): FastifyReply {
  if (status === 429 || status === 503) reply.header('Retry-After', error.params.seconds ?? 1)
  return reply.code(status).send({ success: false, code: error.code, message: error.message })
}

/** Browsers of any site send events; nothing can be read back with a write key. */
export function allowAnyOrigin(reply: FastifyReply): void {
  reply.header('Access-Control-Allow-Origin', '*')
}

export function answerPreflight(reply: FastifyReply): FastifyReply {
  allowAnyOrigin(reply)
  return reply
    .code(204)
    .header('Access-Control-Allow-Methods', 'GET, POST, OPTIONS')
    .header('Access-Control-Allow-Headers', 'authorization, content-type, content-encoding, x-retry-count, anonymousid')
    .header('Access-Control-Max-Age', '86400')
    .send()
}
