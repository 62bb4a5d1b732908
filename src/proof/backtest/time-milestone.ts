import type { Interval } from '../../stats/interval.ts'
import { estimateProportion } from '../../stats/proportions/estimate-proportion.ts'
import { compareSurvival } from '../../stats/survival/compare-survival.ts'
import { estimateHazardRatio } from '../../stats/survival/estimate-hazard-ratio.ts'
import { type CompetingFollowUp, estimateIncidence } from '../../stats/survival/estimate-incidence.ts'
import type { CoveredFollowUp } from '../../stats/survival/fit-hazards.ts'
import { predictImmortalRatio } from '../../stats/survival/predict-immortal-ratio.ts'
import type { Newcomer } from './newcomer.ts'

/** The share that had the outcome by a day since sign-up, of those who had reached the milestone by the landmark and of the others; leaving competes. */
export type ByDay = { readonly day: number; readonly reached: Interval; readonly others: Interval }

/** What a milestone says of when things come. */
export type MilestoneTiming = {
  /** The share that reaches it by a day since sign-up; whoever leaves before never does. */
  readonly reachedBy: readonly { readonly day: number; readonly share: Interval }[]
  /** Empty where one side is. */
  readonly outcomeBy: readonly ByDay[]
  /** Whether the outcome comes sooner on one side, from the landmark on (log-rank); null: it cannot be told. */
  readonly logRank: number | null
  /** How many times as fast the outcome comes from the moment at which it is reached on (Cox, exposure that changes with time): a check on the landmark. */
  readonly hazard: Interval | null
  /** How many times as often those who reach a step that does nothing would be there at the end if there were no landmark. null: nobody left, or reached it. */
  readonly withoutLandmark: number | null
}

export type TimingMilestone = {
  readonly landmark: number
  readonly until: number
  /** The outcome comes on a day of its own, and is not the standing on one. */
  readonly isDated: boolean
  readonly isBad: boolean
}

const DAYS = [1, 3, 7, 14] as const
const POINTS = 4

export function timeMilestone(newcomers: readonly Newcomer[], which: number, asked: TimingMilestone): MilestoneTiming {
  const days = DAYS.filter((day) => day <= asked.landmark)
  const shares = sharesBy(reaching(newcomers, which), 'reached', days)
  const { reached, others } = fromLandmark(newcomers, which, asked)
  const toEvents = (rows: readonly CompetingFollowUp[]) =>
    rows.map(({ cause, ...row }) => ({ ...row, event: cause === 'outcome' }))
  return {
    reachedBy: days.map((day, i) => ({ day, share: shares[i]! })),
    outcomeBy: byDay(reached, others, asked),
    logRank: asked.isDated ? (compareSurvival(toEvents(reached), toEvents(others))?.p ?? null) : null,
    hazard: asked.isDated ? hazardOf(newcomers, which) : null,
    withoutLandmark: withoutLandmark(newcomers, which, asked),
  }
}

/** Where nobody or everybody had it the variance is nothing, however few there are: then the limits are those of a proportion of who is followed so far. */
function sharesBy(rows: readonly CompetingFollowUp[], cause: string, by: readonly number[]): readonly Interval[] {
  return estimateIncidence(rows, { cause, by }).map((share, i) => {
    if (share.lower < share.upper) return share
    const total = rows.filter((row) => row.cause !== null || row.time >= by[i]!).length
    const proportion = estimateProportion({ successes: Math.round(share.estimate * total), total })
    return proportion === null ? share : { ...proportion, estimate: share.estimate }
  })
}

function reaching(newcomers: readonly Newcomer[], which: number): CompetingFollowUp[] {
  return newcomers.flatMap(({ reachedDay, leftDay, followedDays }): CompetingFollowUp[] => {
    const reached = reachedDay[which] ?? null
    if (reached !== null) return [{ entry: -1, time: Math.max(0, reached), cause: 'reached' }]
    const time = Math.min(followedDays, leftDay ?? followedDays)
    return time < 0 ? [] : [{ entry: -1, time, cause: leftDay !== null && leftDay <= followedDays ? 'left' : null }]
  })
}

type Sides = { readonly reached: readonly CompetingFollowUp[]; readonly others: readonly CompetingFollowUp[] }

/** Those who were there and undecided at the landmark, followed from it on. */
function fromLandmark(newcomers: readonly Newcomer[], which: number, { landmark, until }: TimingMilestone): Sides {
  const sides: { reached: CompetingFollowUp[]; others: CompetingFollowUp[] } = { reached: [], others: [] }
  for (const { reachedDay, outcomeDay, leftDay, followedDays } of newcomers) {
    const end = Math.min(followedDays, until, outcomeDay ?? until, leftDay ?? until)
    if (end <= landmark) continue
    const cause = end === outcomeDay ? 'outcome' : end === leftDay ? 'left' : null
    const day = reachedDay[which] ?? null
    sides[day !== null && day < landmark ? 'reached' : 'others'].push({ time: end - landmark, cause })
  }
  return sides
}

function byDay(
  reached: Sides['reached'],
  others: Sides['others'],
  { landmark, until, isDated }: TimingMilestone,
): ByDay[] {
  if (!isDated || reached.length === 0 || others.length === 0) return []
  const by = Array.from({ length: POINTS }, (_, i) => ((i + 1) * (until - landmark)) / POINTS)
  const [one, other] = [reached, others].map((rows) => sharesBy(rows, 'outcome', by))
  return by.map((day, i) => ({ day: landmark + day, reached: one![i]!, others: other![i]! }))
}

/** Everybody from sign-up on: as one who has not reached it, and from then on as one who has. */
function hazardOf(newcomers: readonly Newcomer[], which: number): Interval | null {
  const rows = newcomers.flatMap(({ reachedDay, outcomeDay, leftDay, followedDays }): CoveredFollowUp[] => {
    const end = Math.min(followedDays, outcomeDay ?? followedDays, leftDay ?? followedDays)
    const event = outcomeDay !== null && outcomeDay === end
    const from = Math.max(0, reachedDay[which] ?? end)
    if (end <= 0) return []
    if (from >= end) return [{ time: end, event, covariates: [0] }]
    const after = { entry: from, time: end, event, covariates: [1] }
    return from === 0 ? [after] : [{ time: from, event: false, covariates: [0] }, after]
  })
  return estimateHazardRatio(rows)
}

/** With the pace at which people leave here, and at which they reach it. */
function withoutLandmark(
  newcomers: readonly Newcomer[],
  which: number,
  { landmark, until, isBad }: TimingMilestone,
): number | null {
  let [days, left, before, reached] = [0, 0, 0, 0]
  for (const { reachedDay, outcomeDay, leftDay, followedDays } of newcomers) {
    const leaves = leftDay ?? (isBad ? outcomeDay : null)
    const end = Math.max(0, Math.min(followedDays, until, leaves ?? until))
    const day = Math.max(0, reachedDay[which] ?? Number.POSITIVE_INFINITY)
    days += end
    if (leaves !== null && leaves <= end) left += 1
    before += Math.min(end, landmark, day)
    if (day < Math.min(end, landmark)) reached += 1
  }
  if (left === 0 || reached === 0 || left >= days || reached >= before) return null
  return predictImmortalRatio({ leaving: left / days, reaching: reached / before, window: landmark, horizon: until })
}
