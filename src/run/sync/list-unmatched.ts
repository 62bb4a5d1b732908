import type { AccountMatch } from '../../config/sources.ts'
import type { UnmatchedCustomer, UnmatchedList } from '../../contract/sources.ts'
import type { Terms } from '../../ingest/stripe/terms-of.ts'
import { openSyncState } from '../../store/sources/sync-state.ts'
import { makeAccountWith } from './account-with.ts'
import { accountOfSubscription, type KeptSubscription, openBook } from './stripe-book.ts'
import type { StripeProject } from './sync-stripe.ts'

type Money = UnmatchedList['mrr'][number]

/** Customers with subscriptions in force of which no rule says which account it is, with what they pay a month. */
export function listUnmatched(project: StripeProject, rules: readonly AccountMatch[]): UnmatchedList {
  const state = openSyncState(project.folder.root, 'stripe')
  try {
    const book = openBook(state)
    const now = new Date(project.clock.now()).toISOString()
    const matching = { rules, accountWith: makeAccountWith(project, rules) }
    const all = book.subscriptions()
    const unmatched = all.filter(
      ({ kept }) => inForce(kept, now) !== null && accountOfSubscription(book, kept, matching) === null,
    )
    const customers = [...new Set(unmatched.map(({ kept }) => kept.customer))].map((id): UnmatchedCustomer => {
      const own = unmatched.filter(({ kept }) => kept.customer === id).map(({ kept }) => inForce(kept, now)!)
      const { name, email } = book.customer(id)
      return { customer: id, name, email, subscriptions: own.length, mrr: sumOf(own) }
    })
    const unpriced = all.flatMap(({ id, kept }) =>
      kept.unpriced === null ? [] : [{ subscription: id, reason: kept.unpriced }],
    )
    const mrr = sumOf(unmatched.map(({ kept }) => inForce(kept, now)!))
    return { data: customers.sort(byMoney), mrr, unpriced }
  } finally {
    state.close()
  }
}

function inForce({ terms }: KeptSubscription, now: string): Terms | null {
  const last = terms.findLast(({ from }) => from <= now)
  return last !== undefined && (last.to === null || last.to > now) ? last : null
}

function sumOf(terms: readonly Terms[]): Money[] {
  const sums = new Map<string, number>()
  for (const { currency, minor, status } of terms)
    if (status === 'active' || status === 'past_due') sums.set(currency, (sums.get(currency) ?? 0) + minor)
  return [...sums].map(([currency, minor]) => ({ minor, currency })).sort((a, b) => b.minor - a.minor)
}

function byMoney(a: UnmatchedCustomer, b: UnmatchedCustomer): number {
  return (b.mrr[0]?.minor ?? 0) - (a.mrr[0]?.minor ?? 0) || (a.customer < b.customer ? -1 : 1)
}
