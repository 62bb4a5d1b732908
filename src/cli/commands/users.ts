import type { AccessDeps } from '../../contract/access/access-deps.ts'
import { RoleName } from '../../contract/access/roles.ts'
import { InviteRequest, type LinkMade, type UserList, type UserRow } from '../../contract/access/sign-in.ts'
import { telltaleError } from '../../core/errors.ts'
import { accessDeps } from '../../run/access/access-deps.ts'
import { dataFolder } from '../../run/data-folder.ts'
import { readServerFile } from '../../run/server-file.ts'
import type { ControlStore } from '../../store/control/open-control-store.ts'
import { type CommandSpec, type Invocation, textOption } from '../command.ts'
import { noteHere } from '../note-here.ts'
import { printable, renderTable } from '../render/render-table.ts'
import { whoAsks } from '../who-asks.ts'
import { withControl } from '../with-control.ts'

/** Users are kept in the data folder itself: whoever may write there is the owner, also when no admin can sign in any more. */
export const usersAddCommand: CommandSpec = {
  usage: 'users add <email>',
  summary: 'Make a link by which somebody joins, once, within 48 hours. Send it to them; nothing is mailed.',
  options: [
    { flags: '--role <role>', description: 'viewer, editor, or admin', default: 'viewer' },
    { flags: '--name <name>', description: 'as tasks name them, so that Today opens with theirs' },
  ],
  examples: [
    'npx telltale users add ana@example.com --role admin',
    'npx telltale users add ben@example.com --role editor --name "Ben Okafor"',
  ],
  run: async (invocation) => {
    const role = roleOf(textOption(invocation, 'role') ?? '')
    const name = textOption(invocation, 'name')
    const request = InviteRequest.safeParse({ email: invocation.args[0], role, ...(name === null ? {} : { name }) })
    if (!request.success)
      throw telltaleError('bad_argument', {
        ...{ argument: 'email', value: JSON.stringify(invocation.args[0]).slice(0, 200) },
        expected: 'an e-mail address such as ana@example.com',
      })
    const made = await withAccess(invocation, async (access, db) => {
      const link = await access.invite(request.data, whoAsks(invocation))
      await noteHere(db, invocation, { what: 'inviteUser', subject: link.email, after: { role } })
      return link
    })
    showLink(invocation, made, `joins as ${role}`)
    return 0
  },
}

export const usersResetCommand: CommandSpec = {
  usage: 'users reset <email>',
  summary: 'Make a link by which a user chooses a new password, once, within an hour: also for a lost admin.',
  options: [],
  examples: ['npx telltale users reset ana@example.com'],
  run: async (invocation) => {
    const made = await withUser(invocation, async (access, user, db) => {
      const link = await access.offerReset(user.id, whoAsks(invocation))
      await noteHere(db, invocation, { what: 'offerReset', subject: user.email })
      return link!
    })
    showLink(invocation, made, 'chooses a new password')
    return 0
  },
}

export const usersRoleCommand: CommandSpec = {
  usage: 'users role <email> <role>',
  summary: 'Change what a user may do: viewer, editor, or admin. They are signed out everywhere.',
  options: [],
  examples: ['npx telltale users role ben@example.com editor'],
  run: async (invocation) => {
    const role = roleOf(invocation.args[1] ?? '')
    const changed = await withUser(invocation, async (access, user, db) => {
      const { email, before, after } = (await access.changeRole(user.id, role))!
      await noteHere(db, invocation, { what: 'changeRole', subject: email, before, after })
      return { email, before, after }
    })
    const { io, json } = invocation
    io.out(json ? JSON.stringify(changed) : printable(`${changed.email} is ${role} now, and was ${changed.before}.`))
    return 0
  },
}

export const usersRemoveCommand: CommandSpec = {
  usage: 'users remove <email>',
  summary: 'Remove a user, with their sessions and personal tokens. What they did stays in the audit log.',
  options: [],
  examples: ['npx telltale users remove ben@example.com'],
  run: async (invocation) => {
    const email = await withUser(invocation, async (access, user, db) => {
      await access.removeUser(user.id)
      await noteHere(db, invocation, { what: 'removeUser', subject: user.email, before: { role: user.role } })
      return user.email
    })
    const { io, json } = invocation
    io.out(json ? JSON.stringify({ removed: email }) : printable(`${email} is no user any more.`))
    return 0
  },
}

export const usersListCommand: CommandSpec = {
  usage: 'users list',
  summary: 'List who can sign in, as what, and which links were not used yet.',
  options: [],
  examples: ['npx telltale users list', 'npx telltale users list --json'],
  run: async (invocation) => {
    const list = await withAccess(invocation, (access) => access.listUsers())
    invocation.io.out(invocation.json ? JSON.stringify(list) : renderUsers(list))
    return 0
  },
}

function withAccess<T>(invocation: Invocation, work: (access: AccessDeps, db: ControlStore) => Promise<T>): Promise<T> {
  const { clock, io } = invocation
  return withControl(invocation, (control) => work(accessDeps({ control, clock, randomOf: io.randomBytes }), control))
}

function withUser<T>(
  invocation: Invocation,
  work: (access: AccessDeps, user: UserRow, db: ControlStore) => Promise<T>,
): Promise<T> {
  const email = (invocation.args[0] ?? '').trim().toLowerCase()
  return withAccess(invocation, async (access, db) => {
    const user = (await access.listUsers()).data.find((one) => one.email === email)
    if (user === undefined) throw telltaleError('not_found', { what: 'user', name: email.slice(0, 200) })
    return work(access, user, db)
  })
}

function roleOf(text: string): RoleName {
  const role = RoleName.safeParse(text)
  if (role.success) return role.data
  const expected = RoleName.options.join(', ')
  throw telltaleError('bad_argument', { argument: 'role', value: JSON.stringify(text).slice(0, 200), expected })
}

const USUAL = 'http://127.0.0.1:4620'

/** The link leads to the server of this folder, else to where one usually is. */
function showLink({ io, json, dataDir }: Invocation, { email, path, expiresAt }: LinkMade, does: string): void {
  const url = `${readServerFile(dataFolder(dataDir).serverFile)?.url ?? USUAL}${path}`
  if (json) io.out(JSON.stringify({ email, url, expiresAt }))
  else {
    io.out(url)
    io.err(printable(`With this link ${email} ${does}. It opens once, up to ${expiresAt}, and is shown nowhere else.`))
  }
}

function renderUsers({ data, invitations }: UserList): string {
  const day = (at: string | null) => at?.slice(0, 10) ?? ''
  const rows = [
    ...data.map(({ email, name, role, createdAt, seenAt }) => ({
      email,
      name,
      role,
      is: `since ${day(createdAt)}`,
      seen: day(seenAt),
    })),
    ...invitations.map(({ email, role, kind, expiresAt }) => ({
      ...{ email, name: '', role, seen: '' },
      is: `${kind === 'reset' ? 'new password' : 'invited'}, up to ${expiresAt.slice(0, 16).replace('T', ' ')}`,
    })),
  ]
  if (rows.length === 0)
    return 'Nobody can sign in yet. `telltale users add ana@example.com --role admin` invites somebody.'
  return renderTable(
    [
      { head: 'e-mail', cell: ({ email }) => email },
      { head: 'name', cell: ({ name }) => name },
      { head: 'role', cell: ({ role }) => role },
      { head: 'is', cell: ({ is }) => is },
      { head: 'seen', cell: ({ seen }) => seen },
    ],
    rows,
  )
}
