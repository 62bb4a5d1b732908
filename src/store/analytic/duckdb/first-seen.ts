import type { AccountTimeline } from '../rows.ts'

/** Kept by the applier whenever an earlier sign of an account becomes known; the value is ISO text. */
const FIRST_SEEN_TRAIT = '$first_seen'

type Told = Pick<AccountTimeline, 'firstSeen' | 'members' | 'traits' | 'subscriptions'>
type Sign = { readonly ts: number; readonly knownAt: number }

/**
 * How an account's first seen was known over time, by when it became known: each entry is earlier than the one before it. A sign that is told of nowhere (events
 * that stayed when the others moved away) counts as known at once.
 */
export function firstSeenAsKnown({ firstSeen, members, traits, subscriptions }: Told): Sign[] {
  const signs = [
    ...traits.map(({ key, value, from, knownAt }) => ({
      ts: key === FIRST_SEEN_TRAIT ? Date.parse(String(value)) : from,
      knownAt,
    })),
    ...members.map(({ from, knownAt }) => ({ ts: from, knownAt })),
    ...subscriptions.map(({ from, knownAt }) => ({ ts: from, knownAt })),
  ].sort((a, b) => a.knownAt - b.knownAt || a.ts - b.ts)
  const seen: Sign[] = []
  for (const sign of signs) if (sign.ts < (seen.at(-1)?.ts ?? Number.POSITIVE_INFINITY)) seen.push(sign)
  const earliest = seen.at(-1)?.ts ?? Number.POSITIVE_INFINITY
  return firstSeen < earliest ? [{ ts: firstSeen, knownAt: firstSeen }] : seen
}
