import { planSample, weeksUntil } from '../../stats/experiments/plan-sample.ts'
import type { Interval } from '../../stats/interval.ts'
import type { VerdictReason } from '../../stats/verdicts/verdict.ts'
import type { Comparison } from './compare-cases.ts'

/** What would settle it: so many cases (or outcomes) of so many, in so many weeks at the present pace; null: not within a year. */
export type StillNeeded = {
  readonly of: 'cases' | 'outcomes'
  readonly have: number
  readonly need: number
  readonly weeks: number | null
}

export type Having = {
  readonly fired: number
  readonly outcomes: number
  readonly weeks: number
  readonly comparison: Comparison
  /** Rows without the signal for each with it. */
  readonly othersPerCase: number
}

export const LEAST_FIRED = 30
const LEAST_OUTCOMES = 20
const LEAST_EXPECTED = 5

/**
 * Outcomes that would settle a score: so many of each class, or as many as narrow its limits until they leave chance. null: it ranks no better than chance so far, so
 * that no number can be named.
 */
export function outcomesNeeded({ outcomes, auc, weeks }: Ranking): StillNeeded | null {
  const until = (need: number): StillNeeded => ({
    ...{ of: 'outcomes' as const, have: outcomes, need },
    weeks: outcomes === 0 ? null : weeksUntil(need - outcomes, outcomes / Math.max(1, weeks)),
  })
  if (outcomes < LEAST_OF_CLASS) return until(LEAST_OF_CLASS)
  if (auc === null || auc.estimate <= CHANCE) return null
  // Limits narrow as the root of what they are drawn from grows.
  return until(Math.ceil(outcomes * ((auc.estimate - auc.lower) / (auc.estimate - CHANCE)) ** 2))
}

export type Ranking = { readonly outcomes: number; readonly auc: Interval | null; readonly weeks: number }

const LEAST_OF_CLASS = 30
const CHANCE = 0.5

/** What a verdict of "not enough data" lacks; null: no number of cases can be named. */
export function stillNeeded(reason: VerdictReason, having: Having): StillNeeded | null {
  const { fired, outcomes, weeks, comparison, othersPerCase } = having
  const pace = (count: number): number => (weeks > 0 ? count / weeks : 0)
  const until = (of: StillNeeded['of'], have: number, need: number): StillNeeded => ({
    ...{ of, have, need },
    weeks: have === 0 ? null : weeksUntil(need - have, pace(have)),
  })
  if (reason === 'sample') {
    if (fired < LEAST_FIRED) return until('cases', fired, LEAST_FIRED)
    if (outcomes < LEAST_OUTCOMES) return until('outcomes', outcomes, LEAST_OUTCOMES)
    const { smallestExpected } = comparison
    return smallestExpected > 0 ? until('cases', fired, Math.ceil((fired * LEAST_EXPECTED) / smallestExpected)) : null
  }
  const { precision, base, ratio } = comparison
  if (precision === null || base === null) return null
  // Of similar accounts, as the ratio within strata has it: all others together may be quite unlike them.
  const similar = ratio === null ? base.estimate : precision.estimate / ratio.estimate
  const planned = planSample({ first: similar, second: precision.estimate, ratio: Math.max(1, othersPerCase) })
  return planned === null ? null : until('cases', fired, Math.max(fired + 1, planned.second))
}
