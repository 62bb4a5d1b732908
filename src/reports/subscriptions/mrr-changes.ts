import type { Millis } from '../../core/time.ts'
import type { SubscriptionStatus } from '../../store/analytic/message.ts'

/** What was said of a subscription: from when to when it is in force, and what it brings a month. */
export type Terms = {
  readonly account: number
  readonly subscription: string
  readonly plan: string | null
  readonly from: Millis
  /** Exclusive; infinite: still. */
  readonly to: Millis
  readonly status: SubscriptionStatus
  /** What it comes to, whatever the status; and what of it counts. */
  readonly termsMinor: number
  readonly minor: number
  readonly currency: string
}

/** MRR changes by so much at an instant. */
export type Change = { readonly at: Millis; readonly by: number }

/** Changes of an account's MRR in order of time. */
export function changesOf(terms: readonly Terms[]): readonly Change[] {
  const changes: Change[] = []
  for (const { from, to, minor } of stretchesOf(terms)) {
    if (minor === 0) continue
    changes.push({ at: from, by: minor })
    if (Number.isFinite(to)) changes.push({ at: to, by: -minor })
  }
  return changes.sort((a, b) => a.at - b.at)
}

/**
 * Terms as long as they are in force: of those of one subscription the ones with the latest beginning; of equal ones those said last (the list is in the order
 * in which it was said).
 */
export function stretchesOf(terms: readonly Terms[]): Terms[] {
  return [...bySubscription(terms).values()].flatMap((own) => {
    own.sort((a, b) => a.from - b.from)
    const cut = own.map((one, i) => ({ ...one, to: Math.min(one.to, own[i + 1]?.from ?? Number.POSITIVE_INFINITY) }))
    return cut.filter(({ from, to }) => to > from)
  })
}

/** Subscriptions of which terms were said to last beyond the beginning of others of theirs. */
export function countOverlapping(terms: readonly Terms[]): number {
  const isCut = (own: Terms[]) => {
    const ordered = [...own].sort((a, b) => a.from - b.from)
    return ordered.some((one, i) => {
      const next = ordered[i + 1]
      return next !== undefined && next.from > one.from && Number.isFinite(one.to) && one.to > next.from
    })
  }
  return [...bySubscription(terms).values()].filter(isCut).length
}

function bySubscription(terms: readonly Terms[]): Map<string, Terms[]> {
  const groups = new Map<string, Terms[]>()
  for (const one of terms) {
    const own = groups.get(one.subscription)
    if (own === undefined) groups.set(one.subscription, [one])
    else own.push(one)
  }
  return groups
}
