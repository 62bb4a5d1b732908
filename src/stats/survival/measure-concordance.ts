import type { FollowUp } from './follow-up.ts'

/** `risk`: higher is expected to have the event earlier. */
export type RankedFollowUp = FollowUp & {
  readonly risk: number
  /** For how many rows it stands, all of which end together; default 1. */
  readonly weight?: number
}

export type Concordance = {
  /** Share of pairs that the risk orders rightly, ties half; ½ is no better than chance. */
  readonly index: number
  readonly pairs: number
}

/**
 * Harrell's C (1982): over the pairs in which one had the event and the other was followed for strictly longer, how often the first had the higher risk.
 * Pairs with the same time are not compared. Null without a pair. Takes events × rows steps.
 */
export function measureConcordance(rows: readonly RankedFollowUp[]): Concordance | null {
  let pairs = 0
  let right = 0
  for (const one of rows) {
    if (!one.event) continue
    for (const other of rows) {
      if (other.time <= one.time) continue
      const weight = (one.weight ?? 1) * (other.weight ?? 1)
      pairs += weight
      if (one.risk > other.risk) right += weight
      else if (one.risk === other.risk) right += 0.5 * weight
    }
  }
  return pairs === 0 ? null : { index: right / pairs, pairs }
}
