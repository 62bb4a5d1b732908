import { groupBy } from '../samples/group-by.ts'
import { sumExactly } from '../samples/sum-exactly.ts'
import type { Scored } from './measure-auc.ts'

export type TopK = {
  /** So many are taken: k, or all where there are fewer. */
  readonly taken: number
  /** Expected outcomes among them. */
  readonly found: number
  /** Null where nothing is taken. */
  readonly precision: number | null
  /** Null where nobody has the outcome. */
  readonly recall: number | null
}

/** Precision and recall of the k highest scores. Those tied at the border share its places: each is taken with the same chance, whatever the order. */
export function takeTop(rows: readonly Scored[], k: number): TopK {
  const byScore = groupBy(rows, ({ score }) => score)
  const outcomes = rows.filter(({ outcome }) => outcome).length
  const taken = Math.max(0, Math.min(k, rows.length))
  let left = taken
  const found = sumExactly(
    [...byScore.entries()]
      .sort(([one], [other]) => other - one)
      .map(([, tied]) => {
        const places = Math.min(left, tied.length)
        left -= places
        return (tied.filter(({ outcome }) => outcome).length * places) / tied.length
      }),
  )
  return {
    taken,
    found,
    precision: taken === 0 ? null : found / taken,
    recall: outcomes === 0 ? null : found / outcomes,
  }
}
