import type { Millis } from '../../core/time.ts'
import type { SubscriptionRow } from '../../store/analytic/rows.ts'
import type { JudgedMerge } from '../decide/judged-merges.ts'

/** An account whose subscriptions are another's since an instant. */
export type TakenIn = { readonly account: string; readonly since: Millis }

/** The accounts that one took in, and those that these had taken in before. */
export function listTakenIn(merges: readonly JudgedMerge[], into: string): TakenIn[] {
  const found = new Map<string, Millis>()
  const follow = (account: string, since: Millis): void => {
    for (const merge of merges) {
      if (merge.into !== account || merge.from === into || found.has(merge.from)) continue
      const known = Math.max(since, merge.knownAt)
      found.set(merge.from, known)
      follow(merge.from, known)
    }
  }
  follow(into, Number.NEGATIVE_INFINITY)
  return [...found].map(([account, since]) => ({ account, since }))
}

export type TakenRows = TakenIn & { readonly rows: readonly SubscriptionRow[] }

/**
 * What an account pays with the accounts that it took in: two until that became known, one over all history after. Two subscriptions of one name are two, unless
 * the account only began to speak of it after it took in the other: then it goes on.
 */
export function takeInSubscriptions(own: readonly SubscriptionRow[], taken: readonly TakenRows[]): SubscriptionRow[] {
  const all = taken.flatMap(({ account, since, rows }) => {
    const used = new Set(own.filter(({ knownAt }) => knownAt < since).map(({ subscriptionId }) => subscriptionId))
    return rows.map((row) => ({
      ...row,
      subscriptionId: used.has(row.subscriptionId) ? `${account} ${row.subscriptionId}` : row.subscriptionId,
      knownAt: Math.max(row.knownAt, since),
    }))
  })
  return [...all, ...own].sort((a, b) => a.knownAt - b.knownAt)
}
