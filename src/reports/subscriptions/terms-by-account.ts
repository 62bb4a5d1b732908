import type { Terms } from './mrr-changes.ts'

/** What accounts pay. The terms of an account are put together when they are asked for, since there may be millions: who needs them twice keeps them. */
export type TermsByAccount = {
  /** Rising. */
  readonly accounts: readonly number[]
  /** Subscription by subscription, in the order of their beginnings; of one beginning as they were said. None of an account that is not among these. */
  readonly termsOf: (account: number) => readonly Terms[]
  /** Every currency that is said at all, whoever it is of: none comes up beside these. */
  readonly currencies: ReadonlySet<string>
  /** Whether any terms of an account were said to end. */
  readonly hasEnd: (account: number) => boolean
}

export function onlyAccounts(byAccount: TermsByAccount, isWanted: (account: number) => boolean): TermsByAccount {
  return { ...byAccount, accounts: byAccount.accounts.filter(isWanted) }
}

export function changeTerms(
  byAccount: TermsByAccount,
  change: (terms: readonly Terms[]) => readonly Terms[],
): TermsByAccount {
  return { ...byAccount, termsOf: (account) => change(byAccount.termsOf(account)) }
}
