import { meanOf, sumExactly, sumSquaresAround } from './sum-exactly.ts'

/** Pearson's correlation of pairs, such as of a measure and the same one later (its reliability). Null where one of the two does not vary. */
export function correlate(pairs: readonly { readonly x: number; readonly y: number }[]): number | null {
  const [xs, ys] = [pairs.map(({ x }) => x), pairs.map(({ y }) => y)]
  const [x, y] = [meanOf(xs), meanOf(ys)]
  if (x === null || y === null) return null
  const spread = Math.sqrt(sumSquaresAround(xs, x) * sumSquaresAround(ys, y))
  if (!(spread > 0)) return null
  return Math.min(1, Math.max(-1, sumExactly(pairs.map((pair) => (pair.x - x) * (pair.y - y))) / spread))
}
