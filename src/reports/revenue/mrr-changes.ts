import type { Millis } from '../../core/time.ts'

/** What was said of a subscription: from when to when it is in force, and what it brings a month. */
export type Terms = {
  readonly account: number
  readonly subscription: string
  readonly from: Millis
  /** Exclusive; infinite: still. */
  readonly to: Millis
  readonly minor: number
  readonly currency: string
}

/** MRR changes by so much at an instant. */
export type Change = { readonly at: Millis; readonly by: number }

/**
 * Changes of an account's MRR in order of time. Of the terms of one subscription those with the latest beginning are in force; of equal ones those said last
 * (the list is in the order in which it was said).
 */
export function changesOf(terms: readonly Terms[]): readonly Change[] {
  const changes: Change[] = []
  for (const own of bySubscription(terms).values()) {
    own.sort((a, b) => a.from - b.from)
    own.forEach((one, i) => {
      const end = Math.min(one.to, own[i + 1]?.from ?? Number.POSITIVE_INFINITY)
      if (one.minor === 0 || end <= one.from) return
      changes.push({ at: one.from, by: one.minor })
      if (Number.isFinite(end)) changes.push({ at: end, by: -one.minor })
    })
  }
  return changes.sort((a, b) => a.at - b.at)
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
