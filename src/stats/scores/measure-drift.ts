import { sumExactly } from '../samples/sum-exactly.ts'

export type Drift = {
  /** Population stability index. */
  readonly index: number
  readonly grade: 'stable' | 'note' | 'act'
}

/** An empty bin counts as this share of all. */
const EMPTY = 1e-4

/**
 * Population stability index of two sets of counts over the same bins, such as training and now: Σ (now − before) ln(now / before) of the shares; above 0.10 to
 * note, above 0.25 to act on. Null where either is empty.
 */
export function measureDrift(before: readonly number[], now: readonly number[]): Drift | null {
  const totals = [sumExactly(before), sumExactly(now)] as const
  if (totals[0] === 0 || totals[1] === 0) return null
  const terms = before.map((count, i) => {
    const [old, current] = [Math.max(EMPTY, count / totals[0]), Math.max(EMPTY, now[i]! / totals[1])]
    return (current - old) * Math.log(current / old)
  })
  const index = sumExactly(terms)
  return { index, grade: index > 0.25 ? 'act' : index > 0.1 ? 'note' : 'stable' }
}
