import { type AdjustedDifference, adjustByCovariate } from '../../stats/experiments/adjust-by-covariate.ts'
import { boundSequence, differenceError } from '../../stats/experiments/bound-sequence.ts'
import type { Interval } from '../../stats/interval.ts'
import { combineStrata, type StratifiedRatio } from '../../stats/proportions/combine-strata.ts'
import { estimateDifference } from '../../stats/proportions/estimate-difference.ts'
import type { Share } from '../../stats/proportions/share.ts'
import { groupBy } from '../../stats/samples/group-by.ts'
import { meanOf } from '../../stats/samples/sum-exactly.ts'
import type { UpliftPlan, UpliftUnit } from './uplift-unit.ts'

/** The effect of being assigned, delivered or not: treated minus holdout. */
export type ArmsCompared = {
  /** Limits for a single look. */
  readonly difference: Interval
  /** Limits that hold at every look, of what the plan takes: with the covariate where it has one. Null with fewer than 100 units. */
  readonly sequence: Interval | null
  /** Of the rate of those held back; null where nobody of them had the outcome. */
  readonly relative: number | null
  readonly adjusted: AdjustedDifference | null
  /** The effect on those whom it reached; null: nothing is said about that. */
  readonly onReached: number | null
  /** Within segments, where one is more than three points more frequent in one arm. */
  readonly stratified: StratifiedRatio | null
}

const MUCH = 0.03

/** Null where an arm is empty. Units are those whose days are over and who were at risk. */
export function compareArms(plan: UpliftPlan, units: readonly UpliftUnit[]): ArmsCompared | null {
  const [treated, holdout] = [shareOf(units, 'treated'), shareOf(units, 'holdout')]
  const difference = estimateDifference(treated, holdout)
  const error = differenceError(treated, holdout)
  if (difference === null || error === null) return null
  const adjusted = plan.covariate === null ? null : adjust(units)
  const taken = adjusted === null ? { estimate: difference.estimate, error } : adjusted.adjusted
  const looking = { units: units.length, planned: plan.units, error: taken.error }
  const base = holdout.successes / holdout.total
  const reached = deliveryRate(units)
  return {
    difference,
    sequence: boundSequence(taken.estimate, looking),
    relative: base === 0 ? null : difference.estimate / base,
    adjusted,
    onReached: reached === null || reached === 0 ? null : difference.estimate / reached,
    stratified: isUneven(units)
      ? combineStrata([...groupBy(units, ({ segment }) => segment).values()].map(armsOf))
      : null,
  }
}

export function shareOf(units: readonly UpliftUnit[], arm: UpliftUnit['arm']): Share {
  const own = units.filter((unit) => unit.arm === arm)
  return { successes: own.filter(({ label }) => label === 'positive').length, total: own.length }
}

function armsOf(units: readonly UpliftUnit[]) {
  return { exposed: shareOf(units, 'treated'), other: shareOf(units, 'holdout') }
}

/** Of the treated; null: of nobody is it known. */
export function deliveryRate(units: readonly UpliftUnit[]): number | null {
  return meanOf(
    units.flatMap(({ arm, delivered }) => (arm === 'treated' && delivered !== null ? [delivered ? 1 : 0] : [])),
  )
}

/** Whoever's number was not known counts as the mean, in both arms alike: it was not known before anything was done. */
function adjust(units: readonly UpliftUnit[]): AdjustedDifference | null {
  const mean = meanOf(units.flatMap(({ covariate }) => (Number.isNaN(covariate) ? [] : [covariate])))
  if (mean === null) return null
  const measured = (arm: UpliftUnit['arm']) =>
    units
      .filter((unit) => unit.arm === arm)
      .map(({ covariate, label }) => ({
        x: Number.isNaN(covariate) ? mean : covariate,
        y: label === 'positive' ? 1 : 0,
      }))
  return adjustByCovariate(measured('treated'), measured('holdout'))
}

function isUneven(units: readonly UpliftUnit[]): boolean {
  const partOf = (arm: UpliftUnit['arm'], segment: string): number => {
    const own = units.filter((unit) => unit.arm === arm)
    return own.filter((unit) => unit.segment === segment).length / own.length
  }
  const segments = [...new Set(units.map(({ segment }) => segment))]
  return segments.some((segment) => Math.abs(partOf('treated', segment) - partOf('holdout', segment)) > MUCH)
}
