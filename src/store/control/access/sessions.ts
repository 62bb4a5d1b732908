import { createHash } from 'node:crypto'
import type { Millis } from '../../../core/time.ts'
import type { ControlStore } from '../open-control-store.ts'
import { findUser, type User } from './users.ts'

const DAY = 86_400_000
/** A session that nobody uses for so long ends. */
export const IDLE_MS = 7 * DAY
/** And each ends so long after it began. */
export const SESSION_MS = 30 * DAY

export function hashSecret(secret: string): string {
  return createHash('sha256').update(secret).digest('hex')
}

/** Begins a session: only the hash of its secret is kept. Those that have ended go. */
export async function startSession(db: ControlStore, secret: string, { id, now }: { id: string; now: Millis }) {
  const ended = db
    .deleteFrom('session')
    .where((s) => s.or([s('started_at', '<=', now - SESSION_MS), s('used_at', '<=', now - IDLE_MS)]))
  await ended.execute()
  await db
    .insertInto('session')
    .values({ hash: hashSecret(secret), user: id, started_at: now, used_at: now })
    .execute()
}

const USE_MS = 60_000

/** Whose session it is, if it has not ended; notes its use, to the minute. */
export async function useSession(db: ControlStore, secret: string, now: Millis): Promise<User | null> {
  const hash = hashSecret(secret)
  const row = await db.selectFrom('session').selectAll().where('hash', '=', hash).executeTakeFirst()
  if (row === undefined || row.used_at <= now - IDLE_MS || row.started_at <= now - SESSION_MS) return null
  if (row.used_at <= now - USE_MS)
    await db.updateTable('session').set({ used_at: now }).where('hash', '=', hash).execute()
  return findUser(db, { id: row.user })
}

export async function endSession(db: ControlStore, secret: string): Promise<void> {
  await db.deleteFrom('session').where('hash', '=', hashSecret(secret)).execute()
}

export async function endSessionsOf(db: ControlStore, user: string): Promise<void> {
  await db.deleteFrom('session').where('user', '=', user).execute()
}
