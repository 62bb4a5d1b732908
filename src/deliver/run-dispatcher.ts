import { setMaxListeners } from 'node:events'
import type { Clock } from '../core/time.ts'
import { forgetMessages } from '../store/control/messages.ts'
import type { ControlStore } from '../store/control/open-control-store.ts'
import {
  type ClaimedDelivery,
  forgetSettled,
  giveBack,
  insertDeliveries,
  nextDue,
  releaseLeases,
} from '../store/control/outbox.ts'
import { type Attempting, attemptBatch, takeDue } from './attempt-deliveries.ts'
import type { Channel } from './channel.ts'
import type { Note } from './message.ts'
import { settleTogether } from './settle-together.ts'

export type Dispatching = {
  readonly control: ControlStore
  readonly channels: ReadonlyMap<string, Channel>
  readonly clock: Clock
  /** 0 … 1. */
  readonly random: () => number
  /** Names this process in leases. */
  readonly by: string
  /** Who is told that a channel was switched off. */
  readonly trouble: { readonly channel: string; readonly to: string } | null
  /** Told of what went wrong; the channel goes on after a pause. */
  readonly failed: (error: unknown) => void
  readonly signal: AbortSignal
}

/** What others put into the outbox is looked for this often. */
const POLL_MS = 250
const PAUSE_AFTER_FAILURE_MS = 1_000
/** So many times what a channel tries at a time is taken up at once. */
const AHEAD = 4
/** Attempts under way when the server is told to stop have so long to end. */
const GRACE_MS = 5_000
/** What a message said is kept so long after it was settled. */
const KEPT_MS = 90 * 86_400_000

/**
 * Sends what is in the outbox as it falls due, every channel by itself: one that hangs holds up no other. Ends when the signal is aborted, after the attempts under way.
 */
export async function runDispatcher(dispatching: Dispatching): Promise<void> {
  const { control, channels, signal, clock, by } = dispatching
  await releaseLeases(control, by)
  await forgetSettled(control, clock.now() - KEPT_MS)
  await forgetMessages(control, clock.now() - KEPT_MS)
  const cut = new AbortController()
  // Every channel waits for the one, every attempt for the other.
  setMaxListeners(0, signal, cut.signal)
  const onStop = (): void => void setTimeout(() => cut.abort(), GRACE_MS).unref()
  signal.addEventListener('abort', onStop, { once: true })
  const attempting = attemptingOf(dispatching, cut.signal)
  try {
    await Promise.all([...channels.values()].map((channel) => serveChannel(dispatching, attempting, channel)))
  } finally {
    signal.removeEventListener('abort', onStop)
  }
}

/** Sends everything that is due now, and nothing that falls due later. Resolves when all of it was tried. */
export async function dispatchDue(dispatching: Omit<Dispatching, 'failed'>): Promise<void> {
  await releaseLeases(dispatching.control, dispatching.by)
  const attempting = attemptingOf(dispatching, dispatching.signal)
  await Promise.all(
    [...dispatching.channels.values()].map(async (channel) => {
      for (;;) {
        if (dispatching.signal.aborted) return
        const taken = await takeDue(attempting, channel, channel.concurrency * channel.batch)
        if (taken.length === 0) return
        const begun = batchesOf(taken, channel).map(async (batch) => {
          const { settled } = await attemptBatch(attempting, channel, batch)
          await settled
        })
        await Promise.all(begun)
      }
    }),
  )
}

function attemptingOf(dispatching: Omit<Dispatching, 'failed'>, stop: AbortSignal): Attempting {
  const { control, clock, random, by } = dispatching
  const settle = settleTogether(control, (disabled) => tellDisabled(dispatching, disabled))
  return { control, clock, random, by, settle, stop }
}

function batchesOf(taken: readonly ClaimedDelivery[], { batch }: Channel): ClaimedDelivery[][] {
  const batches: ClaimedDelivery[][] = []
  for (let from = 0; from < taken.length; from += batch) batches.push(taken.slice(from, from + batch))
  return batches
}

/** Takes up what is due in few steps, ahead of what can be tried at a time: what is tried and not written down yet is never more than that. */
async function serveChannel(dispatching: Dispatching, attempting: Attempting, channel: Channel): Promise<void> {
  const { signal, failed, control } = dispatching
  const ready: ClaimedDelivery[] = []
  const underWay = new Set<Promise<void>>()
  const tryBatch = async (batch: readonly ClaimedDelivery[]): Promise<void> => {
    const { settled, goesOn } = await attemptBatch(attempting, channel, batch)
    await Promise.all([settled, goesOn ? null : giveBack(control, ready.splice(0))])
  }
  while (!signal.aborted) {
    let faulty = false
    if (ready.length === 0)
      await takeDue(attempting, channel, channel.concurrency * channel.batch * AHEAD).then(
        (taken) => void ready.push(...taken),
        (error: unknown) => {
          faulty = true
          failed(error)
        },
      )
    while (ready.length > 0 && underWay.size < channel.concurrency) {
      const ended: Promise<void> = tryBatch(ready.splice(0, channel.batch))
        .catch(failed)
        .then(() => void underWay.delete(ended))
      underWay.add(ended)
    }
    if (faulty) await sleep(PAUSE_AFTER_FAILURE_MS, [...underWay], signal)
    else if (underWay.size >= channel.concurrency) await sleep(null, [...underWay], signal)
    else await sleep(await untilDue(dispatching, channel), [...underWay], signal)
  }
  await giveBack(control, ready.splice(0)).catch(failed)
  await Promise.all(underWay)
}

async function untilDue({ control, clock }: Dispatching, { name }: Channel): Promise<number> {
  const now = clock.now()
  const due = await nextDue(control, name, now)
  // What is due and was not taken up may not leave now: the channel is off, or spared.
  return due === null || due <= now ? POLL_MS : Math.min(POLL_MS, due - now)
}

/** Until an attempt has ended, the time is over (null: has none), or the signal says to stop. */
function sleep(ms: number | null, underWay: readonly Promise<void>[], signal: AbortSignal): Promise<void> {
  return new Promise((done) => {
    if (signal.aborted) return done()
    const end = (): void => {
      clearTimeout(timer)
      signal.removeEventListener('abort', end)
      done()
    }
    const timer = ms === null ? undefined : setTimeout(end, ms)
    signal.addEventListener('abort', end, { once: true })
    for (const one of underWay) void one.then(end)
  })
}

/** Through another channel than the one that was switched off. */
async function tellDisabled(
  { control, clock, trouble }: Omit<Dispatching, 'failed'>,
  disabled: readonly string[],
): Promise<void> {
  const told = disabled.filter((channel) => trouble !== null && channel !== trouble.channel)
  if (told.length === 0) return
  const now = clock.now()
  await insertDeliveries(
    control,
    told.map((channel) => ({
      ...{ key: `channel-off/${channel}/${now}`, channel: trouble!.channel, target: trouble!.to },
      ...{ payload: JSON.stringify(offNote(channel)), at: now, expiresAt: null, cannot: null },
    })),
    now,
  )
}

function offNote(channel: string): Note {
  return {
    kind: 'note',
    title: `The channel ${channel} is switched off`,
    intro: `Nothing got through, and nothing more is tried. \`telltale channels\` says why; \`telltale channels enable ${channel}\` goes on with what waits.`,
    groups: [],
    link: null,
  }
}
