import { setImmediate } from 'node:timers/promises'
import type { Millis } from '../../core/time.ts'
import type { Proving } from './proving.ts'

/** Lets whoever else waits for this thread go first, such as events that come in. @throws the reason of `stop` */
export function pauseUnless({ stop, unhurried }: Pick<Proving, 'stop' | 'unhurried'>): () => Promise<void> {
  if (unhurried !== undefined) return unhurried.pause
  return async () => {
    await setImmediate()
    stop.throwIfAborted()
  }
}

export type Resting = {
  readonly stop: AbortSignal
  readonly now: () => Millis
  /** Ends early when `stop` does. */
  readonly rest: (ms: Millis) => Promise<void>
}

/** Pieces shorter than this are done one after the other: whoever comes meanwhile waits no longer than that. */
const PIECE_MS = 10
/** Work takes a quarter of the time. */
const REST_PER_WORK = 3
const LONGEST_REST_MS = 5_000

/** A pause for work that nobody waits for: rests three times as long as was worked since the last rest. @throws the reason of `stop` */
export function restBetween({ stop, now, rest }: Resting): () => Promise<void> {
  let since = now()
  return async () => {
    stop.throwIfAborted()
    const worked = now() - since
    if (worked < PIECE_MS) return
    await rest(Math.min(LONGEST_REST_MS, worked * REST_PER_WORK))
    stop.throwIfAborted()
    since = now()
  }
}
