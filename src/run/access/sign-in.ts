import { createHash } from 'node:crypto'
import type { AccessDeps, Started } from '../../contract/access/access-deps.ts'
import type { LinkKind, SignedInUser } from '../../contract/access/sign-in.ts'
import { telltaleError } from '../../core/errors.ts'
import { recordAudit } from '../../store/control/access/audit.ts'
import { blockedUntil, countFailure, forgiveFailures, type Patience } from '../../store/control/access/failures.ts'
import { findLink, type SignInLink, takeLink } from '../../store/control/access/links.ts'
import { startSession } from '../../store/control/access/sessions.ts'
import { addUser, findUser, hasUsers, setPassword, type User } from '../../store/control/access/users.ts'
import type { Entrance } from './entrance.ts'
import { FULL_COST, hashPassword, verifyPassword } from './hash-password.ts'
import { judgePassword } from './judge-password.ts'

type SignInDeps = Pick<AccessDeps, 'signIn' | 'signInToDemo' | 'lookAtLink' | 'acceptLink' | 'changePassword'>

const PER_ACCOUNT = 5
const PER_ADDRESS = 20
const DEMO = { id: 'demo', email: 'demo@localhost', name: 'Demo', role: 'admin', password: null } as const

/** Signing in, by password or by a link, and changing the password. */
export function signInDeps(entrance: Entrance): SignInDeps {
  const { control, clock } = entrance
  return {
    signIn: async ({ email, password }, from) => {
      const user = await checked(entrance, { email, password, from, what: 'signIn' })
      return begin(entrance, user)
    },
    signInToDemo: async () => {
      if ((await findUser(control, { id: DEMO.id })) === null)
        await addUser(control, { ...DEMO, createdAt: clock.now() })
      return begin(entrance, { ...DEMO, createdAt: 0 })
    },
    lookAtLink: async (token, from) => {
      const { kind, email, name, role, expiresAt } = await opening(entrance, token, from)
      return { kind, email, name, role, expiresAt: new Date(expiresAt).toISOString() }
    },
    acceptLink: async ({ token, password, ...said }, from) => {
      const link = await opening(entrance, token, from)
      const about = aboutOf(link, said)
      const hash = await newPassword(entrance, password, about)
      if (!(await takeLink(control, token))) throw spent(null)
      const user = await admit(entrance, { link, about, hash })
      await note(entrance, { what: ACCEPTED[link.kind], user, from })
      return begin(entrance, user)
    },
    changePassword: async (id, { current, next }, from) => {
      const user = await findUser(control, { id })
      if (user === null) throw telltaleError('session_ended', {})
      await checked(entrance, { email: user.email, password: current, from, what: 'changePassword' })
      await setPassword(control, id, await newPassword(entrance, next, user))
      return begin(entrance, user)
    },
  }
}

const ACCEPTED: Readonly<Record<LinkKind, string>> = {
  'set-up': 'makeFirstAdmin',
  invitation: 'acceptInvitation',
  reset: 'resetPassword',
}

export function toSignedIn({ id, name, email, role }: User): SignedInUser {
  return { id, name, email, role }
}

/** Every sign-in gets a secret of its own: one that somebody else put into the browser before is worth nothing. */
async function begin({ control, clock, randomOf }: Entrance, user: User): Promise<Started> {
  const secret = Buffer.from(randomOf(32)).toString('base64url')
  await startSession(control, secret, { id: user.id, now: clock.now() })
  return { secret, user: toSignedIn(user) }
}

type Tried = { readonly email: string; readonly password: string; readonly from: string; readonly what: string }

/** The user whose password it is. Failures are counted by account and by address; those of an unknown account too, and they take as long. */
async function checked(entrance: Entrance, { email, password, from, what }: Tried): Promise<User> {
  const { control, clock, cost = FULL_COST } = entrance
  const account = { caller: `account ${digest(email)}`, most: PER_ACCOUNT }
  const callers = [account, { caller: `address ${from}`, most: PER_ADDRESS }]
  await refuseBlocked(entrance, callers)
  const user = await findUser(control, { email })
  if (!(await verifyPassword(password, user?.password ?? null, cost)) || user === null) {
    await countFailure(control, callers, clock.now())
    const who = user?.email ?? 'somebody unknown'
    await recordAudit(control, { who, from, what: 'signInFailed', subject: who }, clock.now())
    throw telltaleError('sign_in_refused', {})
  }
  await forgiveFailures(control, account.caller)
  if (what === 'signIn') await note(entrance, { what, user, from })
  return user
}

async function refuseBlocked({ control, clock }: Entrance, callers: readonly Patience[]): Promise<void> {
  const until = await blockedUntil(control, callers, clock.now())
  if (until === null) return
  const [first] = callers
  const seconds = Math.ceil((until - clock.now()) / 1_000)
  throw telltaleError('rate_exceeded', { what: 'failed attempts to sign in', most: first?.most ?? 0, seconds })
}

/** The link that a token opens; wrong ones are counted by address. */
async function opening(entrance: Entrance, token: string, from: string): Promise<SignInLink> {
  const { control, clock } = entrance
  const callers = [{ caller: `address ${from}`, most: PER_ADDRESS }]
  await refuseBlocked(entrance, callers)
  const link = await findLink(control, token, clock.now())
  // The first admin is made once, also where two links were printed.
  if (link !== null && !(link.kind === 'set-up' && (await hasUsers(control)))) return link
  await countFailure(control, callers, clock.now())
  throw spent(link)
}

function spent(link: SignInLink | null) {
  const mend =
    link === null ? 'Ask for another one: `telltale users add` and `telltale users reset` make them.' : 'Sign in.'
  return telltaleError('link_spent', { mend })
}

type About = { readonly email: string; readonly name: string }

function aboutOf(
  link: SignInLink,
  said: { readonly email?: string | undefined; readonly name?: string | undefined },
): About {
  const email = link.email ?? said.email
  if (email === undefined)
    throw telltaleError('bad_argument', {
      argument: 'email',
      value: 'missing',
      expected: 'the address of the first admin',
    })
  return { email, name: said.name ?? link.name ?? email }
}

async function newPassword({ randomOf, cost = FULL_COST }: Entrance, password: string, about: About): Promise<string> {
  const reason = judgePassword(password, about)
  if (reason !== null) throw telltaleError('password_weak', { reason })
  return hashPassword(password, randomOf(16), cost)
}

type Admitted = { readonly link: SignInLink; readonly about: About; readonly hash: string }

/** The user of a link that was used: a new one, or one with a new password. */
async function admit({ control, clock, randomOf }: Entrance, { link, about, hash }: Admitted): Promise<User> {
  const known = await findUser(control, { email: about.email })
  if (known !== null) {
    await setPassword(control, known.id, hash)
    await forgiveFailures(control, `account ${digest(about.email)}`)
    return known
  }
  if (link.kind === 'reset') throw spent(null)
  const id = Buffer.from(randomOf(9)).toString('base64url')
  const user: User = { id, ...about, role: link.role, password: hash, createdAt: clock.now() }
  await addUser(control, user)
  return user
}

type Noted = { readonly what: string; readonly user: User; readonly from: string }

async function note({ control, clock }: Entrance, { what, user: { email, role }, from }: Noted): Promise<void> {
  await recordAudit(control, { who: email, from, what, subject: email, after: { role } }, clock.now())
}

/** What is typed as an address may be a password: it is not kept as it is. */
function digest(email: string): string {
  return createHash('sha256').update(email).digest('hex').slice(0, 32)
}
