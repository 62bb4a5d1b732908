import type { Millis } from '../../core/time.ts'
import type { SubscriptionStatus } from '../../store/analytic/message.ts'

/** What was said of a subscription: from when to when it is in force, and what it brings a month. */
export type Terms = {
  readonly account: number
  /** The message that first spoke of it. */
  readonly subscription: number
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
export type Change = { readonly at: Millis; readonly by: number; readonly currency: string }

/** Changes of an account's MRR in order of time. */
export function changesOf(terms: readonly Terms[]): readonly Change[] {
  const changes: Change[] = []
  eachStretch(terms, ({ from, minor, currency }, to) => {
    if (minor === 0) return
    changes.push({ at: from, by: minor, currency })
    if (Number.isFinite(to)) changes.push({ at: to, by: -minor, currency })
  })
  return changes.sort((a, b) => a.at - b.at)
}

/** Terms as long as they are in force, subscription by subscription. */
export function stretchesOf(terms: readonly Terms[]): Terms[] {
  const stretches: Terms[] = []
  eachStretch(terms, (one, to) => stretches.push({ ...one, to }))
  return stretches
}

/**
 * Visits the terms in force, with their end: of those of one subscription the ones with the latest beginning; of equal ones those said last (terms of one beginning
 * are in the order in which they were said).
 */
function eachStretch(terms: readonly Terms[], visit: (one: Terms, to: Millis) => void): void {
  for (const own of bySubscription(terms)) {
    for (let i = 0; i < own.length; i++) {
      const one = own[i]!
      const to = Math.min(one.to, own[i + 1]?.from ?? Number.POSITIVE_INFINITY)
      if (to > one.from) visit(one, to)
    }
  }
}

/** Subscriptions of which terms were said to last beyond the beginning of others of theirs. */
export function countOverlapping(terms: readonly Terms[]): number {
  if (!terms.some(({ to }) => Number.isFinite(to))) return 0
  const isCut = (own: readonly Terms[]) =>
    own.some((one, i) => {
      const next = own[i + 1]
      return next !== undefined && next.from > one.from && Number.isFinite(one.to) && one.to > next.from
    })
  return bySubscription(terms).filter(isCut).length
}

/** Each in the order of its beginnings. */
function bySubscription(terms: readonly Terms[]): readonly (readonly Terms[])[] {
  if (isInOrder(terms)) return [terms]
  const groups = new Map<number, Terms[]>()
  for (const one of terms) {
    const own = groups.get(one.subscription)
    if (own === undefined) groups.set(one.subscription, [one])
    else own.push(one)
  }
  return Array.from(groups.values(), (own) => own.sort((a, b) => a.from - b.from))
}

/** Most accounts have one subscription, which is read in order. */
function isInOrder(terms: readonly Terms[]): boolean {
  for (let i = 1; i < terms.length; i++) {
    const [before, one] = [terms[i - 1]!, terms[i]!]
    if (one.subscription !== before.subscription || one.from < before.from) return false
  }
  return true
}
