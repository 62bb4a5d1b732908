import type { ApplyBatch } from '../../src/store/analytic/analytic-store.ts'
import type { SubscriptionStatus } from '../../src/store/analytic/message.ts'

/** What an account pays, as a story tells it. */
export type Paid = {
  readonly account: string
  readonly from: string
  readonly to?: string
  readonly minor: number
  readonly id?: string
  readonly currency?: string
  readonly status?: SubscriptionStatus
  readonly plan?: string
}

export function subscriptions(paid: readonly Paid[]): ApplyBatch['subscriptions'] {
  return paid.map(({ account, from, to, minor, id, currency, status = 'active', plan = null }, i) => ({
    ...{ type: 'subscription', n: i + 1, source: 'billing', messageId: `s${i}`, ts: 0, tsRaw: 0, knownAt: 0 },
    ...{ arrivalAssumed: false, imported: true, userId: null, anonymousId: null, warnings: [], plan },
    accountKey: account,
    subscriptionId: id ?? `${account}-1`,
    ...{ status, termsMinor: minor, mrrMinor: status === 'active' || status === 'past_due' ? minor : 0 },
    currency: currency ?? 'EUR',
    from: Date.parse(`${from}T00:00:00Z`),
    to: to === undefined ? null : Date.parse(`${to}T00:00:00Z`),
    cancelDecidedAt: null,
  }))
}
