import type { Terms } from './mrr-changes.ts'

/** What accounts pay. The terms of an account are put together when they are asked for, since there may be millions: who needs them twice keeps them. */
export type TermsByAccount = {
  /** Rising. */
  readonly accounts: readonly number[]
  /** Subscription by subscription, in the order of their beginnings; of one beginning as they were said. None of an account that is not among these. */
  readonly termsOf: (account: number) => readonly Terms[]
}

export function onlyAccounts(
  { accounts, termsOf }: TermsByAccount,
  isWanted: (account: number) => boolean,
): TermsByAccount {
  return { accounts: accounts.filter(isWanted), termsOf }
}

export function changeTerms(
  { accounts, termsOf }: TermsByAccount,
  change: (terms: readonly Terms[]) => readonly Terms[],
): TermsByAccount {
  return { accounts, termsOf: (account) => change(termsOf(account)) }
}
