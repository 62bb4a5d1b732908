import type { Interval } from '../interval.ts'
import { LEAST_EXPECTED, LEAST_USEFUL, MOST_FALSE, ruleOn, ruleOnFaults, type Verdict } from './verdict.ts'

export type MilestoneEvidence = {
  /** Those at risk at the landmark who had reached it, who had not, and outcomes among both. */
  readonly reached: number
  readonly notReached: number
  readonly outcomes: number
  readonly smallestExpected: number
  /** Adjusted risk ratio over all cohorts; null where it is not known. */
  readonly ratio: Interval | null
  readonly q: number
  /** Adjusted risk ratios on the earlier cohorts, where it was found, and on the later ones; null where there are none. */
  readonly discovery: number | null
  readonly confirmation: number | null
  /** Lower limit of the best neutral event, which may not mean anything; null where none is marked. */
  readonly placeboBar: number | null
}

const LEAST_IN_ARM = 30
const LEAST_OUTCOMES = 30
const LEAST_STRENGTH = 1.5
const LEAST_SHRINKAGE = 0.5
const COVERAGE = [0.05, 0.85] as const

/** Whether a step is a milestone: the first rule that applies. Coverage is the share that reached it. */
export function judgeMilestone(evidence: MilestoneEvidence): Verdict {
  const { ratio } = evidence
  const thin = Math.min(evidence.reached, evidence.notReached) < LEAST_IN_ARM || evidence.outcomes < LEAST_OUTCOMES
  if (thin || evidence.smallestExpected < LEAST_EXPECTED || ratio === null) return ruleOn('not_enough_data', 'sample')
  if (ratio.upper < LEAST_USEFUL) return ruleOn('drop', ratio.upper < 1 ? 'wrong_direction' : 'no_useful_effect')
  if (isReversed(evidence)) return ruleOn('drop', 'reversed_in_confirmation')
  if (ratio.lower <= 1 || !(evidence.q <= MOST_FALSE)) return ruleOn('not_enough_data', 'inconclusive')
  const coverage = evidence.reached / (evidence.reached + evidence.notReached)
  return ruleOnFaults([
    ratio.lower < LEAST_STRENGTH && 'weak',
    !isConfirmed(evidence) && 'not_confirmed',
    coverage < COVERAGE[0] && 'too_rare',
    coverage > COVERAGE[1] && 'too_common',
    evidence.placeboBar !== null && ratio.lower <= evidence.placeboBar && 'not_above_placebo',
  ])
}

function isReversed({ discovery, confirmation }: MilestoneEvidence): boolean {
  return discovery !== null && confirmation !== null && Math.log(discovery) * Math.log(confirmation) < 0
}

/** At least half of the strength (on the log scale) is left in the later cohorts. */
function isConfirmed({ discovery, confirmation }: MilestoneEvidence): boolean {
  if (discovery === null || confirmation === null) return false
  return Math.log(confirmation) / Math.log(discovery) >= LEAST_SHRINKAGE
}
