/** What is to be done with a signal, a milestone or a score. */
export type Ruling = 'keep' | 'tune' | 'drop' | 'not_enough_data'

/** Why it is not kept. */
export type VerdictReason =
  // not enough data
  | 'sample'
  | 'inconclusive'
  // drop
  | 'wrong_direction'
  | 'no_useful_effect'
  | 'reversed_in_confirmation'
  | 'unusable_at_any_threshold'
  // faults, which leave it to be tuned
  | 'weak'
  | 'precision'
  | 'burden'
  | 'late'
  | 'flapping'
  | 'noisy'
  | 'not_confirmed'
  | 'too_rare'
  | 'too_common'
  | 'not_above_placebo'
  | 'not_monotone'
  | 'bands_overlap'
  | 'miscalibrated'
  | 'drifted'
  | 'no_better_than_plain_rule'
  | 'no_skill'

export type Verdict = {
  readonly ruling: Ruling
  /** All that were found, in the order of the rule; empty for keep. */
  readonly reasons: readonly VerdictReason[]
}

export const KEEP: Verdict = { ruling: 'keep', reasons: [] }

export function ruleOn(ruling: Exclude<Ruling, 'keep'>, ...reasons: readonly VerdictReason[]): Verdict {
  return { ruling, reasons }
}

/** Keep without a fault, else tune. */
export function ruleOnFaults(faults: readonly (VerdictReason | false)[]): Verdict {
  const reasons = faults.filter((fault) => fault !== false)
  return reasons.length === 0 ? KEEP : ruleOn('tune', ...reasons)
}

/** Share of false discoveries that is put up with within a family of tests. */
export const MOST_FALSE = 0.1
/** What a difference has to exceed to be of use: a ratio whose upper limit lies below is of none. */
export const LEAST_USEFUL = 1.2
/** The smallest count that a cell may be expected to have. */
export const LEAST_EXPECTED = 5
