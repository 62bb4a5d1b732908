import { setImmediate } from 'node:timers/promises'

/** Lets whoever else waits for this thread go first, such as events that come in. @throws the reason of `stop` */
export function pauseUnless(stop: AbortSignal): () => Promise<void> {
  return async () => {
    await setImmediate()
    stop.throwIfAborted()
  }
}
