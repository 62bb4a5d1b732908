import type { Selectable } from 'kysely'
import type { Millis } from '../../core/time.ts'
import { type ControlStore, readMeta, writeMeta } from './open-control-store.ts'
import type { ControlSchema } from './schema.ts'

/** Something that is to leave. */
export type NewDelivery = {
  /** Says what it is, for good: of two with the same key the first counts. Receivers see it, and know by it what they have already. */
  readonly key: string
  /** Name of a channel of the configuration. */
  readonly channel: string
  /** Whom the channel takes it to: an address; '': the channel leads to one place. */
  readonly target: string
  /** A message, as JSON. */
  readonly payload: string
  /** Not before. */
  readonly at: Millis
  /** From when on it would come too late; null: never. */
  readonly expiresAt: Millis | null
  /** Set: it cannot leave, and is only listed with this reason. */
  readonly cannot: string | null
}

/** Rows of one statement, of 14 values each. */
const ROWS = 500

/**
 * Puts messages into the outbox; call it in the transaction that decides them. What is there already, by its key, stays as it is.
 * @returns how many were new
 */
export async function insertDeliveries(
  db: ControlStore,
  deliveries: readonly NewDelivery[],
  now: Millis,
): Promise<number> {
  let inserted = 0
  for (let from = 0; from < deliveries.length; from += ROWS) {
    const rows = deliveries.slice(from, from + ROWS).map((one) => toRow(one, now))
    const done = await db
      .insertInto('outbox')
      .values(rows)
      .onConflict((clash) => clash.column('key').doNothing())
      .executeTakeFirst()
    inserted += Number(done.numInsertedOrUpdatedRows ?? 0)
  }
  return inserted
}

function toRow(
  { key, channel, target, payload, at, expiresAt, cannot }: NewDelivery,
  now: Millis,
): Omit<Selectable<ControlSchema['outbox']>, 'id'> {
  return {
    ...{ key, channel, target, payload, attempt: 0, next_at: at, expires_at: expiresAt, created_at: now },
    ...{ lease_by: null, lease_until: null, why: cannot },
    ...(cannot === null ? { state: 'waiting', settled_at: null } : { state: 'dead', settled_at: now }),
  }
}

/** A message that somebody has taken up. `attempt`: the how manieth it is, from 1. */
export type ClaimedDelivery = {
  readonly id: number
  readonly key: string
  readonly target: string
  readonly payload: string
  readonly attempt: number
  readonly createdAt: Millis
}

export type Claiming = {
  readonly channel: string
  /** Who takes it up: another one has it only when the lease is over. */
  readonly by: string
  readonly now: Millis
  readonly leaseMs: number
  readonly most: number
}

/** Takes up what is due in a channel, the longest due first. The attempt counts from here on, whatever becomes of it. */
export async function claimDeliveries(db: ControlStore, claiming: Claiming): Promise<ClaimedDelivery[]> {
  const { channel, by, now, leaseMs, most } = claiming
  const rows = await db
    .updateTable('outbox')
    .set((row) => ({ lease_by: by, lease_until: now + leaseMs, attempt: row('attempt', '+', 1) }))
    .where('id', 'in', (from) =>
      from
        .selectFrom('outbox')
        .select('id')
        .where('state', '=', 'waiting')
        .where('channel', '=', channel)
        .where('next_at', '<=', now)
        .where((row) => row.or([row('lease_until', 'is', null), row('lease_until', '<=', now)]))
        .where((row) => row.or([row('expires_at', 'is', null), row('expires_at', '>', now)]))
        .orderBy('next_at')
        .orderBy('id')
        .limit(most),
    )
    .returning(['id', 'key', 'target', 'payload', 'attempt', 'created_at', 'next_at'])
    .execute()
  return rows
    .sort((a, b) => Number(a.next_at) - Number(b.next_at) || a.id - b.id)
    .map(({ created_at, next_at: _, ...row }) => ({ ...row, createdAt: Number(created_at) }))
}

/** Gives back what was taken up and not tried: it counts as no attempt. */
export async function giveBack(db: ControlStore, claimed: readonly ClaimedDelivery[]): Promise<void> {
  if (claimed.length === 0) return
  const ids = claimed.map(({ id }) => id)
  await db
    .updateTable('outbox')
    .set((row) => ({ lease_by: null, lease_until: null, attempt: row('attempt', '-', 1) }))
    .where('id', 'in', ids)
    .where('state', '=', 'waiting')
    .execute()
}

/** What nobody took up in time is not sent any more. */
export async function expireDeliveries(db: ControlStore, now: Millis): Promise<void> {
  await db
    .updateTable('outbox')
    .set({ state: 'expired', settled_at: now, why: 'it would have come too late' })
    .where('state', '=', 'waiting')
    .where('expires_at', '<=', now)
    .where((row) => row.or([row('lease_until', 'is', null), row('lease_until', '<=', now)]))
    .execute()
}

/** When the next message of a channel is due; null: none waits. What is being tried does not count. */
export async function nextDue(db: ControlStore, channel: string, now: Millis): Promise<Millis | null> {
  const row = await db
    .selectFrom('outbox')
    .select('next_at')
    .where('state', '=', 'waiting')
    .where('channel', '=', channel)
    .where((row) => row.or([row('lease_until', 'is', null), row('lease_until', '<=', now)]))
    .orderBy('next_at')
    .limit(1)
    .executeTakeFirst()
  return row === undefined ? null : Number(row.next_at)
}

/** Leases of others are over: whoever has the folder is the only one at work in it. */
export async function releaseLeases(db: ControlStore, by: string): Promise<void> {
  await db
    .updateTable('outbox')
    .set({ lease_by: null, lease_until: null })
    .where('state', '=', 'waiting')
    .where('lease_by', 'is not', null)
    .where('lease_by', '!=', by)
    .execute()
}

/** What a message that was settled so long ago said is forgotten, with its attempts; its key stays, so that it is not sent again. */
export async function forgetSettled(db: ControlStore, before: Millis): Promise<void> {
  await db.transaction().execute(async (tx) => {
    const old = tx.selectFrom('outbox').select('id').where('settled_at', '<', before).where('payload', '!=', '{}')
    await tx.deleteFrom('delivery_attempt').where('delivery', 'in', old).execute()
    await tx.updateTable('outbox').set({ payload: '{}', target: '' }).where('id', 'in', old).execute()
  })
}

/** Why nothing leaves: the store came out of a backup, and what it holds as waiting may have left since. */
export type Hold = { readonly since: Millis; readonly backupOf: string }

const HOLD = 'deliveries_held'

/** null: messages leave. */
export async function readHold(db: ControlStore): Promise<Hold | null> {
  const text = await readMeta(db, HOLD)
  return text === null ? null : (JSON.parse(text) as Hold)
}

/** Whether anything was ever to leave. */
export async function hasDeliveries(db: ControlStore): Promise<boolean> {
  return (await db.selectFrom('outbox').select('id').limit(1).executeTakeFirst()) !== undefined
}

export async function holdDeliveries(db: ControlStore, hold: Hold): Promise<void> {
  await writeMeta(db, HOLD, JSON.stringify(hold))
}

/**
 * Lets messages leave again. Those that wait, up to the last one that was seen, are sent or dropped.
 * @returns how many of them there are
 */
export async function endHold(
  db: ControlStore,
  { by, drop, upTo, now }: { readonly by: string; readonly drop: boolean; readonly upTo: number; readonly now: Millis },
): Promise<number> {
  return db.transaction().execute(async (tx) => {
    const listed = tx.selectFrom('outbox').select('id').where('state', '=', 'waiting').where('id', '<=', upTo)
    const { length } = await listed.execute()
    if (drop)
      await tx
        .updateTable('outbox')
        .set({
          state: 'dropped',
          settled_at: now,
          why: `dropped after a restore by ${by}`,
          lease_by: null,
          lease_until: null,
        })
        .where('id', 'in', listed)
        .execute()
    await tx.deleteFrom('meta').where('key', '=', HOLD).execute()
    await writeMeta(tx, 'deliveries_confirmed', JSON.stringify({ by, at: now, drop, listed: length }))
    return length
  })
}
