import { z } from 'zod'
import type { AccessDeps } from '../../contract/access/access-deps.ts'
import { SCOPE_OF_ROLE } from '../../contract/access/roles.ts'
import {
  AcceptRequest,
  LinkRequest,
  PasswordRequest,
  type SessionAnswer,
  SignInRequest,
  TokenRequest,
} from '../../contract/access/sign-in.ts'
import { telltaleError } from '../../core/errors.ts'
import { giveSession, takeSession } from '../guard/session-cookie.ts'
import type { Caller } from './authorize.ts'
import { type ApiCall, type ApiRoute, defineRoute } from './route.ts'

/** Anybody may try to come in; each such attempt is counted, and noted where it is known. */
const knock = { method: 'POST', scope: 'none', makes: false, answer: 'SessionAnswer' } as const

const sessionRoutes: readonly ApiRoute[] = [
  defineRoute({
    method: 'GET',
    path: '/session',
    operation: 'getSession',
    summary: 'Who is signed in, what they may do, and whether somebody can sign in at all.',
    scope: 'none',
    answer: 'SessionAnswer',
    handle: async ({ deps, caller }) => ({
      ...{ user: caller.user, scope: caller.scope, demo: caller.demo },
      hasUsers: await deps.access.hasUsers(),
    }),
  }),
  defineRoute({
    ...knock,
    path: '/session',
    operation: 'signIn',
    summary: 'Signs in with e-mail address and password; the session is in a cookie that no script can read.',
    body: SignInRequest,
    handle: (call) => begin(call, call.deps.access.signIn(call.body, call.caller.from)),
  }),
  defineRoute({
    ...knock,
    path: '/session/demo',
    operation: 'signInToDemo',
    summary: 'Signs in to a demo that only this machine can reach.',
    handle: (call) => {
      if (!call.caller.demo) throw telltaleError('not_found', { what: 'demo', name: 'here' })
      return begin(call, call.deps.access.signInToDemo())
    },
  }),
  defineRoute({
    method: 'DELETE',
    path: '/session',
    operation: 'signOut',
    summary: 'Ends this session.',
    scope: 'none',
    answer: null,
    handle: async ({ deps, caller, request, reply }) => {
      if (caller.session !== null) await deps.access.signOut(caller.session)
      takeSession(request, reply)
    },
  }),
  defineRoute({
    ...({ method: 'POST', scope: 'none', makes: false } as const),
    path: '/links/look',
    operation: 'lookAtLink',
    summary: 'What a link from the terminal, or from an admin, is for.',
    body: LinkRequest,
    answer: 'LinkAnswer',
    handle: ({ deps, body, caller }) => deps.access.lookAtLink(body.token, caller.from),
  }),
  defineRoute({
    ...knock,
    path: '/links/accept',
    operation: 'acceptLink',
    summary: 'Uses a link, once: makes the first admin or the invited user, or sets a password anew; and signs in.',
    body: AcceptRequest,
    handle: (call) => begin(call, call.deps.access.acceptLink(call.body, call.caller.from)),
  }),
]

/** Of the person who is signed in: a key has no password, and makes no tokens. */
const own = { scope: 'read' } as const

const ownRoutes: readonly ApiRoute[] = [
  defineRoute({
    ...own,
    ...({ method: 'POST', makes: false } as const),
    path: '/me/password',
    operation: 'changePassword',
    summary: 'Changes the password; all other sessions end.',
    body: PasswordRequest,
    answer: 'SessionAnswer',
    handle: async (call) => {
      const started = await begin(
        call,
        call.deps.access.changePassword(userOf(call.caller).id, call.body, call.caller.from),
      )
      await noteOwn(call, 'changePassword', '')
      return started
    },
  }),
  defineRoute({
    ...own,
    method: 'DELETE',
    path: '/me/sessions',
    operation: 'signOutEverywhere',
    summary: 'Ends all sessions of who is signed in, this one too.',
    answer: null,
    handle: async (call) => {
      await call.deps.access.signOutEverywhere(userOf(call.caller).id)
      await noteOwn(call, 'signOutEverywhere', '')
      takeSession(call.request, call.reply)
    },
  }),
  defineRoute({
    ...own,
    method: 'GET',
    path: '/me/tokens',
    operation: 'listTokens',
    summary: 'Personal tokens of who is signed in, without their secrets.',
    answer: 'TokenList',
    handle: async ({ deps, caller }) => deps.access.listTokens(userOf(caller).id),
  }),
  defineRoute({
    ...own,
    method: 'POST',
    path: '/me/tokens',
    operation: 'createToken',
    summary:
      'Makes a personal token, which does at most what its owner may; the secret is in this answer and nowhere else.',
    body: TokenRequest,
    answer: 'NewKey',
    handle: async (call) => {
      const made = await call.deps.access.createToken(userOf(call.caller).id, call.body)
      await noteOwn(call, 'createToken', made.id, call.body)
      call.reply.code(201)
      return made
    },
  }),
  defineRoute({
    ...own,
    method: 'DELETE',
    path: '/me/tokens/:id',
    operation: 'revokeToken',
    summary: 'Revokes a personal token at once.',
    params: z.strictObject({ id: z.string().min(1).max(100) }),
    answer: null,
    handle: async (call) => {
      const { id } = call.params
      if (!(await call.deps.access.revokeToken(userOf(call.caller).id, id)))
        throw telltaleError('not_found', { what: 'token', name: id })
      await noteOwn(call, 'revokeToken', id)
    },
  }),
]

export const accessRoutes: readonly ApiRoute[] = [...sessionRoutes, ...ownRoutes]

type Call = ApiCall<unknown, unknown, unknown>

/** Puts a session that began into the browser; the one it came with ends. */
async function begin(
  { deps, caller, request, reply }: Call,
  starting: ReturnType<AccessDeps['signIn']>,
): Promise<SessionAnswer> {
  const { secret, user } = await starting
  if (caller.session !== null) await deps.access.signOut(caller.session)
  giveSession(request, reply, secret)
  return { user, scope: SCOPE_OF_ROLE[user.role], hasUsers: true, demo: caller.demo }
}

function userOf({ user }: Caller) {
  if (user === null) throw telltaleError('user_needed', {})
  return user
}

async function noteOwn({ deps, caller: { who, from } }: Call, what: string, subject: string, after?: unknown) {
  await deps.access.note({ who, from, what, subject, after })
}
