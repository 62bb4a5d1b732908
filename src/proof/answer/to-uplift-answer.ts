import type { CohortsAnswer, UpliftAnswer } from '../../contract/experiments.ts'
import { estimateProportion } from '../../stats/proportions/estimate-proportion.ts'
import type { Share } from '../../stats/proportions/share.ts'
import type { CohortsProof } from '../uplift/compare-cohorts.ts'
import type { ArmProof, UpliftProof } from '../uplift/measure-uplift.ts'
import { plain } from './to-signal-answer.ts'

export type UpliftBeside = {
  readonly merged: number
  readonly mixed: number
  readonly unknown: number
  readonly sentence: string
}

export function toUpliftAnswer(
  proof: UpliftProof,
  { sentence, ...apart }: UpliftBeside,
): Omit<UpliftAnswer, 'definition' | 'experiment' | 'still_needed'> {
  const { plan, effect, leftOut, arms, value } = proof
  return {
    verdict: { ruling: proof.ruling, sentence },
    ...{ stop: proof.stop, treated: toArm(proof.treated), holdout: toArm(proof.holdout) },
    left_out: { too_early: leftOut.tooEarly, not_at_risk: leftOut.notAtRisk, untold: leftOut.untold, ...apart },
    ...{ difference: plain(effect?.difference ?? null), anytime: plain(effect?.sequence ?? null) },
    ...{ relative: effect?.relative ?? null, on_reached: effect?.onReached ?? null },
    sample_ratio: { p: arms.overall?.p ?? null, mismatch: arms.mismatch, segments: [...arms.segments] },
    guardrails: proof.guardrails.map((one) => ({ ...one, difference: plain(one.difference) })),
    segments: proof.split.segments.map((part) => ({
      ...{ segment: part.segment, shrunk: part.shrunk, q: part.q, difference: plain(part.difference) },
      ...{ treated: toCounts(part.treated), holdout: toCounts(part.holdout) },
    })),
    ...{ mix: proof.split.mix, simpson: proof.split.flipped },
    value: value === null ? null : { per_hundred: value.perHundred, pays: value.pays },
    method: {
      ...{ theta: effect?.adjusted?.theta ?? null, adjusted: plain(effect?.adjusted?.adjusted ?? null) },
      stratified_ratio: plain(effect?.stratified?.adjusted ?? null),
      ...{ planned: plan.units, detectable: plan.detectable },
    },
  }
}

function toArm({ rate, ...counts }: ArmProof): UpliftAnswer['treated'] {
  return { ...counts, rate: plain(rate) }
}

function toCounts({ successes: outcomes, total: counted }: Share): { outcomes: number; counted: number } {
  return { outcomes, counted }
}

type CohortNumbers = Pick<
  CohortsAnswer,
  'before' | 'after' | 'crude' | 'standardised' | 'shift' | 'weeks' | 'parts' | 'mix' | 'simpson'
>

/** What a comparison of cohorts came to, whoever they are. */
export function toCohortNumbers(proof: CohortsProof): CohortNumbers {
  return {
    ...{ before: toSide(proof.before), after: toSide(proof.after), crude: proof.change?.crude ?? null },
    ...{ standardised: plain(proof.change?.standardised ?? null), shift: plain(proof.shift), weeks: proof.weeks },
    parts: proof.parts.map(({ segment, before, after }) => ({ segment, before: toSide(before), after: toSide(after) })),
    ...{ mix: proof.mix, simpson: proof.flipped },
  }
}

export function toSide(share: Share): CohortsAnswer['before'] {
  return { accounts: share.total, outcomes: share.successes, rate: plain(estimateProportion(share)) }
}
