import { MessageChannel } from 'node:worker_threads'

/**
 * Gives the memory of large arrays back to the system at the end of this turn, not when the collector next looks, which may be minutes later: what is handed to a port that is closed is thrown away. The arrays
 * are empty then.
 */
export function freeMemory(arrays: readonly { readonly buffer: ArrayBuffer }[]): void {
  const { port1, port2 } = new MessageChannel()
  port2.close()
  port1.postMessage(
    null,
    arrays.map(({ buffer }) => buffer),
  )
  port1.close()
}
