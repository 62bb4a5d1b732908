import type { Millis } from '../../core/time.ts'
import type { ControlStore } from './open-control-store.ts'

/** What became of one attempt, and of the message after it. */
export type SettledAttempt = {
  readonly id: number
  readonly channel: string
  readonly attempt: number
  readonly at: Millis
  readonly tookMs: number
  readonly outcome: 'delivered' | 'failed' | 'refused'
  readonly status: number | null
  readonly detail: string
  /** `again`: to be tried then. */
  readonly becomes: { readonly state: 'delivered' | 'dead' } | { readonly state: 'waiting'; readonly again: Millis }
  /** What the attempt says of its channel; null: nothing. */
  readonly channelIs: ChannelIs | null
  /** An address that gets nothing more. */
  readonly suppress: string | null
}

export type ChannelIs =
  | { readonly kind: 'well' }
  | { readonly kind: 'failing'; readonly pauseUntil: Millis | null }
  | { readonly kind: 'gone' }

/** A channel in which nothing got through for so long is switched off. */
const DISABLED_AFTER_MS = 5 * 86_400_000

/** Writes down what became of attempts, all in one transaction. @returns the channels that were switched off by it */
export async function settleDeliveries(db: ControlStore, settled: readonly SettledAttempt[]): Promise<string[]> {
  return db.transaction().execute(async (tx) => {
    const disabled: string[] = []
    for (const one of settled) await settleOne(tx, one)
    await logAttempts(tx, settled)
    for (const one of tellingOfChannels(settled))
      if (one.channelIs !== null && (await noteChannel(tx, one, one.channelIs))) disabled.push(one.channel)
    return disabled
  })
}

async function settleOne(tx: ControlStore, one: SettledAttempt): Promise<void> {
  const { id, channel, attempt, at, tookMs, detail, becomes, suppress } = one
  const ended = at + tookMs
  await tx
    .updateTable('outbox')
    .set({
      ...{ state: becomes.state, lease_by: null, lease_until: null },
      ...(becomes.state === 'waiting' ? { next_at: becomes.again } : { settled_at: ended }),
      why: becomes.state === 'delivered' ? null : detail,
    })
    .where('id', '=', id)
    .where('attempt', '=', attempt)
    .execute()
  if (suppress === null) return
  await tx
    .insertInto('suppression')
    .values({ channel, address: suppress.toLowerCase(), why: detail, at: ended })
    .onConflict((clash) => clash.columns(['channel', 'address']).doNothing())
    .execute()
}

/** Rows of one statement. */
const LOGGED = 32

async function logAttempts(tx: ControlStore, settled: readonly SettledAttempt[]): Promise<void> {
  for (let from = 0; from < settled.length; from += LOGGED) {
    const rows = settled.slice(from, from + LOGGED).map(({ id, attempt, at, tookMs, outcome, status, detail }) => ({
      ...{ delivery: id, attempt, at, took_ms: tookMs, outcome, status, detail },
    }))
    await tx.insertInto('delivery_attempt').values(rows).execute()
  }
}

/** Of attempts in a row that got through in the same channel, the last one says as much as all of them. */
function tellingOfChannels(settled: readonly SettledAttempt[]): SettledAttempt[] {
  const last = new Map<string, SettledAttempt>()
  const telling: SettledAttempt[] = []
  for (const one of settled) {
    if (one.channelIs === null) continue
    const before = last.get(one.channel)
    if (before?.channelIs?.kind === 'well' && one.channelIs.kind === 'well') telling[telling.indexOf(before)] = one
    else telling.push(one)
    last.set(one.channel, one)
  }
  return telling
}

/** Whether it is switched off now, and was not before. */
async function noteChannel(tx: ControlStore, one: SettledAttempt, is: ChannelIs): Promise<boolean> {
  const { channel, at, tookMs, detail } = one
  const ended = at + tookMs
  const before = await tx.selectFrom('channel_standing').selectAll().where('channel', '=', channel).executeTakeFirst()
  if (is.kind === 'well') {
    const well = { delivered_at: ended, failing_since: null, why: null }
    // One row a second is exact enough of when something got through last, and most attempts write none.
    if (before !== undefined && before.failing_since === null && ended - Number(before.delivered_at) < 1_000)
      return false
    await tx
      .insertInto('channel_standing')
      .values({ channel, ...well, paused_until: null, disabled_at: null })
      .onConflict((clash) => clash.column('channel').doUpdateSet(well))
      .execute()
    return false
  }
  const since = Number(before?.failing_since ?? at)
  const off = is.kind === 'gone' || ended - since >= DISABLED_AFTER_MS
  const wasOff = (before?.disabled_at ?? null) !== null
  const failing = {
    ...{ failing_since: since, why: detail },
    paused_until: is.kind === 'failing' ? is.pauseUntil : null,
    disabled_at: wasOff ? Number(before!.disabled_at) : off ? ended : null,
  }
  await tx
    .insertInto('channel_standing')
    .values({ channel, delivered_at: null, ...failing })
    .onConflict((clash) => clash.column('channel').doUpdateSet(failing))
    .execute()
  return off && !wasOff
}
