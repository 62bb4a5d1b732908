import type { EventRow } from '../../store/analytic/rows.ts'
import type { EventsOf } from './stream-triggered-events.ts'

const NOBODY: readonly EventRow[] = []

export type Follower = {
  /** The events of an account; accounts must be asked for in ascending order. */
  readonly at: (account: number) => Promise<readonly EventRow[]>
  readonly close: () => Promise<void>
}

/** Reads a stream of events by account beside another stream of accounts, both ascending. */
export function followAccounts(stream: AsyncIterable<EventsOf>): Follower {
  const events = stream[Symbol.asyncIterator]()
  let next: IteratorResult<EventsOf> | null = null
  return {
    at: async (account) => {
      next ??= await events.next()
      while (!next.done && next.value.account < account) next = await events.next()
      return !next.done && next.value.account === account ? next.value.events : NOBODY
    },
    close: async () => void (await events.return?.()),
  }
}
