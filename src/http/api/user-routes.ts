import { z } from 'zod'
import { AuditQuery } from '../../contract/access/audit.ts'
import { InviteRequest, type LinkMade, type RoleChanged, RoleRequest } from '../../contract/access/sign-in.ts'
import { found } from './found.ts'
import { type ApiRoute, defineRoute, type Noted } from './route.ts'

const byId = z.strictObject({ id: z.string().min(1).max(100) })
const byHash = z.strictObject({ id: z.string().regex(/^[0-9a-f]{12}$/, 'the id of an invitation') })
const administer = { scope: 'admin' } as const

/** Who may come in, and the log of who did what: for admins. */
export const userRoutes: readonly ApiRoute[] = [
  defineRoute({
    ...administer,
    method: 'GET',
    path: '/users',
    operation: 'listUsers',
    summary: 'Who can sign in, as what, and who is invited.',
    answer: 'UserList',
    handle: ({ deps }) => deps.access.listUsers(),
  }),
  defineRoute({
    ...administer,
    method: 'POST',
    path: '/users',
    operation: 'inviteUser',
    summary: 'Makes a link by which somebody joins, once, within 48 hours; it is in this answer and nowhere else.',
    body: InviteRequest,
    answer: 'LinkMade',
    audit: ({ body: { email, role } }) => ({ subject: email, after: { role } }),
    handle: async ({ deps, body, caller, reply }) => {
      const made = await deps.access.invite(body, caller.who)
      reply.code(201)
      return made
    },
  }),
  defineRoute({
    ...administer,
    method: 'DELETE',
    path: '/invitations/:id',
    operation: 'dropInvitation',
    summary: 'Takes a link back that was not used yet.',
    params: byHash,
    answer: null,
    audit: ({ answer }) => removed(answer),
    handle: ({ deps, params }) => found('invitation', params.id, deps.access.dropInvitation(params.id)),
  }),
  defineRoute({
    ...administer,
    method: 'POST',
    path: '/users/:id/reset',
    operation: 'offerReset',
    summary: 'Makes a link by which a user chooses a new password, once, within an hour.',
    params: byId,
    answer: 'LinkMade',
    makes: false,
    audit: ({ answer }) => ({ subject: (answer as LinkMade).email }),
    handle: ({ deps, params, caller }) => found('user', params.id, deps.access.offerReset(params.id, caller.who)),
  }),
  defineRoute({
    ...administer,
    method: 'POST',
    path: '/users/:id/role',
    operation: 'changeRole',
    summary: 'Changes what a user may do; they are signed out everywhere.',
    params: byId,
    body: RoleRequest,
    answer: 'RoleChanged',
    makes: false,
    audit: ({ answer }) => {
      const { email, before, after } = answer as RoleChanged
      return { subject: email, before, after }
    },
    handle: ({ deps, params, body }) => found('user', params.id, deps.access.changeRole(params.id, body.role)),
  }),
  defineRoute({
    ...administer,
    method: 'DELETE',
    path: '/users/:id',
    operation: 'removeUser',
    summary: 'Removes a user, with their sessions and tokens.',
    params: byId,
    answer: null,
    audit: ({ answer }) => removed(answer),
    handle: ({ deps, params }) => found('user', params.id, deps.access.removeUser(params.id)),
  }),
  defineRoute({
    ...administer,
    method: 'GET',
    path: '/audit',
    operation: 'listAudit',
    summary: 'Who did what, when and from where, the newest first. Lines are only ever added.',
    query: AuditQuery,
    answer: 'AuditPage',
    handle: ({ deps, query }) => deps.access.listAudit(query),
  }),
]

function removed(answer: unknown): Noted {
  const { email, role } = answer as { readonly email: string; readonly role: string }
  return { subject: email, before: { role } }
}
