import type { Millis } from '../core/time.ts'

export type GivingWay = {
  /** The share of the time since it was last asked in which the thread was busy: 0 to 1. */
  readonly busy: () => number
  readonly rest: (ms: Millis) => Promise<void>
  readonly signal: AbortSignal
}

const LOOK_EVERY_MS = 20
/** Of the time rested so far. In a single look it says little: what is taken in comes in waves, and between them the thread waits for the disk. */
const CROWDED = 0.5
/** Where taking in fills the thread, ticks take a tenth of the time. */
const REST_PER_TICK = 9
const LONGEST_REST_MS = 10_000

/** Taking in goes first: after a tick, rests as long as the thread has no time to spare, but no longer than leaves the ticks their share. */
export async function giveWay({ busy, rest, signal }: GivingWay, tickMs: Millis): Promise<void> {
  const most = Math.min(tickMs * REST_PER_TICK, LONGEST_REST_MS)
  busy()
  let busyMs = 0
  for (let rested = 0; rested < most && !signal.aborted; ) {
    await rest(LOOK_EVERY_MS)
    rested += LOOK_EVERY_MS
    busyMs += busy() * LOOK_EVERY_MS
    if (busyMs < CROWDED * rested) return
  }
}
