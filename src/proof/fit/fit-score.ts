import { estimateDifference } from '../../stats/proportions/estimate-difference.ts'
import { testBandTrend } from '../../stats/proportions/test-band-trend.ts'
import { type AucDifference, compareAuc } from '../../stats/scores/measure-auc.ts'
import { judgeScore } from '../../stats/verdicts/judge-score.ts'
import type { Verdict } from '../../stats/verdicts/verdict.ts'
import { calibrateScore, type ScoreLink, scoreAtRisk } from './calibrate-score.ts'
import { type Feature, type FitInput, outcomesOf, type Sample } from './fit-input.ts'
import { type DroppedFeature, type FittedPoints, fitPoints, scoreOf } from './fit-points.ts'
import { type FitLack, splitTime } from './split-time.ts'
import { suspectLeak, TOO_GOOD } from './suspect-leak.ts'
import { driftOf, type Rated, type ScoreTest, testScore } from './test-score.ts'
import { type ScoreTiming, timeScore } from './time-score.ts'

/** A named stretch of the score, from the highest to the lowest. `likely`: who is in it is more likely than most to have the outcome. */
export type FittedBand = { readonly name: string; readonly from: number; readonly likely: boolean }

export type FittedScore = {
  readonly points: FittedPoints
  /** How the score becomes a probability; `recalibrated`: it was fitted again on the latest training, as the test showed it off. */
  readonly link: ScoreLink
  readonly recalibrated: boolean
  readonly bands: readonly FittedBand[]
  readonly training: readonly Rated[]
  readonly tested: readonly Rated[]
  /** Rows of the test of which too little was known for a score. */
  readonly unknown: number
  readonly test: ScoreTest
  readonly timing: ScoreTiming
  /** By part: how its number is spread in the test, against the training. */
  readonly partDrift: readonly number[]
  /** By part: by how much the score ranks better in the test with it than without it. */
  readonly partWorth: readonly (AucDifference | null)[]
  readonly base: number
  readonly verdict: Verdict
}

export type FitCosts = {
  /** Precision from which an alert pays; 0: nothing is said about costs. */
  readonly neededPrecision: number
  readonly capacity: number | null
}

export type FitResult = { readonly fitted: FittedScore } | { readonly lack: FitLack }

const PER_PARAMETER = 10
const SLOPE = [0.8, 1.25] as const
const LEAST_RECALIBRATION = 30

/** Fits a score that adds up on earlier time, and tests it on later time; or says what is missing. */
export function fitScore(input: FitInput, costs: FitCosts): FitResult {
  const split = splitTime(input)
  if ('of' in split) return { lack: split }
  const { features, isBad } = input
  const leaks = findLeaks(features, split.training)
  const most = Math.max(1, Math.floor(outcomesOf(split.training) / PER_PARAMETER))
  const chosen = features.flatMap((_, feature) => (leaks.some((leak) => leak.feature === feature) ? [] : [feature]))
  const points = fitPoints(split.training, { features, chosen: chosen.slice(0, most), isBad })
  if (points === null) return { lack: { of: 'numbers', have: 0, need: 1, weeks: null } }
  const whole = { ...points, dropped: [...leaks, ...points.dropped] }
  const rate = (samples: readonly Sample[]): Rated[] =>
    samples.flatMap((row) => {
      const score = scoreOf(whole, row.values)
      return Number.isNaN(score) ? [] : [{ ...row, score }]
    })
  const [training, tested] = [rate(split.training), rate(split.test)]
  const link = calibrateScore(training)
  // Both classes are there: it has no best value only where the score parts them without fail.
  if (link === null) return { lack: { of: 'separation', have: 1, need: TOO_GOOD, weeks: null } }
  const found = testCalibrated(tested, { training, link, isBad, capacity: costs.capacity })
  const base = outcomesOf(training) / training.length
  const bands = bandsOf(found.link, { base, isBad, neededPrecision: costs.neededPrecision })
  const isLikely = (score: number): boolean => bands[bandOf(bands, score)]?.likely === true
  const spreadOf = (rows: readonly Rated[], feature: number) => rows.map(({ values }) => values[feature]!)
  return {
    fitted: {
      ...{ points: whole, ...found, bands, training, tested, unknown: split.test.length - tested.length, base },
      timing: timeScore(tested, { isBad, isLikely, gapDays: input.gapDays }),
      partDrift: whole.parts.map(
        ({ feature }) => driftOf(spreadOf(training, feature), spreadOf(tested, feature))?.index ?? 0,
      ),
      partWorth: worthOfParts(whole, tested, isBad),
      verdict: judge(tested, { ...found, bands, isBad, needed: costs.neededPrecision }),
    },
  }
}

/** A single number that ranks too well is set aside: it is of the outcome itself. */
function findLeaks(features: readonly Feature[], training: readonly Sample[]): DroppedFeature[] {
  return features.flatMap((_, feature) => {
    const known = training.filter(({ values }) => !Number.isNaN(values[feature]!))
    const rows = known.map(({ values, outcome }) => ({ score: values[feature]!, outcome }))
    return suspectLeak(rows) === null ? [] : [{ feature, why: 'leak' as const }]
  })
}

function worthOfParts(points: FittedPoints, tested: readonly Rated[], isBad: boolean): (AucDifference | null)[] {
  const likely = isBad ? -1 : 1
  const rows = tested.map(({ score, outcome }) => ({ score: likely * score, outcome }))
  return points.parts.map((part) => {
    const without = { parts: points.parts.filter((one) => one !== part) }
    const others = tested.map(({ score, values }) => {
      const other = scoreOf(without, values)
      return likely * (Number.isNaN(other) ? score : other)
    })
    return points.parts.length < 2 ? null : compareAuc(rows, others)
  })
}

type Calibrating = {
  readonly training: readonly Rated[]
  readonly link: ScoreLink
  readonly isBad: boolean
  readonly capacity: number | null
}

/** Where the test shows the probabilities off, they are fitted again on the latest training, and tested again. */
function testCalibrated(
  tested: readonly Rated[],
  { link, ...of }: Calibrating,
): Pick<FittedScore, 'link' | 'recalibrated' | 'test'> {
  const test = testScore(tested, { ...of, link })
  const latest = latestOf(of.training)
  const again = isCalibrated(test) || outcomesOf(latest) < LEAST_RECALIBRATION ? null : calibrateScore(latest)
  // What turns the score round is no calibration of it.
  if (again === null || again.slope * link.slope <= 0) return { link, recalibrated: false, test }
  return { link: again, recalibrated: true, test: testScore(tested, { ...of, link: again }) }
}

function isCalibrated({ calibration }: ScoreTest): boolean {
  if (calibration?.slope == null) return false
  const { slope, ratio } = calibration
  return slope.estimate >= SLOPE[0] && slope.estimate <= SLOPE[1] && ratio.lower <= 1 && ratio.upper >= 1
}

/** The last quarter of the training's moments. */
function latestOf(training: readonly Rated[]): Rated[] {
  const moments = [...new Set(training.map(({ moment }) => moment))].sort((a, b) => a - b)
  const first = moments[Math.floor(0.75 * moments.length)] ?? 0
  return training.filter(({ moment }) => moment >= first)
}

type Banding = { readonly base: number; readonly isBad: boolean; readonly neededPrecision: number }

const NAMES = {
  bad: ['healthy', 'watch', 'at risk'],
  good: ['likely', 'usual', 'unlikely'],
} as const

/** Bands are cut where the risk is: at half the base rate, and at the one from which a contact pays, or twice the base rate where no costs are known. */
function bandsOf(link: ScoreLink, { base, isBad, neededPrecision }: Banding): FittedBand[] {
  const much = neededPrecision > 0 && neededPrecision < 1 ? neededPrecision : Math.min(0.9, 2 * base)
  const [upper, lower] = (isBad ? [base / 2, much] : [much, base / 2]).map(
    (risk) => Math.round(10 * scoreAtRisk(link, risk)) / 10,
  )
  const names = isBad ? NAMES.bad : NAMES.good
  const cuts = [upper!, lower!, 0]
  return names.flatMap((name, i) => {
    const from = i === 2 ? 0 : cuts[i]!
    const isThere = i === 2 ? cuts[1]! > 0 : from > 0 && from < 100 && (i === 0 || from < cuts[0]!)
    return isThere || (i === 2 && cuts[0]! > 0) ? [{ name, from, likely: isBad ? i === 2 : i === 0 }] : []
  })
}

/** Which band a score is in; −1: there are none. */
export function bandOf(bands: readonly FittedBand[], score: number): number {
  return bands.findIndex(({ from }) => score >= from)
}

type Judging = Pick<FittedScore, 'test' | 'bands'> & { readonly isBad: boolean; readonly needed: number }

function judge(tested: readonly Rated[], { test, bands, isBad, needed }: Judging): Verdict {
  const outcomes = outcomesOf(tested)
  const shares = bands.map((_, band) => {
    const own = tested.filter(({ score }) => bandOf(bands, score) === band)
    return { successes: outcomesOf(own), total: own.length }
  })
  // From the band with the fewest outcomes to that with the most.
  const rising = (isBad ? shares : shares.toReversed()).filter(({ total }) => total > 0)
  const steps = rising.slice(1).map((share, i) => estimateDifference(share, rising[i]!))
  return judgeScore({
    ...{ outcomes, nonOutcomes: tested.length - outcomes, auc: test.auc },
    monotone: testBandTrend(rising)?.monotone ?? false,
    bandsApart: steps.length > 0 && steps.every((step) => step !== null && step.lower > 0),
    ...{ drift: test.drift?.index ?? null, overPlainRule: test.overPlainRule },
    probability: {
      calibrationSlope: test.calibration?.slope?.estimate ?? null,
      ...{ skill: test.skill, precisionAtCapacity: test.atCapacity?.precision ?? 1, neededPrecision: needed },
    },
  })
}
