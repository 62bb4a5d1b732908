import type { Millis } from '../../core/time.ts'
import { type ControlStore, readMeta, writeMeta } from './open-control-store.ts'

/** An address to which a channel sends nothing more, and why. */
export type Suppression = {
  readonly channel: string
  readonly address: string
  readonly why: string
  readonly at: Millis
}

/** Newest first. */
export async function readSuppressions(db: ControlStore): Promise<Suppression[]> {
  const rows = await db.selectFrom('suppression').selectAll().orderBy('at', 'desc').orderBy('address').execute()
  return rows.map((row) => ({ ...row, at: Number(row.at) }))
}

/** Case of an address makes no difference. */
export async function isSuppressed(db: ControlStore, channel: string, address: string): Promise<boolean> {
  const row = await db
    .selectFrom('suppression')
    .select('at')
    .where('channel', '=', channel)
    .where('address', '=', address.toLowerCase())
    .executeTakeFirst()
  return row !== undefined
}

/** An address that is there already stays with its first reason. */
export async function suppress(db: ControlStore, { channel, address, why, at }: Suppression): Promise<void> {
  await db
    .insertInto('suppression')
    .values({ channel, address: address.toLowerCase(), why, at })
    .onConflict((clash) => clash.columns(['channel', 'address']).doNothing())
    .execute()
}

/** Lets an address get messages again, in every channel. @returns whether it was suppressed in any */
export async function unsuppress(db: ControlStore, address: string): Promise<boolean> {
  const done = await db.deleteFrom('suppression').where('address', '=', address.toLowerCase()).executeTakeFirst()
  return Number(done.numDeletedRows) > 0
}

const UNSUBSCRIBE_KEY = 'unsubscribe_key'

/** The key that links for asking for no more are signed with: made once, and kept, so that the links of old letters hold. `fresh`: 32 random bytes. */
export async function keepUnsubscribeKey(db: ControlStore, fresh: Uint8Array): Promise<Uint8Array> {
  const kept = await readMeta(db, UNSUBSCRIBE_KEY)
  if (kept !== null) return Buffer.from(kept, 'hex')
  await writeMeta(db, UNSUBSCRIBE_KEY, Buffer.from(fresh).toString('hex'))
  return fresh
}
