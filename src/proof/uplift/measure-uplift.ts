import type { Interval } from '../../stats/interval.ts'
import { estimateProportion } from '../../stats/proportions/estimate-proportion.ts'
import { judgeUplift, type UpliftRuling } from '../../stats/verdicts/judge-uplift.ts'
import { type ArmsCheck, checkArms } from './check-arms.ts'
import { type ArmsCompared, compareArms, deliveryRate, shareOf } from './compare-arms.ts'
import { type GuardrailProof, guardUplift } from './guard-uplift.ts'
import { NOT_SPLIT, type SplitUplift, splitUplift } from './split-uplift.ts'
import type { UpliftPlan, UpliftUnit } from './uplift-unit.ts'
import { type UpliftCosts, type UpliftValue, valueUplift } from './value-uplift.ts'

/** One arm: all that were exposed, and those of them of whom it is known what became of them. */
export type ArmProof = {
  readonly exposed: number
  readonly counted: number
  readonly outcomes: number
  readonly rate: Interval | null
  readonly delivered: number | null
}

/** What an experiment with a holdout has shown so far. */
export type UpliftProof = {
  readonly plan: UpliftPlan
  readonly ruling: UpliftRuling
  readonly treated: ArmProof
  readonly holdout: ArmProof
  /** Exposed, but not counted yet or at all. */
  readonly leftOut: { readonly tooEarly: number; readonly notAtRisk: number; readonly untold: number }
  readonly arms: ArmsCheck
  /** Null while it is hidden, or an arm is empty. */
  readonly effect: ArmsCompared | null
  readonly guardrails: readonly GuardrailProof[]
  readonly split: SplitUplift
  /** Null where nothing is said about costs. */
  readonly value: UpliftValue | null
  /** To be stopped: it harms, or a guardrail is broken. */
  readonly stop: boolean
}

/** Judges an experiment by intention to treat: everybody who was exposed counts in the arm assigned, whether or not anything reached them. */
export function measureUplift(
  plan: UpliftPlan,
  units: readonly UpliftUnit[],
  costs: UpliftCosts | null = null,
): UpliftProof {
  const arms = checkArms(plan, units)
  const counted = units.filter(({ label }) => label === 'positive' || label === 'negative')
  const effect = arms.mismatch ? null : compareArms(plan, counted)
  const { good, units: planned, detectable } = plan
  const ruling = judgeUplift({
    ...{ sequence: effect?.sequence ?? null, good, units: counted.length, planned, detectable },
    mismatch: arms.mismatch,
  })
  const guardrails = arms.mismatch ? [] : guardUplift(plan, units)
  const reached = deliveryRate(counted)
  const tally = (...labels: readonly UpliftUnit['label'][]): number =>
    units.filter(({ label }) => labels.includes(label)).length
  return {
    ...{ plan, ruling, arms, effect, guardrails },
    treated: armProof(units, counted, 'treated'),
    holdout: armProof(units, counted, 'holdout'),
    leftOut: { tooEarly: tally('censored'), notAtRisk: tally('not_at_risk', 'in_gap'), untold: tally('untold') },
    split: arms.mismatch || plan.segment === null ? NOT_SPLIT : splitUplift(counted),
    value: costs === null ? null : valueUplift(plan, effect?.sequence ?? null, { ...costs, reached }),
    stop: ruling === 'harms' || guardrails.some(({ harmed }) => harmed),
  }
}

function armProof(units: readonly UpliftUnit[], counted: readonly UpliftUnit[], arm: UpliftUnit['arm']): ArmProof {
  const share = shareOf(counted, arm)
  const own = units.filter((unit) => unit.arm === arm)
  const told = own.filter(({ delivered }) => delivered !== null)
  return {
    ...{ exposed: own.length, counted: share.total, outcomes: share.successes, rate: estimateProportion(share) },
    delivered: told.length === 0 ? null : told.filter(({ delivered }) => delivered).length,
  }
}
