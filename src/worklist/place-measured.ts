/**
 * In the order of a rule, but for those of which it was measured what they bring: they take each other's places, the one that brings most first. Nothing else moves,
 * since how pressing something is and what an act has been measured to bring have no common measure.
 * @param gainOf null: nothing was measured
 */
export function placeMeasured<T>(ranked: readonly T[], gainOf: (one: T) => number | null): T[] {
  const places = ranked.flatMap((one, at) => (gainOf(one) === null ? [] : [at]))
  const measured = places.map((at) => ranked[at]!).sort((a, b) => gainOf(b)! - gainOf(a)!)
  const placed = [...ranked]
  for (const [i, at] of places.entries()) placed[at] = measured[i]!
  return placed
}
