import type { Interval } from '../interval.ts'
import { ruleOn, ruleOnFaults, type Verdict } from './verdict.ts'

export type ScoreEvidence = {
  readonly outcomes: number
  readonly nonOutcomes: number
  /** Null with one class only. */
  readonly auc: Interval | null
  /** Whether each band's rate is at least that of the band before, and whether those of neighbours differ beyond chance. */
  readonly monotone: boolean
  readonly bandsApart: boolean
  /** Population stability index against the training window; null where there is none. */
  readonly drift: number | null
  /** The AUC above that of the plain rule (the number of milestones done, days since the last core action); null where it was not compared. */
  readonly overPlainRule: Interval | null
  /** Of a score that is a probability, else null. */
  readonly probability: ProbabilityEvidence | null
}

export type ProbabilityEvidence = {
  /** Null where it has no best value. */
  readonly calibrationSlope: number | null
  /** Brier skill out of time; null where it is not known. */
  readonly skill: Interval | null
  /** At the capacity of the team, and the precision from which an alert pays. */
  readonly precisionAtCapacity: number
  readonly neededPrecision: number
}

const LEAST_OF_CLASS = 30
const USEFUL_AUC = 0.6
const SLOPE = [0.8, 1.25] as const
const MOST_DRIFT = 0.25

/** Whether a score earns its keep: the first rule that applies. */
export function judgeScore(evidence: ScoreEvidence): Verdict {
  const { auc, drift, overPlainRule } = evidence
  const thin = Math.min(evidence.outcomes, evidence.nonOutcomes) < LEAST_OF_CLASS
  if (thin || auc === null) return ruleOn('not_enough_data', 'sample')
  if (auc.upper < USEFUL_AUC) return ruleOn('drop', auc.upper < 0.5 ? 'wrong_direction' : 'no_useful_effect')
  if (auc.lower <= 0.5) return ruleOn('not_enough_data', 'inconclusive')
  return ruleOnFaults([
    auc.lower < USEFUL_AUC && 'weak',
    !evidence.monotone && 'not_monotone',
    !evidence.bandsApart && 'bands_overlap',
    drift !== null && drift > MOST_DRIFT && 'drifted',
    overPlainRule !== null && overPlainRule.lower <= 0 && 'no_better_than_plain_rule',
    ...(evidence.probability === null ? [] : listProbabilityFaults(evidence.probability)),
  ])
}

function listProbabilityFaults({ calibrationSlope, skill, precisionAtCapacity, neededPrecision }: ProbabilityEvidence) {
  const calibrated = calibrationSlope !== null && calibrationSlope >= SLOPE[0] && calibrationSlope <= SLOPE[1]
  return [
    !calibrated && 'miscalibrated',
    !(skill !== null && skill.lower > 0) && 'no_skill',
    precisionAtCapacity < neededPrecision && 'precision',
  ] as const
}
