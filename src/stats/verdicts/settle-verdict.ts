import type { Ruling, Verdict } from './verdict.ts'

/** The verdict that stands, and the other ruling that the last recomputation came to. */
export type StandingVerdict = {
  readonly verdict: Verdict
  readonly contender: Ruling | null
}

/**
 * One weekly recomputation: the ruling changes only when two in a row agree on another one, so that a verdict on the edge does not flicker, and peeking at it does
 * not help. Reasons follow the ruling that stands. The first verdict stands at once.
 */
export function settleVerdict(standing: StandingVerdict | null, found: Verdict): StandingVerdict {
  if (standing === null || found.ruling === standing.verdict.ruling) return { verdict: found, contender: null }
  if (standing.contender === found.ruling) return { verdict: found, contender: null }
  return { verdict: standing.verdict, contender: found.ruling }
}
