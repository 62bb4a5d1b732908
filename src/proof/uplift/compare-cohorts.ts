import { estimateLevelShift } from '../../stats/experiments/estimate-level-shift.ts'
import type { Interval } from '../../stats/interval.ts'
import { checkTable, type MixCheck } from '../../stats/proportions/check-mix.ts'
import { combineStrata, tellsAnother } from '../../stats/proportions/combine-strata.ts'
import type { Share } from '../../stats/proportions/share.ts'
import { type StandardisedDifference, standardiseDifference } from '../../stats/proportions/standardise-difference.ts'
import { groupBy } from '../../stats/samples/group-by.ts'
import { judgeCohorts, type WeakUpliftRuling } from '../../stats/verdicts/judge-uplift.ts'

/** Somebody who began, at the same age as everybody else in the comparison. `week`: of the beginning, counted from any; `after`: after the change. */
export type CohortMember = {
  readonly week: number
  readonly after: boolean
  readonly segment: string
  readonly had: boolean
}

/** Whether the parts make up all of before, and of after; null: there is nobody. */
export type MixOfSides = { readonly before: MixCheck | null; readonly after: MixCheck | null }

export type CohortPart = { readonly segment: string; readonly before: Share; readonly after: Share }

/** Who began before a change against who began after it: the weaker design, which never says more than `suggestive`. */
export type CohortsProof = {
  readonly ruling: WeakUpliftRuling
  readonly before: Share
  readonly after: Share
  /** Largest first. */
  readonly parts: readonly CohortPart[]
  /** How much the rate changed, and how much with the mix of before; null where a segment has nobody after. */
  readonly change: StandardisedDifference | null
  /** Within segments the change is another than over all (Simpson): then the one with the mix of before is to be believed. */
  readonly flipped: boolean
  readonly mix: MixOfSides
  /** By how much the weekly rates changed level, beside their trend; null with fewer than eight weeks before or two after. */
  readonly shift: Interval | null
  readonly weeks: { readonly before: number; readonly after: number }
}

/** Compares cohorts at equal age and equal mix. Nothing was held back: whatever else changed at the same time is in the difference. */
export function compareCohorts(members: readonly CohortMember[], good: 'more' | 'less'): CohortsProof {
  const bySegment = groupBy(members, ({ segment }) => segment)
  const parts = [...bySegment]
    .map(([segment, own]) => ({ segment, before: shareOfCohort(own, false), after: shareOfCohort(own, true) }))
    .sort((a, b) => b.before.total + b.after.total - (a.before.total + a.after.total))
  const [before, after] = [shareOfCohort(members, false), shareOfCohort(members, true)]
  const change = standardiseDifference(parts)
  const weeks = [...groupBy(members, ({ week }) => week)].sort(([a], [b]) => a - b)
  const rates = weeks.map(([, own]) => own.filter(({ had }) => had).length / own.length)
  const first = weeks.findIndex(([, own]) => own.some(({ after }) => after))
  const at = first < 0 ? weeks.length : first
  return {
    ruling: change === null ? 'inconclusive' : judgeCohorts(change.standardised, good),
    ...{ before, after, parts, change },
    flipped: tellsAnother(combineStrata(parts.map((part) => ({ exposed: part.after, other: part.before })))),
    mix: {
      before: checkTable(
        parts.map((part) => part.before),
        before,
      ),
      after: checkTable(
        parts.map((part) => part.after),
        after,
      ),
    },
    shift: estimateLevelShift(rates, at),
    weeks: { before: at, after: weeks.length - at },
  }
}

/** How many of those before, or after, had the outcome. */
export function shareOfCohort(members: readonly CohortMember[], after: boolean): Share {
  const own = members.filter((member) => member.after === after)
  return { successes: own.filter(({ had }) => had).length, total: own.length }
}
