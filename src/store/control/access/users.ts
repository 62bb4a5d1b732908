import type { RoleName } from '../../../contract/access/roles.ts'
import type { Millis } from '../../../core/time.ts'
import type { ControlStore } from '../open-control-store.ts'

export type User = {
  readonly id: string
  readonly email: string
  readonly name: string
  readonly role: RoleName
  /** As `hashPassword` made it; null: cannot sign in by password. */
  readonly password: string | null
  readonly createdAt: Millis
}

export async function addUser(db: ControlStore, { createdAt, ...user }: User): Promise<void> {
  await db
    .insertInto('user')
    .values({ ...user, created_at: createdAt })
    .execute()
}

/** By id or by e-mail address. */
export async function findUser(
  db: ControlStore,
  by: { readonly id: string } | { readonly email: string },
): Promise<User | null> {
  const all = db.selectFrom('user').selectAll()
  const row = await ('id' in by ? all.where('id', '=', by.id) : all.where('email', '=', by.email)).executeTakeFirst()
  return row === undefined ? null : toUser(row)
}

/** Everybody, with when they were seen last and at how many places they are signed in. */
export async function listUsers(
  db: ControlStore,
  since: { readonly started: Millis; readonly used: Millis },
): Promise<(User & { readonly seenAt: Millis | null; readonly sessions: number })[]> {
  const rows = await db.selectFrom('user').selectAll().orderBy('email').execute()
  const sessions = await db
    .selectFrom('session')
    .select(['user', 'used_at'])
    .where('started_at', '>', since.started)
    .where('used_at', '>', since.used)
    .execute()
  return rows.map((row) => {
    const own = sessions.filter(({ user }) => user === row.id).map(({ used_at }) => Number(used_at))
    return { ...toUser(row), seenAt: own.length === 0 ? null : Math.max(...own), sessions: own.length }
  })
}

/** Whether anybody could sign in with a password. */
export async function hasUsers(db: ControlStore): Promise<boolean> {
  const one = db.selectFrom('user').select('id').where('password', 'is not', null).limit(1)
  return (await one.executeTakeFirst()) !== undefined
}

/** Changes what a user may do, and signs them out everywhere. `last admin`: nobody else could administer. null: no such user. */
export async function setRole(
  db: ControlStore,
  id: string,
  role: RoleName | null,
): Promise<User | 'last admin' | null> {
  return db.transaction().execute(async (tx) => {
    const user = await findUser(tx, { id })
    if (user === null) return null
    const others = tx.selectFrom('user').select('id').where('role', '=', 'admin').where('password', 'is not', null)
    if (user.role === 'admin' && role !== 'admin' && !(await others.where('id', '<>', id).executeTakeFirst()))
      return 'last admin'
    await tx.deleteFrom('session').where('user', '=', id).execute()
    if (role === null) await removeUser(tx, id)
    else await tx.updateTable('user').set({ role }).where('id', '=', id).execute()
    return user
  })
}

async function removeUser(db: ControlStore, id: string): Promise<void> {
  await db.deleteFrom('api_key').where('owner', '=', id).execute()
  await db.deleteFrom('user').where('id', '=', id).execute()
}

/** Sets a password, and signs its user out everywhere. */
export async function setPassword(db: ControlStore, id: string, password: string): Promise<void> {
  await db.transaction().execute(async (tx) => {
    await tx.updateTable('user').set({ password }).where('id', '=', id).execute()
    await tx.deleteFrom('session').where('user', '=', id).execute()
  })
}

type UserRow = {
  id: string
  email: string
  name: string
  role: string
  password: string | null
  created_at: number
}

function toUser({ created_at, role, ...row }: UserRow): User {
  return { ...row, role: role as RoleName, createdAt: Number(created_at) }
}
