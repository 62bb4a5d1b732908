import { detectableDifference } from '../../stats/experiments/plan-sample.ts'
import type { Interval } from '../../stats/interval.ts'
import { combineStrata } from '../../stats/proportions/combine-strata.ts'
import { estimateDifference } from '../../stats/proportions/estimate-difference.ts'
import { estimateProportion } from '../../stats/proportions/estimate-proportion.ts'
import { estimateRiskRatio } from '../../stats/proportions/estimate-ratio.ts'
import { smallestExpected } from '../../stats/proportions/share.ts'
import { judgeMilestone } from '../../stats/verdicts/judge-milestone.ts'
import type { Verdict } from '../../stats/verdicts/verdict.ts'
import { addArms, type Counting, countStrata, type Doers, type Measured, measureCell, swapArms } from './count-cell.ts'
import { measureStability, type Stability } from './measure-stability.ts'

/** What the later beginners, among whom nothing was searched, say of what was found among the earlier ones. */
export type Confirmed = {
  readonly measured: Measured
  readonly coverage: Interval | null
  /** How many of those who did it, and of the others, had the outcome. */
  readonly precision: Interval | null
  readonly without: Interval | null
  readonly difference: Interval | null
  /** Of users: by drawing accounts again, since users of one account share its fate. */
  readonly ratio: Interval | null
  /** ln of this ratio over ln of that of the search: what is left of it; null: one of them is not known, or nothing was there. */
  readonly shrinkage: number | null
  readonly stability: Stability
  /** The smallest ratio that so many would have shown; null: none is. */
  readonly detectable: number | null
  readonly verdict: Verdict
}

export type Confirming = Counting & {
  /** The later beginners. */
  readonly members: Int32Array
  readonly placeboBar: number | null
}

type Found = { readonly doers: Doers; readonly discovery: Measured; readonly q: number }

export function confirmFind(confirming: Confirming, found: Found): Confirmed {
  const { members, isBad, placeboBar } = confirming
  const measured = measureCell(confirming, members, found.doers)
  const { exposed, other } = measured.arms
  const stability = measureStability(confirming, members, found.doers)
  const ratio = confirming.beginners.level === 'user' ? stability.ratio : ratioOf(measured, isBad)
  const discovery = ratioOf(found.discovery, isBad)?.estimate ?? null
  return {
    measured,
    coverage: estimateProportion({ successes: exposed.total, total: members.length }),
    precision: estimateProportion(exposed),
    without: estimateProportion(other),
    difference: estimateDifference(exposed, other),
    ratio,
    shrinkage: shrinkageOf(discovery, ratio?.estimate ?? null),
    stability,
    detectable: detectableRatio(measured),
    verdict: judgeMilestone({
      ...{ reached: exposed.total, notReached: other.total, outcomes: exposed.successes + other.successes },
      smallestExpected: smallestExpected(measured.arms) ?? 0,
      ...{ ratio, q: found.q, discovery, confirmation: ratio?.estimate ?? null, placeboBar },
    }),
  }
}

/** Within strata where these can tell, else of all. */
export function ratioOf({ ratio, arms }: Measured, isBad: boolean): Interval | null {
  return ratio.adjusted ?? estimateRiskRatio(isBad ? swapArms(arms) : arms)
}

function shrinkageOf(discovery: number | null, confirmation: number | null): number | null {
  if (discovery === null || confirmation === null || discovery === 1) return null
  return Math.log(confirmation) / Math.log(discovery)
}

/** Two-sided at 5 %, with a power of 80 %; null: nobody has the outcome, or an arm is empty. */
export function detectableRatio({ arms: { exposed, other } }: Measured): number | null {
  const total = exposed.total + other.total
  const base = total === 0 ? 0 : (exposed.successes + other.successes) / total
  const difference = detectableDifference(base, { first: exposed.total, second: other.total })
  return difference === null || base === 0 ? null : 1 + difference / base
}

/** Whether a find says anything beside the first: its ratio among those who did, and among those who did not do the first. false: mostly the same people. */
export function addsTo(confirming: Confirming, first: Doers, doers: Doers): boolean {
  const { strata, members, isBad } = confirming
  const of = Int32Array.from(strata.of, (stratum, i) => 2 * stratum + first[i]!)
  const counting = { ...confirming, strata: { of, count: 2 * strata.count } }
  const arms = countStrata(counting, members, doers)
  const { adjusted } = combineStrata(isBad ? arms.map(swapArms) : arms)
  return adjusted !== null && adjusted.lower > 1
}

/** Youden's index: the share of those with the outcome who did it, less that of the others; of a bad outcome the other way round. */
export function youdenOf(counting: Counting, members: Int32Array, doers: Doers): number {
  const { exposed, other } = addArms(countStrata(counting, members, doers))
  const had = exposed.successes + other.successes
  const not = exposed.total + other.total - had
  if (had === 0 || not === 0) return 0
  const index = exposed.successes / had - (exposed.total - exposed.successes) / not
  return counting.isBad ? -index : index
}
