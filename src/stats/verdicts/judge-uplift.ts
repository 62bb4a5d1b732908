import type { Interval } from '../interval.ts'

/** What an experiment with a holdout has shown. `suggestive` is the most that a comparison of cohorts, without a holdout, can say. */
export type UpliftRuling = 'works' | 'harms' | 'no_useful_effect' | 'inconclusive' | 'hidden'
export type WeakUpliftRuling = 'suggestive' | 'inconclusive'

export type UpliftEvidence = {
  /** Limits that hold at every look, of treated minus holdout; null with too few units to show. */
  readonly sequence: Interval | null
  /** Whether more of the outcome is good (bought) or bad (left). */
  readonly good: 'more' | 'less'
  readonly units: number
  readonly planned: number
  /** The smallest difference the plan was to find. */
  readonly detectable: number
  /** The arms do not have their planned sizes. */
  readonly mismatch: boolean
}

/**
 * Works or harms where all limits lie on one side of zero; no useful effect where they lie within half the detectable difference and all planned units are
 * there; hidden while the arms' sizes are not explained.
 */
export function judgeUplift({ sequence, good, units, planned, detectable, mismatch }: UpliftEvidence): UpliftRuling {
  if (mismatch) return 'hidden'
  if (sequence === null) return 'inconclusive'
  if (sequence.lower > 0) return good === 'more' ? 'works' : 'harms'
  if (sequence.upper < 0) return good === 'more' ? 'harms' : 'works'
  const small = sequence.lower >= -detectable / 2 && sequence.upper <= detectable / 2
  return small && units >= planned ? 'no_useful_effect' : 'inconclusive'
}

/** Of a difference between cohorts at equal age and mix: never more than suggestive. */
export function judgeCohorts(standardised: Interval, good: 'more' | 'less'): WeakUpliftRuling {
  const better = good === 'more' ? standardised.lower > 0 : standardised.upper < 0
  return better ? 'suggestive' : 'inconclusive'
}
