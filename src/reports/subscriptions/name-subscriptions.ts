import type { Merged } from '../question/asking.ts'
import type { Terms } from './mrr-changes.ts'

/** Terms as they were said: of which account then, and in which message. */
export type SaidTerms = Terms & { readonly saidOf: number; readonly seq: number }

/**
 * Names anew the subscriptions of an account that took in others, and puts them in order. Two accounts may both have called theirs "main", but what is said of it
 * after one took in the other, and the survivor never had that id, goes on with the other's.
 */
export function nameSubscriptions(terms: readonly SaidTerms[], merged: Merged): readonly SaidTerms[] {
  const ownerOf = makeOwners(merged)
  const firstSaid = new Map<string, number>()
  const named = terms
    .toSorted((a, b) => a.seq - b.seq)
    .map((one) => {
      const name = `${ownerOf(one)} ${one.subscription}`
      const subscription = firstSaid.get(name) ?? one.seq
      firstSaid.set(name, subscription)
      return { ...one, subscription }
    })
  return named.sort((a, b) => a.subscription - b.subscription || a.from - b.from)
}

/** Whose subscription an id means, asked in the order in which it was said. */
function makeOwners(merged: Merged): (said: SaidTerms) => number {
  const users = new Map<number, Set<number>>()
  return ({ saidOf, subscription, seq }) => {
    const known = users.get(subscription) ?? new Set()
    users.set(subscription, known)
    if (known.has(saidOf)) return saidOf
    const taken = [...known].find((one) => merged.has(one) && merged.get(one)!.seq < seq)
    if (taken !== undefined) return taken
    known.add(saidOf)
    return saidOf
  }
}
