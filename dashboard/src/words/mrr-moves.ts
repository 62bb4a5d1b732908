import type { SubscriptionRecord } from '@contract/account.ts'
import { isInForce } from './subscription.ts'

/** What became of an account's MRR on a day; "new" is the first ever, "back" after there was none. */
export type MrrMove = {
  readonly day: string
  readonly what: 'new' | 'back' | 'more' | 'less' | 'left'
  readonly from: number
  readonly to: number
  readonly currency: string
  /** Of what began that day; null: nothing did, or it is not known. */
  readonly plan: string | null
}

/** What became of the MRR up to a day, the newest first; of several currencies each by itself: they are never added up. */
export function mrrMovesOf(subscriptions: readonly SubscriptionRecord[], asOf: string): readonly MrrMove[] {
  const currencies = [...new Set(subscriptions.map(({ mrr }) => mrr.currency))]
  return currencies
    .flatMap((currency) => movesIn(currency, { subscriptions, asOf }))
    .sort((a, b) => (a.day < b.day ? 1 : a.day > b.day ? -1 : 0))
}

type Known = { readonly subscriptions: readonly SubscriptionRecord[]; readonly asOf: string }

function movesIn(currency: string, { subscriptions: all, asOf }: Known): readonly MrrMove[] {
  const subscriptions = latestIn(all, currency)
  const days = subscriptions.flatMap(({ from, to }) =>
    [from, ...(to === null ? [] : [to])].map((at) => at.slice(0, 10)),
  )
  const moves: MrrMove[] = []
  let before = 0
  for (const day of [...new Set(days)].sort()) {
    if (day > asOf) break
    const after = mrrOn(subscriptions, day)
    if (after === before) continue
    const plan = subscriptions.find(({ from }) => from.slice(0, 10) === day)?.plan ?? null
    const what = whatOf({ before, after, isFirst: moves.length === 0 })
    moves.push({ day, what, from: before, to: after, currency, plan })
    before = after
  }
  return moves.reverse()
}

/** Terms in a currency; where the next ones of the same subscription are in another, they are over. */
function latestIn(all: readonly SubscriptionRecord[], currency: string): readonly SubscriptionRecord[] {
  return all.flatMap((one) => {
    if (one.mrr.currency === currency) return [one]
    // What it comes to in this currency from then on.
    const before = all.some(({ id, from, mrr }) => id === one.id && from < one.from && mrr.currency === currency)
    return before ? [{ ...one, plan: null, mrr: { minor: 0, currency } }] : []
  })
}

/** By the latest terms of each subscription that is in force. */
function mrrOn(subscriptions: readonly SubscriptionRecord[], day: string): number {
  const latest = new Map<string, SubscriptionRecord>()
  for (const one of subscriptions) {
    const before = latest.get(one.id)
    if (one.from.slice(0, 10) <= day && (before === undefined || one.from > before.from)) latest.set(one.id, one)
  }
  return [...latest.values()].reduce((sum, one) => sum + (isInForce(one, day) ? one.mrr.minor : 0), 0)
}

type Change = { readonly before: number; readonly after: number; readonly isFirst: boolean }

function whatOf({ before, after, isFirst }: Change): MrrMove['what'] {
  if (after === 0) return 'left'
  if (before === 0) return isFirst ? 'new' : 'back'
  return after > before ? 'more' : 'less'
}
