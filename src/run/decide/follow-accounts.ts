import type { Awaitable } from './when-ready.ts'

export type Follower<One> = {
  /** What there is of an account; accounts must be asked for in ascending order. */
  readonly at: (account: number) => Awaitable<One | null>
  readonly close: () => Promise<void>
}

/** Reads a stream of what there is of some accounts beside another stream of accounts, both ascending. */
export function followAccounts<One extends { readonly account: number }>(
  stream: AsyncIterable<One> | Iterable<One>,
): Follower<One> {
  const followed = Symbol.asyncIterator in stream ? stream[Symbol.asyncIterator]() : stream[Symbol.iterator]()
  let next: IteratorResult<One> | null = null
  const own = ({ done, value }: IteratorResult<One>, account: number): One | null =>
    done !== true && value.account === account ? value : null
  const goOn = async (account: number): Promise<One | null> => {
    next ??= await followed.next()
    while (!next.done && next.value.account < account) next = await followed.next()
    return own(next, account)
  }
  return {
    at: (account) =>
      next !== null && (next.done === true || next.value.account >= account) ? own(next, account) : goOn(account),
    close: async () => void (await followed.return?.()),
  }
}
