import { createHmac, timingSafeEqual } from 'node:crypto'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { telltaleError } from '../../core/errors.ts'
import { checkEnvelope } from '../../ingest/check-envelope.ts'
import type { SegmentType } from '../../store/log/log-record.ts'
import { answerRefusal } from './answer.ts'
import { appendChecked } from './receive-body.ts'
import { type BadKeys, refuseSender } from './refuse-key.ts'
import type { SegmentDeps } from './segment-deps.ts'

const TYPES: ReadonlySet<unknown> = new Set<SegmentType>(['track', 'identify', 'group', 'page', 'screen', 'alias'])
/** Events that a webhook brings come from this source: the same event sent here by an SDK is another one. */
const SOURCE = 'segment'
const NOTHING = Buffer.alloc(0)

export type Hooking = {
  readonly request: FastifyRequest
  readonly reply: FastifyReply
  readonly deps: SegmentDeps
  readonly badKeys: BadKeys
}

/**
 * Takes a message that Segment passes on to its destination "Webhooks": one message a request, signed with the shared secret (HMAC-SHA1 over the bytes of the body,
 * in hex, as `X-Signature`). Answers once it is on the disk; Segment sends again what was answered with 5xx or 429.
 */
export async function takeWebhook({ request, reply, deps, badKeys }: Hooking): Promise<FastifyReply> {
  const secret = deps.webhookSecret
  if (secret === undefined)
    return answerRefusal(
      reply,
      404,
      telltaleError('not_found', { what: 'webhook', name: 'without TELLTALE_SEGMENT_SECRET' }),
    )
  const body = Buffer.isBuffer(request.body) ? request.body : NOTHING
  if (!isSigned(body, request.headers['x-signature'], secret))
    return refuseSender(request, reply, { badKeys, error: telltaleError('signature_refused', {}) })
  const type = typeOf(body)
  if (type === null)
    return answerRefusal(reply, 400, telltaleError('bad_envelope', { expected: 'one message with a type' }))
  const checked = checkEnvelope(body, { shape: 'single', type }, deps.limits)
  if (!checked.ok) return answerRefusal(reply, checked.status, checked.error)
  const header = {
    kind: 'messages',
    receivedAt: deps.clock.now(),
    source: SOURCE,
    imported: false,
    ...checked.header,
  } as const
  return appendChecked({ reply, deps, header, checked })
}

/** Compared in the same time whatever differs. */
export function isSigned(body: Buffer, signature: string | string[] | undefined, secret: string): boolean {
  if (typeof signature !== 'string' || !/^[0-9a-f]{40}$/i.test(signature)) return false
  return timingSafeEqual(createHmac('sha1', secret).update(body).digest(), Buffer.from(signature, 'hex'))
}

function typeOf(body: Buffer): SegmentType | null {
  try {
    const { type } = JSON.parse(body.toString('utf8')) as { readonly type?: SegmentType }
    return type !== undefined && TYPES.has(type) ? type : null
  } catch {
    return null
  }
}
