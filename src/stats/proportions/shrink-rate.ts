import type { Share } from './share.ts'

/** Cases that the parent's rate counts for. */
const PRIOR_CASES = 40

/** The rate of a small segment pulled towards its parent's: (x + k p) / (n + k), k = 40. With no cases it is the parent's. */
export function shrinkRate({ successes, total }: Share, parentRate: number, priorCases = PRIOR_CASES): number {
  return (successes + priorCases * parentRate) / (total + priorCases)
}
