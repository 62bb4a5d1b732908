import type { FastifyReply, FastifyRequest } from 'fastify'
import { TelltaleError, telltaleError } from '../../core/errors.ts'
import { type CheckedEnvelope, checkEnvelope, type Route } from '../../ingest/check-envelope.ts'
import { answerRefusal } from './answer.ts'
import { readWriteKey } from './read-write-key.ts'
import type { BodyHeader, SegmentDeps } from './segment-deps.ts'
import { type RateWindows, takeRate } from './take-rate.ts'

export type Receiving = {
  readonly request: FastifyRequest
  readonly reply: FastifyReply
  readonly route: Route
  readonly deps: SegmentDeps
  readonly windows: RateWindows
}

const NOTHING = Buffer.alloc(0)

/** Checks a body, appends it to the log, and only then says success. */
export async function receiveBody({ request, reply, route, deps, windows }: Receiving): Promise<FastifyReply> {
  const body = Buffer.isBuffer(request.body) ? request.body : NOTHING
  const checked = checkEnvelope(body, route, deps.limits)
  if (!checked.ok) return answerRefusal(reply, checked.status, checked.error)
  const key = chooseKey(readWriteKey(request.headers.authorization), checked.writeKey)
  if (key instanceof TelltaleError) return answerRefusal(reply, 401, key)
  const owner = deps.keys.verifyWrite(key)
  if (owner === null) return answerRefusal(reply, 401, telltaleError('write_key_unknown', {}))
  const { count } = checked.header
  if (count === 0) return reply.send({ success: true })
  const now = deps.clock.now()
  if (!takeRate(windows, owner.source, { messages: count, now, perSecond: deps.limits.maxMessagesPerSecond })) {
    return answerRefusal(reply, 429, telltaleError('overloaded', { seconds: 1 }))
  }
  const header: BodyHeader = {
    kind: 'messages',
    receivedAt: now,
    source: owner.source,
    imported: false,
    ...checked.header,
  }
  return append({ reply, deps, header, checked })
}

function chooseKey(fromHeader: string | null, fromBody: string | null): string | TelltaleError {
  if (fromHeader !== null && fromBody !== null && fromHeader !== fromBody)
    return telltaleError('write_key_conflict', {})
  return fromHeader ?? fromBody ?? telltaleError('write_key_missing', {})
}

type Appending = {
  readonly reply: FastifyReply
  readonly deps: SegmentDeps
  readonly header: BodyHeader
  readonly checked: Extract<CheckedEnvelope, { ok: true }>
}

/** Whatever keeps a body from the disk - full, failing, shutting down - the client keeps it and tries again. */
async function append({ reply, deps, header, checked }: Appending): Promise<FastifyReply> {
  try {
    await deps.appendBody(header, checked.body)
  } catch (error) {
    reply.log.error(error)
    const known = error instanceof TelltaleError && error.class === 'retryable'
    return answerRefusal(reply, 503, known ? error : telltaleError('overloaded', { seconds: 1 }, error))
  }
  return reply.send({ success: true })
}
