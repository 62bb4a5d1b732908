import { type Millis, MS_PER_DAY } from '../../core/time.ts'
import type { Interval } from '../../stats/interval.ts'
import { combineStrata } from '../../stats/proportions/combine-strata.ts'
import { controlDiscoveries } from '../../stats/proportions/control-discoveries.ts'
import { estimateDifference } from '../../stats/proportions/estimate-difference.ts'
import { estimateProportion } from '../../stats/proportions/estimate-proportion.ts'
import { estimateRiskRatio, measureEValue } from '../../stats/proportions/estimate-ratio.ts'
import { gradePhi, measurePhi, type Phi, type PhiStrength } from '../../stats/proportions/measure-phi.ts'
import { type Arms, smallestExpected } from '../../stats/proportions/share.ts'
import { testExactly } from '../../stats/proportions/test-independence.ts'
import { groupBy } from '../../stats/samples/group-by.ts'
import { quantileOf } from '../../stats/samples/order-statistics.ts'
import { associate } from '../../stats/survival/associate.ts'
import { estimateSurvival, timeUntilLeft } from '../../stats/survival/estimate-survival.ts'
import { type LandmarkRow, type LandmarkTable, tabulateLandmark } from '../../stats/survival/tabulate-landmark.ts'
import { judgeMilestone } from '../../stats/verdicts/judge-milestone.ts'
import type { Verdict } from '../../stats/verdicts/verdict.ts'

/** A newcomer from sign-up on, in days of 24 hours. */
export type Newcomer = {
  readonly signUp: Millis
  /** What it was then: the value of the segment within which is compared. */
  readonly segment: string
  /** What it did on the day of sign-up and the next. */
  readonly firstActivity: number
  readonly followedDays: number
  readonly outcomeDay: number | null
  readonly leftDay: number | null
  /** By milestone; null: not reached. */
  readonly reachedDay: readonly (number | null)[]
}

export type ProvedMilestone = { readonly key: string; readonly title: string; readonly sentence: string }

export type MilestonesAsked = {
  readonly milestones: readonly ProvedMilestone[]
  readonly newcomers: readonly Newcomer[]
  readonly outcome: string
  /** Day at which exposure ends, and day until which outcomes count. */
  readonly landmark: number
  readonly until: number
}

/** What a milestone says at one landmark. */
export type AtLandmark = {
  readonly landmark: number
  readonly table: LandmarkTable
  readonly ratio: Interval | null
}

export type MilestoneProof = {
  readonly milestone: ProvedMilestone
  readonly outcome: string
  readonly until: number
  readonly main: AtLandmark
  /** The earlier landmarks, where the ratio changes much with them: then all are to be shown. */
  readonly landmarks: readonly AtLandmark[]
  readonly dependsOnLandmark: boolean
  readonly coverage: Interval | null
  readonly precision: Interval | null
  readonly without: Interval | null
  readonly crude: Interval | null
  readonly adjusted: Interval | null
  readonly ratio: Interval | null
  readonly flipped: boolean
  readonly difference: Interval | null
  readonly phi: Phi | null
  readonly strength: PhiStrength | null
  readonly eValue: { readonly estimate: number; readonly bound: number } | null
  readonly p: number
  readonly q: number
  /** Among earlier sign-ups, and among later ones. */
  readonly discovery: number | null
  readonly confirmation: Interval | null
  /** Days until half, and four in five, have reached it; null: not that many do. */
  readonly medianDays: number | null
  readonly p80Days: number | null
  readonly verdict: Verdict
}

const SENSITIVITY = [3, 7] as const
const MUCH = Math.log(1.3)
const DISCOVERY = 0.6
const QUINTILES = 5
const LEAST_EXPECTED = 5

/** Judges milestones at a landmark: of who was still there and undecided, those who had reached it by then against the others. */
export function backtestMilestones(asked: MilestonesAsked): MilestoneProof[] {
  const drafts = asked.milestones.map((_, which) => compareMilestone(asked, which))
  const q = controlDiscoveries(drafts.map(({ p }) => p))
  return drafts.map((draft, which) => {
    const evidence = { ...draft, q: q[which]! }
    return { ...evidence, verdict: judge(evidence) }
  })
}

function compareMilestone(asked: MilestonesAsked, which: number): Omit<MilestoneProof, 'q' | 'verdict'> {
  const { newcomers, landmark, until, outcome } = asked
  const main = atLandmark(newcomers, which, { landmark, until })
  const landmarks = SENSITIVITY.filter((day) => day < landmark).map((day) =>
    atLandmark(newcomers, which, { landmark: day, until }),
  )
  const { arms } = main.table
  const strata = combineStrata(strataOf(asked, which))
  const ratio = strata.adjusted ?? main.ratio
  const { earlier, later } = splitByCohort(newcomers, { until })
  const all = arms.exposed.total + arms.other.total
  const phi = measurePhi(arms)
  return {
    ...{ milestone: asked.milestones[which]!, outcome, until, main, landmarks },
    dependsOnLandmark: landmarks.some((one) => isFar(one.ratio, main.ratio)),
    coverage: estimateProportion({ successes: arms.exposed.total, total: all }),
    precision: estimateProportion(arms.exposed),
    without: estimateProportion(arms.other),
    ...{ crude: main.ratio, adjusted: strata.adjusted, ratio, flipped: strata.flipped },
    difference: estimateDifference(arms.exposed, arms.other),
    ...{ phi, strength: phi === null ? null : gradePhi(phi.estimate) },
    eValue: ratio === null ? null : measureEValue(ratio),
    p: (smallestExpected(arms) ?? 0) < LEAST_EXPECTED ? testExactly(arms) : (strata.test?.p ?? 1),
    discovery: adjustedIn({ ...asked, newcomers: earlier }, which)?.estimate ?? null,
    confirmation: adjustedIn({ ...asked, newcomers: later }, which),
    ...timesToReach(newcomers, which),
  }
}

type Windows = { readonly landmark: number; readonly until: number }

function atLandmark(newcomers: readonly Newcomer[], which: number, { landmark, until }: Windows): AtLandmark {
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
function strataOf(
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

function adjustedIn(asked: MilestonesAsked, which: number): Interval | null {
  return combineStrata(strataOf(asked, which)).adjusted
}

/** By sign-up, of those who are followed to the end: the first three fifths, and the rest. */
function splitByCohort(newcomers: readonly Newcomer[], { until }: { readonly until: number }) {
  const mature = newcomers.filter(({ followedDays }) => followedDays >= until)
  const border = quantileOf(
    mature.map(({ signUp }) => signUp),
    DISCOVERY,
  )
  return {
    earlier: border === null ? [] : mature.filter(({ signUp }) => signUp < border),
    later: border === null ? [] : mature.filter(({ signUp }) => signUp >= border),
  }
}

function isFar(one: Interval | null, other: Interval | null): boolean {
  return one !== null && other !== null && Math.abs(Math.log(one.estimate / other.estimate)) > MUCH
}

/** By Kaplan and Meier: who has not reached it is followed until leaving, or the end of the record. */
function timesToReach(newcomers: readonly Newcomer[], which: number): Pick<MilestoneProof, 'medianDays' | 'p80Days'> {
  const rows = newcomers.flatMap((one) => {
    const reached = one.reachedDay[which] ?? null
    const time = reached === null ? Math.min(one.followedDays, one.leftDay ?? one.followedDays) : Math.max(0, reached)
    return time < 0 ? [] : [{ entry: -1, time, event: reached !== null }]
  })
  const curve = estimateSurvival(rows)
  return { medianDays: timeUntilLeft(curve, 0.5), p80Days: timeUntilLeft(curve, 0.2) }
}

function judge(proof: Omit<MilestoneProof, 'verdict'>): Verdict {
  const { exposed, other } = proof.main.table.arms
  return judgeMilestone({
    ...{ reached: exposed.total, notReached: other.total, outcomes: exposed.successes + other.successes },
    smallestExpected: smallestExpected(proof.main.table.arms) ?? 0,
    ...{ ratio: proof.ratio, q: proof.q, discovery: proof.discovery },
    confirmation: proof.confirmation?.estimate ?? null,
    placeboBar: null,
  })
}

export function daysBetween(from: Millis, to: Millis): number {
  return (to - from) / MS_PER_DAY
}
