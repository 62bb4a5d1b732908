import type { Interval } from '../../stats/interval.ts'
import { checkTable, type MixCheck } from '../../stats/proportions/check-mix.ts'
import { combineStrata, tellsAnother } from '../../stats/proportions/combine-strata.ts'
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

export type SplitUplift = {
  readonly segments: readonly UpliftPart[]
  /** Whether the groups make up each arm; null: nobody is in it, or there are no groups. */
  readonly mix: { readonly treated: MixCheck | null; readonly holdout: MixCheck | null }
  /** Within groups the effect is another than over all (Simpson). */
  readonly flipped: boolean
}

export const NOT_SPLIT: SplitUplift = { segments: [], mix: { treated: null, holdout: null }, flipped: false }

/** By the segment that was declared before; the groups' numbers are a description, and the largest of them is no finding. */
export function splitUplift(units: readonly UpliftUnit[]): SplitUplift {
  const [treated, holdout] = [shareOf(units, 'treated'), shareOf(units, 'holdout')]
  if (treated.total === 0 || holdout.total === 0) return NOT_SPLIT
  const parts = [...groupBy(units, ({ segment }) => segment)].map(([segment, own]) => ({
    ...{ segment, treated: shareOf(own, 'treated'), holdout: shareOf(own, 'holdout') },
  }))
  const q = controlDiscoveries(
    parts.map((part) => testIndependence([cells(part.treated), cells(part.holdout)])?.p ?? 1),
  )
  const mixOf = (arm: 'treated' | 'holdout', whole: Share) =>
    checkTable(
      parts.map((part) => part[arm]),
      whole,
    )
  const segments = parts
    .map((part, i) => ({
      ...part,
      difference: estimateDifference(part.treated, part.holdout),
      shrunk: shrinkRate(part.treated, rateOf(treated)) - shrinkRate(part.holdout, rateOf(holdout)),
      q: q[i]!,
    }))
    .sort((a, b) => b.treated.total + b.holdout.total - (a.treated.total + a.holdout.total))
  return {
    segments,
    mix: { treated: mixOf('treated', treated), holdout: mixOf('holdout', holdout) },
    flipped: tellsAnother(combineStrata(parts.map((part) => ({ exposed: part.treated, other: part.holdout })))),
  }
}

function rateOf({ successes, total }: Share): number {
  return successes / total
}

function cells({ successes, total }: Share): number[] {
  return [successes, total - successes]
}
