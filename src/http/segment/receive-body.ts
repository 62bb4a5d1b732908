import type { FastifyReply, FastifyRequest } from 'fastify'
import { TelltaleError, telltaleError } from '../../core/errors.ts'
import { type CheckedEnvelope, checkEnvelope, type Route } from '../../ingest/check-envelope.ts'
import { type RateWindows, takeRate } from '../guard/take-rate.ts'
import { answerRefusal } from './answer.ts'
import { readWriteKey } from './read-write-key.ts'
import { type BadKeys, mayWrite, refuseKey, refuseOrigin } from './refuse-key.ts'
import { answerRefused, findRefused, readStrict } from './refuse-strictly.ts'
import type { BodyHeader, SegmentDeps } from './segment-deps.ts'

export type Receiving = {
  readonly request: FastifyRequest
  readonly reply: FastifyReply
  readonly route: Route
  readonly deps: SegmentDeps
  readonly windows: RateWindows
  readonly badKeys: BadKeys
}

const NOTHING = Buffer.alloc(0)

/** Checks a body, appends it to the log, and only then says success. */
export async function receiveBody({ request, reply, route, deps, windows, badKeys }: Receiving): Promise<FastifyReply> {
  const strict = readStrict(request)
  if (strict instanceof TelltaleError) return answerRefusal(reply, 400, strict)
  const body = Buffer.isBuffer(request.body) ? request.body : NOTHING
  const checked = checkEnvelope(body, route, deps.limits)
  if (!checked.ok) return answerRefusal(reply, checked.status, checked.error)
  const key = chooseKey(readWriteKey(request.headers.authorization), checked.writeKey)
  if (key instanceof TelltaleError) return answerRefusal(reply, 401, key)
  const owner = deps.keys.ownerOf(key)
  if (!mayWrite(owner)) return refuseKey(request, reply, { owner, badKeys })
  const elsewhere = refuseOrigin(request, reply, owner)
  if (elsewhere !== null) return elsewhere
  const { count } = checked.header
  if (count === 0) return reply.send({ success: true })
  const now = deps.clock.now()
  const { maxMessagesPerSecond: most } = deps.limits
  if (most !== null && !takeRate(windows, owner.source, { amount: count, now, rate: { most, perMillis: 1_000 } }))
    return answerRefusal(reply, 429, telltaleError('rate_exceeded', { what: 'messages in a second', most, seconds: 1 }))
  const header: BodyHeader = {
    kind: 'messages',
    receivedAt: now,
    source: owner.source,
    imported: false,
    ...checked.header,
  }
  const refused = strict ? findRefused(header, checked.body, deps.settings()) : []
  if (refused.length > 0) return answerRefused(reply, refused, count)
  return appendChecked({ reply, deps, header, checked })
}

function chooseKey(fromHeader: string | null, fromBody: string | null): string | TelltaleError {
  if (fromHeader !== null && fromBody !== null && fromHeader !== fromBody)
    return telltaleError('write_key_conflict', {})
  return fromHeader ?? fromBody ?? telltaleError('write_key_missing', {})
}

export type Appending = {
  readonly reply: FastifyReply
  readonly deps: SegmentDeps
  readonly header: BodyHeader
  readonly checked: Extract<CheckedEnvelope, { ok: true }>
}

/** Whatever keeps a body from the disk - full, failing, shutting down - the client keeps it and tries again. */
export async function appendChecked({ reply, deps, header, checked }: Appending): Promise<FastifyReply> {
  try {
    await deps.appendBody(header, checked.body)
  } catch (error) {
    reply.log.error(error)
    const known = error instanceof TelltaleError && error.class === 'retryable'
    return answerRefusal(reply, 503, known ? error : telltaleError('overloaded', { seconds: 1 }, error))
  }
  if (checked.rejected > 0) reply.header('X-Telltale-Rejected', checked.rejected)
  return reply.send({ success: true })
}
