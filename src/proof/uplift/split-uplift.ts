import type { Interval } from '../../stats/interval.ts'
import { controlDiscoveries } from '../../stats/proportions/control-discoveries.ts'
import { estimateDifference } from '../../stats/proportions/estimate-difference.ts'
import type { Share } from '../../stats/proportions/share.ts'
import { shrinkRate } from '../../stats/proportions/shrink-rate.ts'
import { testIndependence } from '../../stats/proportions/test-independence.ts'
import { groupBy } from '../../stats/samples/group-by.ts'
import { shareOf } from './compare-arms.ts'
import type { UpliftUnit } from './uplift-unit.ts'

/** The effect in one group of the declared segment. */
export type UpliftPart = {
  readonly segment: string
  readonly treated: Share
  readonly holdout: Share
  readonly difference: Interval | null
  /** With both rates pulled towards those of all: what to expect, since small groups swing widely. */
  readonly shrunk: number
  readonly q: number
}

/** By the segment that was declared before; the groups' numbers are a description, and the largest of them is no finding. */
export function splitUplift(units: readonly UpliftUnit[]): UpliftPart[] {
  const [treated, holdout] = [shareOf(units, 'treated'), shareOf(units, 'holdout')]
  if (treated.total === 0 || holdout.total === 0) return []
  const parts = [...groupBy(units, ({ segment }) => segment)].map(([segment, own]) => ({
    ...{ segment, treated: shareOf(own, 'treated'), holdout: shareOf(own, 'holdout') },
  }))
  const q = controlDiscoveries(
    parts.map((part) => testIndependence([cells(part.treated), cells(part.holdout)])?.p ?? 1),
  )
  return parts
    .map((part, i) => ({
      ...part,
      difference: estimateDifference(part.treated, part.holdout),
      shrunk: shrinkRate(part.treated, rateOf(treated)) - shrinkRate(part.holdout, rateOf(holdout)),
      q: q[i]!,
    }))
    .sort((a, b) => b.treated.total + b.holdout.total - (a.treated.total + a.holdout.total))
}

function rateOf({ successes, total }: Share): number {
  return successes / total
}

function cells({ successes, total }: Share): number[] {
  return [successes, total - successes]
}
