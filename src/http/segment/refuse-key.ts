import type { FastifyReply, FastifyRequest } from 'fastify'
import { telltaleError } from '../../core/errors.ts'
import type { Clock } from '../../core/time.ts'
import { BAD_KEYS, type RateWindows, secondsLeft, takeRate } from '../guard/take-rate.ts'
import { answerRefusal } from './answer.ts'

/** Wrong keys by the address they came from. */
export type BadKeys = { readonly windows: RateWindows; readonly clock: Clock }

/** 401 for a key that is none; from an address that goes on trying, 429. */
export function refuseKey(request: FastifyRequest, reply: FastifyReply, { windows, clock }: BadKeys): FastifyReply {
  const ask = { amount: 1, now: clock.now(), rate: BAD_KEYS }
  if (takeRate(windows, request.ip, ask)) return answerRefusal(reply, 401, telltaleError('write_key_unknown', {}))
  const params = { what: 'wrong keys in a minute', most: BAD_KEYS.most, seconds: secondsLeft(ask) }
  return answerRefusal(reply, 429, telltaleError('rate_exceeded', params))
}
