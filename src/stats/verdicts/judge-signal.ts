import type { Interval } from '../interval.ts'
import { LEAST_EXPECTED, LEAST_USEFUL, MOST_FALSE, ruleOn, ruleOnFaults, type Verdict } from './verdict.ts'

export type SignalEvidence = {
  /** Entities on which it fired, mature ones only, each once in 90 days. */
  readonly fired: number
  /** Outcomes among all at risk, fired or not. */
  readonly outcomes: number
  readonly smallestExpected: number
  /** Adjusted risk ratio, inverted for a signal that is meant to protect; null where it is not known. */
  readonly ratio: Interval | null
  /** Benjamini and Hochberg's q. */
  readonly q: number
  /** Share of firings that were followed by the outcome. */
  readonly precision: Interval
  /** Alerts for each assignee and week, and the days between a right alert and the outcome. */
  readonly alertsPerAssignee: number
  readonly medianNotice: number | null
  /** Share of episodes that fired again within 14 days after they cleared. */
  readonly flapping: number
  /** False alarms per 100 healthy account-weeks; null for a signal of events. */
  readonly falseAlarms: number | null
  /** Whether some threshold, replayed, has none of these faults; null where it was not replayed. */
  readonly curable: boolean | null
}

export type SignalNeeds = {
  /** Precision from which an alert pays. */
  readonly precision: number
  /** Alerts that an assignee takes on in a week. */
  readonly capacity: number
  /** Days that it takes to act. */
  readonly notice: number
}

const LEAST_FIRED = 30
const LEAST_OUTCOMES = 20
const MOST_FLAPPING = 0.2
const MOST_FALSE_ALARMS = 1

/** Whether a signal earns its keep: the first rule that applies. */
export function judgeSignal(evidence: SignalEvidence, needs: SignalNeeds): Verdict {
  const { ratio } = evidence
  const thin = evidence.fired < LEAST_FIRED || evidence.outcomes < LEAST_OUTCOMES
  if (thin || evidence.smallestExpected < LEAST_EXPECTED || ratio === null) return ruleOn('not_enough_data', 'sample')
  if (ratio.upper < 1) return ruleOn('drop', 'wrong_direction')
  if (ratio.upper < LEAST_USEFUL) return ruleOn('drop', 'no_useful_effect')
  if (ratio.lower <= 1 || !(evidence.q <= MOST_FALSE)) return ruleOn('not_enough_data', 'inconclusive')
  const verdict = ruleOnFaults(listFaults(evidence, ratio, needs))
  if (verdict.ruling === 'keep' || evidence.curable !== false) return verdict
  return ruleOn('drop', 'unusable_at_any_threshold', ...verdict.reasons)
}

function listFaults(evidence: SignalEvidence, ratio: Interval, needs: SignalNeeds) {
  const { precision, alertsPerAssignee, medianNotice, flapping, falseAlarms } = evidence
  return [
    ratio.lower < LEAST_USEFUL && 'weak',
    precision.lower < needs.precision && 'precision',
    alertsPerAssignee > needs.capacity && 'burden',
    medianNotice !== null && medianNotice < needs.notice && 'late',
    flapping > MOST_FLAPPING && 'flapping',
    falseAlarms !== null && falseAlarms > MOST_FALSE_ALARMS && 'noisy',
  ] as const
}
