import type { AccessDeps } from '../../contract/access/access-deps.ts'
import { lesserScope, reaches, SCOPE_OF_ROLE } from '../../contract/access/roles.ts'
import type { VerifiedKey } from '../../contract/api-deps.ts'
import { telltaleError } from '../../core/errors.ts'
import { endSession, endSessionsOf, useSession } from '../../store/control/access/sessions.ts'
import { findUser, hasUsers } from '../../store/control/access/users.ts'
import { createKey, listKeys, revokeKey, useKey } from '../../store/control/api-keys.ts'
import { auditLog } from './audit-log.ts'
import type { Entrance } from './entrance.ts'
import { signInDeps, toSignedIn } from './sign-in.ts'
import { toKeyRow } from './to-key-row.ts'
import { userDeps } from './user-deps.ts'

const DAY = 86_400_000

/** Who may come in, of the control store alone: a command may ask beside a server. */
export function accessDeps(entrance: Entrance): AccessDeps {
  const { control, clock } = entrance
  const audit = auditLog(entrance)
  return {
    userOf: async (session) => {
      const user = await useSession(control, session, clock.now())
      return user === null ? null : toSignedIn(user)
    },
    hasUsers: () => hasUsers(control),
    signOut: (session) => endSession(control, session),
    signOutEverywhere: (user) => endSessionsOf(control, user),
    ...signInDeps(entrance),
    ...tokenDeps(entrance),
    ...userDeps(entrance),
    note: audit.note,
    listAudit: audit.read,
  }
}

function tokenDeps({
  control,
  clock,
  randomOf,
}: Entrance): Pick<AccessDeps, 'listTokens' | 'createToken' | 'revokeToken'> {
  const live = async (user: string) =>
    (await listKeys(control)).filter(({ owner, revokedAt }) => owner === user && revokedAt === null)
  return {
    listTokens: async (user) => ({ data: (await live(user)).map(toKeyRow) }),
    createToken: async (user, { name, scope, days }) => {
      const owner = await findUser(control, { id: user })
      if (owner === null || !reaches(SCOPE_OF_ROLE[owner.role], scope))
        throw telltaleError('role_too_small', {
          role: scope === 'admin' ? 'admin' : 'editor',
          has: owner?.role ?? 'gone',
        })
      const now = clock.now()
      return createKey(control, {
        scope,
        source: name,
        owner: user,
        random: randomOf(32),
        now,
        expiresAt: now + days * DAY,
      })
    },
    revokeToken: async (user, id) =>
      (await live(user)).some((key) => key.id === id) && (await revokeKey(control, id, clock.now())),
  }
}

/** The live key behind a secret, with what it opens now: a personal token no more than its owner's role. null: none. */
export async function verifyKey({ control, clock }: Entrance, secret: string): Promise<VerifiedKey | null> {
  const key = await useKey(control, secret, clock.now())
  if (key === null) return null
  const { id, scope, source, owner } = key
  if (owner === null) return { id, scope, who: `key ${id} (${source})` }
  const user = await findUser(control, { id: owner })
  if (user === null) return null
  return { id, scope: lesserScope(scope, SCOPE_OF_ROLE[user.role]), who: `${user.email}, by the token ${id}` }
}
