/** Runs writes one after another: DuckDB's concurrent writers would conflict, and a batch must see the one before it. */
export type WriteQueue = { tail: Promise<unknown> }

export function makeWriteQueue(): WriteQueue {
  return { tail: Promise.resolve() }
}

/** Waits for the writes before it, then does `work`; a failure is the caller's and does not stop the queue. */
export function enqueueWrite<T>(queue: WriteQueue, work: () => Promise<T>): Promise<T> {
  const mine = queue.tail.then(work)
  queue.tail = mine.catch(() => undefined)
  return mine
}
