/**
 * Orders rows of numbers by the first in which they differ. Sums over rows that were sorted first come out the same whatever order the rows came in, to the
 * last digit.
 */
export function compareRows(one: readonly number[], other: readonly number[]): number {
  for (let i = 0; i < one.length; i++) {
    const difference = one[i]! - other[i]!
    if (difference !== 0) return difference
  }
  return 0
}
