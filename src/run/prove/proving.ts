/** Told of what was read, of all that has to be; `stop`: nobody waits any more. */
export type Proving = {
  readonly stop: AbortSignal
  readonly progress: (done: number, total: number) => void
  /** Where it goes on beside what must not wait for it; absent: somebody waits for the answer. */
  readonly unhurried?: Unhurried
}

/** What a proof that nobody waits for leaves to the others. */
export type Unhurried = {
  /** Asked between pieces of the work, some milliseconds each, on this thread alone. @throws the reason of `stop` */
  readonly pause: () => Promise<void>
  /** Accounts that are judged at most: of twice as many, one in two. */
  readonly mostAccounts: number
  /** Numbers by node and day that are held at a time while thresholds are tried, two bytes each. */
  readonly mostHeld: number
}

/** Of how many accounts one is judged; 1: all are. */
export function thinnedTo(accounts: number, { unhurried }: Pick<Proving, 'unhurried'>): number {
  return unhurried === undefined ? 1 : Math.max(1, Math.ceil(accounts / unhurried.mostAccounts))
}
