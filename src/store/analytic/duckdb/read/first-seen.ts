export type Sign = { readonly ts: number; readonly knownAt: number }

/**
 * How an account's first seen was known over time, by when it became known: each entry is earlier than the one before it. A sign that is told of nowhere (events
 * that stayed when the others moved away) counts as known at once.
 */
export function seenAsKnown(firstSeen: number, signs: readonly Sign[]): Sign[] {
  const seen: Sign[] = []
  for (const sign of [...signs].sort((a, b) => a.knownAt - b.knownAt || a.ts - b.ts))
    if (sign.ts < (seen.at(-1)?.ts ?? Number.POSITIVE_INFINITY)) seen.push(sign)
  const earliest = seen.at(-1)?.ts ?? Number.POSITIVE_INFINITY
  return firstSeen < earliest ? [{ ts: firstSeen, knownAt: firstSeen }] : seen
}
