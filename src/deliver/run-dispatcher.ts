import { setMaxListeners } from 'node:events'
import type { Clock } from '../core/time.ts'
import { forgetMessages } from '../store/control/messages.ts'
import type { ControlStore } from '../store/control/open-control-store.ts'
import { forgetSettled, insertDeliveries, nextDue, releaseLeases } from '../store/control/outbox.ts'
import { type Attempting, attemptDue } from './attempt-deliveries.ts'
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
        const begun = await attemptDue(attempting, channel, channel.concurrency)
        if (begun.length === 0) return
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

async function serveChannel(dispatching: Dispatching, attempting: Attempting, channel: Channel): Promise<void> {
  const { signal, failed } = dispatching
  const underWay = new Set<Promise<void>>()
  while (!signal.aborted) {
    const room = channel.concurrency - underWay.size
    const begun = await attemptDue(attempting, channel, room).catch((error: unknown) => {
      failed(error)
      return null
    })
    for (const one of begun ?? []) {
      const ended: Promise<void> = one.catch(failed).then(() => void underWay.delete(ended))
      underWay.add(ended)
    }
    if (begun === null) await sleep(PAUSE_AFTER_FAILURE_MS, [...underWay], signal)
    else if (underWay.size >= channel.concurrency) await sleep(null, [...underWay], signal)
    else if (begun.length === 0) await sleep(await untilDue(dispatching, channel), [...underWay], signal)
  }
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
