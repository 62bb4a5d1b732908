import type { FastifyReply, FastifyRequest } from 'fastify'
import { type TelltaleError, telltaleError } from '../../core/errors.ts'
import type { Clock } from '../../core/time.ts'
import { BAD_KEYS, type RateWindows, secondsLeft, takeRate } from '../guard/take-rate.ts'
import { answerRefusal } from './answer.ts'
import type { KeyOwner } from './segment-deps.ts'

/** Wrong keys by the address they came from. */
export type BadKeys = { readonly windows: RateWindows; readonly clock: Clock }

/** Whether messages are taken with the key. */
export function mayWrite(owner: KeyOwner | null): owner is KeyOwner {
  return owner !== null && (owner.scope === 'write' || owner.scope === 'admin')
}

/** 401 for a key that is none, and from an address that goes on trying 429; 403 for a good one that may not send. */
export function refuseKey(
  request: FastifyRequest,
  reply: FastifyReply,
  { owner, badKeys }: { readonly owner: KeyOwner | null; readonly badKeys: BadKeys },
): FastifyReply {
  if (owner !== null)
    return answerRefusal(reply, 403, telltaleError('scope_too_small', { scope: 'write', has: owner.scope }))
  return refuseSender(request, reply, { badKeys, error: telltaleError('write_key_unknown', {}) })
}

/** 403 for a good key that is for pages of other origins, or for pages at all; null: it may come from there. */
export function refuseOrigin(
  { headers: { origin } }: FastifyRequest,
  reply: FastifyReply,
  { origins }: KeyOwner,
): FastifyReply | null {
  if (origins === null || (origin !== undefined && origins.includes(origin))) return null
  const params = { origin: origin?.slice(0, 200) ?? 'what is no page', valid: origins.join(', ') }
  return answerRefusal(reply, 403, telltaleError('origin_not_allowed', params))
}

/** 401 for what nobody of ours sent; from an address that goes on trying 429. */
export function refuseSender(
  request: FastifyRequest,
  reply: FastifyReply,
  { badKeys: { windows, clock }, error }: { readonly badKeys: BadKeys; readonly error: TelltaleError },
): FastifyReply {
  const ask = { amount: 1, now: clock.now(), rate: BAD_KEYS }
  if (takeRate(windows, request.ip, ask)) return answerRefusal(reply, 401, error)
  const params = { what: 'wrong keys in a minute', most: BAD_KEYS.most, seconds: secondsLeft(ask) }
  return answerRefusal(reply, 429, telltaleError('rate_exceeded', params))
}
