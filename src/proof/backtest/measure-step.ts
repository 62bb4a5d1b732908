import type { Interval } from '../../stats/interval.ts'
import { combineStrata } from '../../stats/proportions/combine-strata.ts'
import { estimateRiskRatio } from '../../stats/proportions/estimate-ratio.ts'
import { measurePhi, type Phi } from '../../stats/proportions/measure-phi.ts'
import type { Arms } from '../../stats/proportions/share.ts'
import { groupBy } from '../../stats/samples/group-by.ts'
import { quantileOf } from '../../stats/samples/order-statistics.ts'
import { associate } from '../../stats/survival/associate.ts'
import { type LandmarkRow, type LandmarkTable, tabulateLandmark } from '../../stats/survival/tabulate-landmark.ts'
import type { MilestonesAsked, Newcomer } from './newcomer.ts'

/** What a milestone says at one landmark. */
export type AtLandmark = {
  readonly landmark: number
  readonly table: LandmarkTable
  readonly ratio: Interval | null
}

export type MeasuredStep = {
  readonly main: AtLandmark
  readonly adjusted: Interval | null
  /** Within strata, else of all; and the same with above 1 for what is good. */
  readonly ratio: Interval | null
  readonly strength: Interval | null
  readonly flipped: boolean
  readonly phi: Phi | null
}

const QUINTILES = 5

/** One step at the landmark, within strata. */
export function measureStep(asked: Omit<MilestonesAsked, 'milestones' | 'bar'>, which: number): MeasuredStep {
  const { newcomers, landmark, until, isBad } = asked
  const main = atLandmark(newcomers, which, { landmark, until })
  const { adjusted, flipped } = combineStrata(strataOf(asked, which))
  const ratio = adjusted ?? main.ratio
  return { main, adjusted, ratio, flipped, phi: measurePhi(main.table.arms), strength: turn(ratio, isBad) }
}

/** Above 1 for what is good, also of a bad outcome. */
export function turn(ratio: Interval | null, isBad: boolean): Interval | null {
  if (ratio === null || !isBad) return ratio
  return { estimate: 1 / ratio.estimate, lower: 1 / ratio.upper, upper: 1 / ratio.lower }
}

type Windows = { readonly landmark: number; readonly until: number }

export function atLandmark(newcomers: readonly Newcomer[], which: number, { landmark, until }: Windows): AtLandmark {
  const windows = associate({ from: 0, until: landmark }, { after: landmark, until })
  const table = tabulateLandmark(
    newcomers.map((one) => toRow(one, which)),
    windows,
  )
  return { landmark, table, ratio: estimateRiskRatio(table.arms) }
}

function toRow({ reachedDay, outcomeDay, leftDay, followedDays }: Newcomer, which: number): LandmarkRow {
  // What was done before sign-up was done by then.
  const reached = reachedDay[which] ?? null
  return {
    exposedOn: reached === null ? null : Math.max(0, reached),
    outcomeOn: outcomeDay,
    left: leftDay === null ? null : { on: leftDay, reason: 'left' },
    followedUntil: followedDays,
  }
}

/** Within segment and fifth of early activity: those who do much from the first day on do everything more often. */
export function strataOf(
  { newcomers, landmark, until }: Pick<MilestonesAsked, 'newcomers' | 'landmark' | 'until'>,
  which: number,
): Arms[] {
  const activity = newcomers.map(({ firstActivity }) => firstActivity)
  const cuts = Array.from({ length: QUINTILES - 1 }, (_, i) => quantileOf(activity, (i + 1) / QUINTILES) ?? 0)
  const groups = groupBy(newcomers, ({ segment, firstActivity }) =>
    JSON.stringify([segment, cuts.filter((cut) => firstActivity > cut).length]),
  )
  return [...groups.values()].map((own) => atLandmark(own, which, { landmark, until }).table.arms)
}
