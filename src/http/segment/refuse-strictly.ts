import type { FastifyReply, FastifyRequest } from 'fastify'
import { type TelltaleError, telltaleError } from '../../core/errors.ts'
import type { CompiledSettings } from '../../ingest/ingest-settings.ts'
import { normaliseFrame } from '../../ingest/normalise-frame.ts'
import type { RefusedMessage } from '../../store/analytic/message.ts'
import type { BodyHeader } from './segment-deps.ts'

/** Answers list at most so many refused messages. */
const MOST_LISTED = 100

/** Did the sender ask with `?strict=1` to be told what is refused, instead of having it put into the quarantine? Anything but 0 and 1 is an error. */
export function readStrict(request: FastifyRequest): boolean | TelltaleError {
  const { strict } = request.query as { strict?: unknown }
  if (strict === undefined || strict === '0') return false
  if (strict === '1') return true
  return telltaleError('bad_argument', { argument: 'strict', value: JSON.stringify(strict), expected: '1 or 0' })
}

/** What the applier would refuse of a body, in the order of its messages; `n` is the index. What only the whole history tells (somebody forgotten) is not known yet. */
export function findRefused(header: BodyHeader, body: Buffer, settings: CompiledSettings): readonly RefusedMessage[] {
  return normaliseFrame({ header: { ...header, firstN: 0 }, body }, settings).refused
}

/** 400, with each refused message by its index. Nothing of the body was taken: mended, the whole of it can be sent again. */
export function answerRefused(reply: FastifyReply, refused: readonly RefusedMessage[], total: number): FastifyReply {
  const { reason = '', detail = '' } = refused[0] ?? {}
  const error = telltaleError('messages_refused', { count: refused.length, total, reason, detail })
  return reply.code(400).send({
    success: false,
    code: error.code,
    message: error.message,
    refused: refused.slice(0, MOST_LISTED).map(({ n, reason, detail }) => ({ index: n, reason, detail })),
  })
}
