import type { Selectable } from 'kysely'
import type { Millis } from '../../core/time.ts'
import type { ControlStore } from './open-control-store.ts'
import type { ControlSchema } from './schema.ts'

export const DELIVERY_STATES = ['waiting', 'delivered', 'dead', 'expired', 'dropped'] as const
export type DeliveryState = (typeof DELIVERY_STATES)[number]

export type StoredDelivery = {
  readonly id: number
  readonly key: string
  readonly channel: string
  readonly target: string
  /** '{}' where it was forgotten. */
  readonly payload: string
  readonly state: DeliveryState
  readonly attempt: number
  readonly nextAt: Millis
  readonly createdAt: Millis
  readonly settledAt: Millis | null
  readonly why: string | null
}

export type StoredAttempt = {
  readonly attempt: number
  readonly at: Millis
  readonly tookMs: number
  readonly outcome: 'delivered' | 'failed' | 'refused'
  readonly status: number | null
  readonly detail: string
}

type Asked = {
  readonly states: readonly DeliveryState[] | null
  /** Only those that did not get through when they were tried. */
  readonly failed: boolean
  readonly channel: string | null
  /** Only those before it, by id; null: from the newest on. */
  readonly before: number | null
  readonly limit: number
}

/** Newest first. */
export async function readDeliveries(
  db: ControlStore,
  { states, failed, channel, before, limit }: Asked,
): Promise<StoredDelivery[]> {
  let query = db.selectFrom('outbox').selectAll().orderBy('id', 'desc').limit(limit)
  if (states !== null) query = query.where('state', 'in', [...states])
  if (failed) query = query.where('why', 'is not', null)
  if (channel !== null) query = query.where('channel', '=', channel)
  if (before !== null) query = query.where('id', '<', before)
  return (await query.execute()).map(toDelivery)
}

/** One by its id or its key; null: there is none. */
export async function readDelivery(db: ControlStore, name: string): Promise<StoredDelivery | null> {
  const id = /^\d{1,15}$/.test(name) ? Number(name) : -1
  const row = await db
    .selectFrom('outbox')
    .selectAll()
    .where((one) => one.or([one('id', '=', id), one('key', '=', name)]))
    .executeTakeFirst()
  return row === undefined ? null : toDelivery(row)
}

/** The attempts at one, the first first. */
export async function readAttempts(db: ControlStore, id: number): Promise<StoredAttempt[]> {
  const rows = await db.selectFrom('delivery_attempt').selectAll().where('delivery', '=', id).orderBy('id').execute()
  return rows.map(({ attempt, at, took_ms, outcome, status, detail }) => ({
    ...{ attempt, at: Number(at), tookMs: took_ms, outcome: outcome as StoredAttempt['outcome'], status, detail },
  }))
}

/** Lets one that was given up, refused or dropped be tried from the beginning, under the same key. @returns whether it was such a one */
export async function replayDelivery(db: ControlStore, id: number, now: Millis): Promise<boolean> {
  const done = await db
    .updateTable('outbox')
    .set({ state: 'waiting', attempt: 0, next_at: now, expires_at: null, settled_at: null, why: null })
    .where('id', '=', id)
    .where('state', 'in', ['dead', 'expired', 'dropped'])
    .where('payload', '!=', '{}')
    .executeTakeFirst()
  return Number(done.numUpdatedRows) > 0
}

export type StoredChannel = {
  readonly channel: string
  readonly deliveredAt: Millis | null
  readonly failingSince: Millis | null
  readonly pausedUntil: Millis | null
  readonly disabledAt: Millis | null
  readonly why: string | null
  readonly waiting: number
  readonly dead: number
}

/** How every channel does of which anything is known, by name. */
export async function readChannels(db: ControlStore): Promise<StoredChannel[]> {
  const standings = await db.selectFrom('channel_standing').selectAll().execute()
  const counts = await db
    .selectFrom('outbox')
    .select(({ fn }) => ['channel', 'state', fn.countAll<number>().as('n')])
    .where('state', 'in', ['waiting', 'dead'])
    .groupBy(['channel', 'state'])
    .execute()
  const names = new Set([...standings, ...counts].map(({ channel }) => channel))
  const count = (channel: string, state: string): number =>
    Number(counts.find((row) => row.channel === channel && row.state === state)?.n ?? 0)
  return [...names].sort().map((channel) => ({
    ...toStanding(
      channel,
      standings.find((row) => row.channel === channel),
    ),
    ...{ waiting: count(channel, 'waiting'), dead: count(channel, 'dead') },
  }))
}

/** Whether a channel may send now; null: nothing is known of it, so that it may. */
export async function readStanding(
  db: ControlStore,
  channel: string,
): Promise<Pick<StoredChannel, 'pausedUntil' | 'disabledAt'> | null> {
  const row = await db.selectFrom('channel_standing').selectAll().where('channel', '=', channel).executeTakeFirst()
  return row === undefined ? null : toStanding(channel, row)
}

/** Switches a channel on again; what waits in it is tried at once. @returns whether it was off */
export async function enableChannel(db: ControlStore, channel: string): Promise<boolean> {
  const done = await db
    .updateTable('channel_standing')
    .set({ disabled_at: null, failing_since: null, paused_until: null, why: null })
    .where('channel', '=', channel)
    .where('disabled_at', 'is not', null)
    .executeTakeFirst()
  return Number(done.numUpdatedRows) > 0
}

function toStanding(
  channel: string,
  row: Selectable<ControlSchema['channel_standing']> | undefined,
): Omit<StoredChannel, 'waiting' | 'dead'> {
  const at = (value: number | null | undefined): Millis | null => (value == null ? null : Number(value))
  return {
    ...{ channel, deliveredAt: at(row?.delivered_at), failingSince: at(row?.failing_since) },
    ...{ pausedUntil: at(row?.paused_until), disabledAt: at(row?.disabled_at), why: row?.why ?? null },
  }
}

/** A message as its row says. */
export function toDelivery(row: Selectable<ControlSchema['outbox']>): StoredDelivery {
  const { id, key, channel, target, payload, state, attempt, next_at, created_at, settled_at, why } = row
  return {
    ...{ id, key, channel, target, payload, state: state as DeliveryState, attempt, nextAt: Number(next_at) },
    ...{ createdAt: Number(created_at), settledAt: settled_at === null ? null : Number(settled_at), why },
  }
}
