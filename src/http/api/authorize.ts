import type { FastifyRequest } from 'fastify'
import { type NeededScope, reaches, roleFor, SCOPE_OF_ROLE } from '../../contract/access/roles.ts'
import type { SignedInUser } from '../../contract/access/sign-in.ts'
import type { ApiDeps } from '../../contract/api-deps.ts'
import { telltaleError } from '../../core/errors.ts'
import type { Clock } from '../../core/time.ts'
import { expectOrigin } from '../guard/guard-request.ts'
import { readSession } from '../guard/session-cookie.ts'
import { API_REQUESTS, BAD_KEYS, type Rate, type RateWindows, secondsLeft, takeRate } from '../guard/take-rate.ts'

/** Who asks, and what they may do. */
export type Caller = {
  /** For the audit log: an address, a key, or nobody. */
  readonly who: string
  /** The network address. */
  readonly from: string
  readonly scope: NeededScope
  /** null: a key, or nobody, asks. */
  readonly user: SignedInUser | null
  readonly session: string | null
  /** Signing in takes one click here. */
  readonly demo: boolean
}

export type Access = {
  /** Only this machine can ask: reads need no key, until somebody can sign in; in a demo they never do. */
  readonly open: boolean
  readonly demo: boolean
  readonly deps: Pick<ApiDeps, 'verifyKey' | 'access'>
  readonly clock: Clock
  /** Wrong keys by address, requests by key or user. */
  readonly rates: { readonly wrong: RateWindows; readonly asked: RateWindows }
}

/**
 * Lets a request through or throws. A key that is sent must be good, also where none is needed: a mistyped key is told, not ignored. Without one a session
 * stands for its user. `unauthorized`: neither came; `session_ended`; `scope_too_small` for a good key and `role_too_small` for a user who may
 * not; `rate_exceeded` for whoever asks too often and for an address that goes on trying wrong keys.
 */
export async function authorize(request: FastifyRequest, needed: NeededScope, access: Access): Promise<Caller> {
  const secret = bearerOf(request.headers.authorization)
  const caller = secret === null ? await bySession(request, access) : await byKey(request, access, { secret, needed })
  if (secret === null && (caller.user !== null || needed === 'none')) expectOrigin(request)
  if (reaches(caller.scope, needed)) return caller
  if (caller.user !== null) throw telltaleError('role_too_small', { role: roleFor(needed), has: caller.user.role })
  if (readSession(request) !== null && secret === null) throw telltaleError('session_ended', {})
  throw telltaleError('unauthorized', { scope: needed })
}

type Keyed = { readonly secret: string; readonly needed: NeededScope }

async function byKey(request: FastifyRequest, access: Access, { secret, needed }: Keyed): Promise<Caller> {
  const { rates, clock, deps } = access
  const key = await deps.verifyKey(secret)
  if (key === null) {
    spend(rates.wrong, request.ip, { what: 'wrong keys in a minute', rate: BAD_KEYS, clock })
    throw telltaleError('unauthorized', { scope: needed })
  }
  spend(rates.asked, key.id, { what: 'requests with this key in a minute', rate: API_REQUESTS, clock })
  if (!reaches(key.scope, needed)) throw telltaleError('scope_too_small', { scope: needed, has: key.scope })
  const scope = key.scope === 'write' ? 'none' : key.scope
  return { who: key.who ?? `key ${key.id}`, from: request.ip, scope, user: null, session: null, demo: false }
}

async function bySession(request: FastifyRequest, { open, demo, deps, rates, clock }: Access): Promise<Caller> {
  const session = readSession(request)
  const user = session === null ? null : await deps.access.userOf(session)
  const from = request.ip
  if (user !== null) {
    spend(rates.asked, user.id, { what: 'requests of one user in a minute', rate: API_REQUESTS, clock })
    return { who: user.email, from, scope: SCOPE_OF_ROLE[user.role], user, session, demo: false }
  }
  const isOpen = open && (demo || !(await deps.access.hasUsers()))
  return { who: 'nobody', from, scope: isOpen ? 'read' : 'none', user: null, session: null, demo: open && demo }
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
