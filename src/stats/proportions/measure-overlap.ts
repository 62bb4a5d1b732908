/**
 * How far two sets of entities are the same (Jaccard): the size of what they share over the size of what they are together. From the sizes of both and of what
 * they share; null where both are empty.
 */
export function measureOverlap(one: number, other: number, shared: number): number | null {
  const together = one + other - shared
  return together === 0 ? null : shared / together
}
