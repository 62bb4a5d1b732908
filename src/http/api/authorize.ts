import type { FastifyRequest } from 'fastify'
import type { ApiDeps } from '../../contract/api-deps.ts'
import { telltaleError } from '../../core/errors.ts'
import type { Clock } from '../../core/time.ts'
import { API_REQUESTS, BAD_KEYS, type Rate, type RateWindows, secondsLeft, takeRate } from '../guard/take-rate.ts'
import type { ApiRoute } from './route.ts'

/**
 * Lets a request through or throws `unauthorized`, `scope_too_small` for a good key that is not for this, or `rate_exceeded` for a key that asks too often and an address that goes on trying
 * wrong ones. A key that is sent must be good, also where none is needed: a mistyped key is told, not ignored. `open`: only this machine
 * can ask, so reads need none; what changes something always does.
 */
export async function authorize(request: FastifyRequest, route: ApiRoute, access: KeyAccess): Promise<void> {
  const secret = bearerOf(request.headers.authorization)
  if (secret === null) {
    if (access.open && route.scope === 'read') return
    throw telltaleError('unauthorized', { scope: route.scope })
  }
  const key = await access.verifyKey(secret)
  if (key === null) {
    spend(access.rates.wrong, request.ip, { what: 'wrong keys in a minute', rate: BAD_KEYS, clock: access.clock })
    throw telltaleError('unauthorized', { scope: route.scope })
  }
  spend(access.rates.asked, key.id, {
    what: 'requests with this key in a minute',
    rate: API_REQUESTS,
    clock: access.clock,
  })
  if (key.scope !== 'admin' && key.scope !== route.scope)
    throw telltaleError('scope_too_small', { scope: route.scope, has: key.scope })
}

export type KeyAccess = {
  readonly open: boolean
  readonly verifyKey: ApiDeps['verifyKey']
  readonly clock: Clock
  /** Wrong keys by address, requests by key. */
  readonly rates: { readonly wrong: RateWindows; readonly asked: RateWindows }
}

type Spending = { readonly what: string; readonly rate: Rate; readonly clock: Clock }

function spend(windows: RateWindows, caller: string, { what, rate, clock }: Spending): void {
  const ask = { amount: 1, now: clock.now(), rate }
  if (takeRate(windows, caller, ask)) return
  throw telltaleError('rate_exceeded', { what, most: rate.most, seconds: secondsLeft(ask) })
}

/** The bearer's secret; null when no Authorization header came. Another scheme is a secret that no key has. */
function bearerOf(header: string | undefined): string | null {
  if (header === undefined) return null
  return /^Bearer ([!-~]{1,200})$/i.exec(header)?.[1] ?? ''
}
