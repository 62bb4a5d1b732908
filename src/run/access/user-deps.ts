import type { AccessDeps } from '../../contract/access/access-deps.ts'
import { telltaleError } from '../../core/errors.ts'
import { dropLink, listLinks } from '../../store/control/access/links.ts'
import { IDLE_MS, SESSION_MS } from '../../store/control/access/sessions.ts'
import { findUser, listUsers, setRole } from '../../store/control/access/users.ts'
import type { Entrance } from './entrance.ts'
import { makeLink } from './links.ts'
import { toSignedIn } from './sign-in.ts'

type UserDeps = Pick<AccessDeps, 'listUsers' | 'invite' | 'dropInvitation' | 'offerReset' | 'changeRole' | 'removeUser'>

/** Who there is, and who is to be; sessions are ended where what one may do changes. */
export function userDeps({ control, clock, randomOf }: Entrance): UserDeps {
  return {
    listUsers: async () => {
      const now = clock.now()
      const users = await listUsers(control, { started: now - SESSION_MS, used: now - IDLE_MS })
      const links = (await listLinks(control, now)).filter(({ email }) => email !== null)
      return {
        data: users.map((user) => ({
          ...toSignedIn(user),
          createdAt: iso(user.createdAt),
          seenAt: user.seenAt === null ? null : iso(user.seenAt),
          sessions: user.sessions,
        })),
        invitations: links.map(({ id, kind, email, role, by, expiresAt }) => ({
          ...{ id, kind, role, by, email: email ?? '' },
          expiresAt: iso(expiresAt),
        })),
      }
    },
    invite: async ({ email, name, role }, by) => {
      if ((await findUser(control, { email })) !== null) throw telltaleError('user_exists', { email })
      const made = { now: clock.now(), random: randomOf(32) }
      return makeLink(control, { kind: 'invitation', email, name: name ?? null, role, by, ...made })
    },
    dropInvitation: async (id) => {
      const link = await dropLink(control, id)
      return link === null ? null : { email: link.email ?? '', role: link.role }
    },
    offerReset: async (id, by) => {
      const user = await findUser(control, { id })
      if (user === null) return null
      const { email, name, role } = user
      return makeLink(control, { kind: 'reset', email, name, role, by, now: clock.now(), random: randomOf(32) })
    },
    changeRole: async (id, role) => {
      const user = await setRole(control, id, role)
      if (user === 'last admin') throw await lastAdmin(id)
      return user === null ? null : { email: user.email, before: user.role, after: role }
    },
    removeUser: async (id) => {
      const user = await setRole(control, id, null)
      if (user === 'last admin') throw await lastAdmin(id)
      return user === null ? null : { email: user.email, role: user.role }
    },
  }

  async function lastAdmin(id: string) {
    const email = (await findUser(control, { id }))?.email ?? id
    return telltaleError('last_admin', { email })
  }
}

function iso(at: number): string {
  return new Date(at).toISOString()
}
