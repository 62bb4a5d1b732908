import type { SubscriptionRecord } from '@contract/account.ts'
import { isInForce } from './subscription.ts'

/** What became of an account's MRR on a day; "new" is the first ever, "back" after there was none. */
export type MrrMove = {
  readonly day: string
  readonly what: 'new' | 'back' | 'more' | 'less' | 'left'
  readonly from: number
  readonly to: number
  /** Of what began that day; null: nothing did, or it is not known. */
  readonly plan: string | null
}

/** What became of the MRR up to a day, the newest first; nothing where money is in several currencies, which is never added up. */
export function mrrMovesOf(subscriptions: readonly SubscriptionRecord[], asOf: string): readonly MrrMove[] {
  if (new Set(subscriptions.map(({ mrr }) => mrr.currency)).size > 1) return []
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
    moves.push({ day, what: whatOf({ before, after, isFirst: moves.length === 0 }), from: before, to: after, plan })
    before = after
  }
  return moves.reverse()
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
