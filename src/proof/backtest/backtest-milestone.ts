import { type Millis, MS_PER_DAY } from '../../core/time.ts'
import type { Interval } from '../../stats/interval.ts'
import { combineStrata } from '../../stats/proportions/combine-strata.ts'
import { controlDiscoveries } from '../../stats/proportions/control-discoveries.ts'
import { estimateDifference } from '../../stats/proportions/estimate-difference.ts'
import { estimateProportion } from '../../stats/proportions/estimate-proportion.ts'
import { measureEValue } from '../../stats/proportions/estimate-ratio.ts'
import { gradePhi, type Phi, type PhiStrength } from '../../stats/proportions/measure-phi.ts'
import { smallestExpected } from '../../stats/proportions/share.ts'
import { testExactly } from '../../stats/proportions/test-independence.ts'
import { quantileOf } from '../../stats/samples/order-statistics.ts'
import { estimateSurvival, timeUntilLeft } from '../../stats/survival/estimate-survival.ts'
import { judgeMilestone } from '../../stats/verdicts/judge-milestone.ts'
import type { Verdict } from '../../stats/verdicts/verdict.ts'
import { type AtLandmark, atLandmark, measureStep, strataOf, turn } from './measure-step.ts'
import type { MilestonesAsked, NeutralBar, Newcomer, ProvedMilestone } from './newcomer.ts'
import { type MilestoneTiming, timeMilestone } from './time-milestone.ts'

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
  /** The same with above 1 for what is good, also of a bad outcome: what it is judged by. */
  readonly strengthRatio: Interval | null
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
  /** From which sign-up on they are the later ones; null: there are none. */
  readonly laterFrom: Millis | null
  /** Days until half, and four in five, have reached it; null: not that many do. */
  readonly medianDays: number | null
  readonly p80Days: number | null
  readonly timing: MilestoneTiming
  readonly isBad: boolean
  readonly bar: NeutralBar
  /** In which those who are compared have signed up. */
  readonly weeks: number
  readonly verdict: Verdict
}

const SENSITIVITY = [3, 7] as const
const MUCH = Math.log(1.3)
const DISCOVERY = 0.6
const LEAST_EXPECTED = 5

/** Judges milestones at a landmark: of who was still there and undecided, those who had reached it by then against the others. */
export async function backtestMilestones(
  asked: MilestonesAsked,
  pause: () => Promise<void>,
): Promise<MilestoneProof[]> {
  const drafts: Omit<MilestoneProof, 'q' | 'verdict'>[] = []
  for (const which of asked.milestones.keys()) {
    await pause()
    drafts.push(compareMilestone(asked, which))
  }
  const q = controlDiscoveries(drafts.map(({ p }) => p))
  return drafts.map((draft, which) => {
    const evidence = { ...draft, q: q[which]! }
    return { ...evidence, verdict: judge(evidence) }
  })
}

function compareMilestone(asked: MilestonesAsked, which: number): Omit<MilestoneProof, 'q' | 'verdict'> {
  const { newcomers, landmark, until, outcome, isBad, bar } = asked
  const { main, adjusted, ratio, flipped, phi, strength: strengthRatio } = measureStep(asked, which)
  const landmarks = SENSITIVITY.filter((day) => day < landmark).map((day) =>
    atLandmark(newcomers, which, { landmark: day, until }),
  )
  const { arms } = main.table
  const test = combineStrata(strataOf(asked, which)).test
  const { earlier, later, laterFrom } = splitByCohort(newcomers, { until })
  const all = arms.exposed.total + arms.other.total
  return {
    ...{ milestone: asked.milestones[which]!, outcome, until, main, landmarks },
    dependsOnLandmark: landmarks.some((one) => isFar(one.ratio, main.ratio)),
    coverage: estimateProportion({ successes: arms.exposed.total, total: all }),
    precision: estimateProportion(arms.exposed),
    without: estimateProportion(arms.other),
    ...{ crude: main.ratio, adjusted, ratio, strengthRatio, flipped },
    difference: estimateDifference(arms.exposed, arms.other),
    ...{ phi, strength: phi === null ? null : gradePhi(isBad ? -phi.estimate : phi.estimate) },
    eValue: ratio === null ? null : measureEValue(ratio),
    p: (smallestExpected(arms) ?? 0) < LEAST_EXPECTED ? testExactly(arms) : (test?.p ?? 1),
    discovery: adjustedIn({ ...asked, newcomers: earlier }, which)?.estimate ?? null,
    ...{ confirmation: adjustedIn({ ...asked, newcomers: later }, which), laterFrom },
    ...timesToReach(newcomers, which),
    ...{ timing: timeMilestone(newcomers, which, asked), isBad, bar, weeks: weeksOf(newcomers, until) },
  }
}

function adjustedIn(asked: Omit<MilestonesAsked, 'milestones' | 'bar'>, which: number): Interval | null {
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
    laterFrom: border,
  }
}

function weeksOf(newcomers: readonly Newcomer[], until: number): number {
  const at = newcomers.filter(({ followedDays }) => followedDays >= until).map(({ signUp }) => signUp)
  const first = at.reduce((one, other) => Math.min(one, other), Number.POSITIVE_INFINITY)
  const last = at.reduce((one, other) => Math.max(one, other), first)
  return at.length === 0 ? 1 : Math.max(1, daysBetween(first, last) / 7)
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
    ...{ ratio: proof.strengthRatio, q: proof.q },
    discovery: proof.discovery === null || !proof.isBad ? proof.discovery : 1 / proof.discovery,
    confirmation: turn(proof.confirmation, proof.isBad)?.estimate ?? null,
    placeboBar: proof.bar.bar,
  })
}

export function daysBetween(from: Millis, to: Millis): number {
  return (to - from) / MS_PER_DAY
}
