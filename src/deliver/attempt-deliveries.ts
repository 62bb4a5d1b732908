import type { Clock } from '../core/time.ts'
import type { ControlStore } from '../store/control/open-control-store.ts'
import { type ClaimedDelivery, claimDeliveries, expireDeliveries, nextDue, readHold } from '../store/control/outbox.ts'
import { readStanding } from '../store/control/read-deliveries.ts'
import type { SettledAttempt } from '../store/control/settle-deliveries.ts'
import { isSuppressed } from '../store/control/suppressions.ts'
import type { Channel, Outcome, Outgoing } from './channel.ts'
import type { Message } from './message.ts'
import { planRetry } from './plan-retry.ts'
import type { Settle } from './settle-together.ts'

/** What attempts are made with. */
export type Attempting = {
  readonly control: ControlStore
  readonly clock: Clock
  /** 0 … 1, from a composition root. */
  readonly random: () => number
  /** Names this process in leases. */
  readonly by: string
  readonly settle: Settle
  readonly stop: AbortSignal
}

/** Longer than what is taken up takes, with what is tried before it. */
const LEASE_MS = 600_000
/** A channel that asks to be spared and does not say for how long is left alone for so long. */
const PAUSE_MS = 30_000

/** Takes up what is due in a channel, so many at most; none: nothing is due, or nothing may leave. */
export async function takeDue(
  { control, clock, by }: Attempting,
  channel: Channel,
  most: number,
): Promise<ClaimedDelivery[]> {
  const now = clock.now()
  const due = await nextDue(control, channel.name, now)
  if (due === null || due > now) return []
  const standing = await readStanding(control, channel.name)
  if (standing !== null && (standing.disabledAt !== null || (standing.pausedUntil ?? 0) > now)) return []
  if ((await readHold(control)) !== null) return []
  const claimed = await claimDeliveries(control, { channel: channel.name, by, now, leaseMs: LEASE_MS, most })
  if (claimed.length === 0) await expireDeliveries(control, now)
  return claimed
}

/** An attempt that was made. */
export type Attempted = {
  /** Resolves when it is on the disk what became of it. */
  readonly settled: Promise<void>
  /** false: the channel asks to be spared, or leads nowhere, and what was taken up is not to be tried now. */
  readonly goesOn: boolean
}

/** Tries what was taken up; resolves when the receiver has answered. */
export async function attemptBatch(
  attempting: Attempting,
  channel: Channel,
  batch: readonly ClaimedDelivery[],
): Promise<Attempted> {
  const { control, clock, settle, stop } = attempting
  const at = clock.now()
  const began = performance.now()
  const unwanted = new Set<number>()
  for (const { id, target } of batch)
    if (target !== '' && (await isSuppressed(control, channel.name, target))) unwanted.add(id)
  const wanted = batch.filter(({ id }) => !unwanted.has(id))
  const outcomes =
    wanted.length === 0
      ? []
      : await channel.send(
          wanted.map((one) => toOutgoing(one, at)),
          stop,
        )
  const tookMs = Math.round(performance.now() - began)
  const of = new Map(wanted.map(({ id }, i) => [id, outcomes[i]!]))
  const settled = batch.map((one) => {
    const outcome = of.get(one.id) ?? UNWANTED
    return toSettled(attempting, { ...one, channel: channel.name, at, tookMs }, outcome)
  })
  return { settled: settle(settled), goesOn: !outcomes.some(isEnough) }
}

function isEnough(outcome: Outcome): boolean {
  return outcome.kind === 'gone' || (outcome.kind === 'again' && outcome.whose === 'throttle')
}

const UNWANTED: Outcome = {
  kind: 'refused',
  status: null,
  detail: 'this address gets nothing more: it is among the suppressed ones',
  suppress: null,
}

function toOutgoing({ key, target, payload, attempt, createdAt }: ClaimedDelivery, at: number): Outgoing {
  return { key, target, message: JSON.parse(payload) as Message, attempt, createdAt, at }
}

type Made = Pick<SettledAttempt, 'id' | 'attempt' | 'channel' | 'at' | 'tookMs'>

function toSettled({ random }: Pick<Attempting, 'random'>, made: Made, outcome: Outcome): SettledAttempt {
  const { id, attempt, channel, at, tookMs } = made
  const { status } = outcome
  const said = {
    id,
    attempt,
    channel,
    at,
    tookMs,
    status,
    detail: outcome.detail.slice(0, MOST_DETAIL),
    suppress: null,
  }
  const ended = at + tookMs
  switch (outcome.kind) {
    case 'delivered':
      return { ...said, outcome: 'delivered', becomes: { state: 'delivered' }, channelIs: { kind: 'well' } }
    case 'refused':
      return { ...said, outcome: 'refused', becomes: { state: 'dead' }, channelIs: null, suppress: outcome.suppress }
    case 'gone':
      return { ...said, outcome: 'failed', becomes: { state: 'waiting', again: ended }, channelIs: { kind: 'gone' } }
    case 'again': {
      const again = planRetry(attempt, { at: ended, wait: outcome.wait, random: random() })
      const pauseUntil = outcome.whose === 'throttle' ? ended + (outcome.wait ?? PAUSE_MS) : null
      return {
        ...{ ...said, outcome: 'failed' },
        becomes: again === null ? { state: 'dead' } : { state: 'waiting', again },
        channelIs: outcome.whose === 'message' ? null : { kind: 'failing', pauseUntil },
      }
    }
  }
}

/** Of what a receiver says so much is kept. */
const MOST_DETAIL = 2_000
