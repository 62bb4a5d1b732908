export type Follower<One> = {
  /** What there is of an account; accounts must be asked for in ascending order. */
  readonly at: (account: number) => Promise<One | null>
  readonly close: () => Promise<void>
}

/** Reads a stream of what there is of some accounts beside another stream of accounts, both ascending. */
export function followAccounts<One extends { readonly account: number }>(
  stream: AsyncIterable<One> | Iterable<One>,
): Follower<One> {
  const followed = Symbol.asyncIterator in stream ? stream[Symbol.asyncIterator]() : stream[Symbol.iterator]()
  let next: IteratorResult<One> | null = null
  return {
    at: async (account) => {
      next ??= await followed.next()
      while (!next.done && next.value.account < account) next = await followed.next()
      return !next.done && next.value.account === account ? next.value : null
    },
    close: async () => void (await followed.return?.()),
  }
}
