import { adjustByCovariate, type Measured } from '../../stats/experiments/adjust-by-covariate.ts'
import { boundSequence } from '../../stats/experiments/bound-sequence.ts'
import type { Interval } from '../../stats/interval.ts'
import { meanOf } from '../../stats/samples/sum-exactly.ts'
import type { UpliftPlan, UpliftUnit } from './uplift-unit.ts'

/** Whether what was tried brought more of an event of which more is harm. */
export type GuardrailProof = {
  readonly event: string
  /** Events for each unit in the days of the outcome. */
  readonly treated: number | null
  readonly holdout: number | null
  /** Treated minus holdout, with what was usual before taken off; limits that hold at every look. Null: too few, or it never happens. */
  readonly difference: Interval | null
  readonly harmed: boolean
}

/** Guardrails are looked at in one direction: more is harm, less is no gain. */
export function guardUplift(
  { guardrails, units: planned }: UpliftPlan,
  units: readonly UpliftUnit[],
): GuardrailProof[] {
  const mature = units.filter((unit) => unit.mature)
  return guardrails.map((event, i) => {
    const of = (arm: UpliftUnit['arm']): Measured[] =>
      mature.filter((unit) => unit.arm === arm).map((unit) => unit.guardrails[i]!)
    const [treated, holdout] = [of('treated'), of('holdout')]
    const found = adjustByCovariate(treated, holdout)?.adjusted ?? null
    const difference =
      found === null ? null : boundSequence(found.estimate, { units: mature.length, planned, error: found.error })
    return {
      event,
      treated: meanOf(treated.map(({ y }) => y)),
      holdout: meanOf(holdout.map(({ y }) => y)),
      difference,
      harmed: difference !== null && difference.lower > 0,
    }
  })
}
