import { MS_PER_DAY } from '../../core/time.ts'
import type { Interval } from '../../stats/interval.ts'
import { checkMix, type MixCheck } from '../../stats/proportions/check-mix.ts'
import { estimateDifference } from '../../stats/proportions/estimate-difference.ts'
import { estimateProportion } from '../../stats/proportions/estimate-proportion.ts'
import type { Share } from '../../stats/proportions/share.ts'
import { type BandTrend, testBandTrend } from '../../stats/proportions/test-band-trend.ts'
import { type Auc, type AucDifference, compareAuc, measureAuc } from '../../stats/scores/measure-auc.ts'
import { type Drift, measureDrift } from '../../stats/scores/measure-drift.ts'
import { type TopK, takeTop } from '../../stats/scores/take-top.ts'
import { judgeScore } from '../../stats/verdicts/judge-score.ts'
import type { Verdict } from '../../stats/verdicts/verdict.ts'
import { LABEL } from '../panel/label-panel.ts'
import { counts, type Ground } from './ground.ts'

/** A score to be held against an outcome. */
export type ProvedScore = {
  readonly key: string
  readonly title: string
  readonly sentence: string
  readonly outcome: string
  readonly withinDays: number
  readonly gapDays: number
  /** A high score goes with the outcome; else with its absence. */
  readonly highMeansOutcome: boolean
  /** Columns of the panel: the score, and the plain rule that it should beat (null: there is none), of which more means the outcome or less of it. */
  readonly column: number
  readonly plain: { readonly column: number; readonly title: string; readonly moreMeansOutcome: boolean } | null
  /** From the lowest to the highest; by row which one, −1: none. */
  readonly bands: readonly string[]
  readonly bandOf: Int16Array
  /** Everybody is compared at this age, once; null: at moments so far apart that their outcomes do not overlap. */
  readonly atAgeDays: number | null
  /** So many can be looked after at a time; null: nothing is said. */
  readonly capacity: number | null
}

export type BandProof = {
  readonly name: string
  readonly accounts: number
  readonly outcomes: number
  readonly rate: Interval | null
}

export type ScoreProof = {
  readonly score: ProvedScore
  readonly outcomes: number
  readonly nonOutcomes: number
  /** Rows that count but have no value. */
  readonly unknown: number
  readonly censored: number
  readonly auc: Auc | null
  /** Lowest band first. */
  readonly bands: readonly BandProof[]
  readonly mix: MixCheck | null
  readonly trend: BandTrend | null
  /** Differences between neighbouring bands, the higher minus the lower. */
  readonly steps: readonly (Interval | null)[]
  readonly drift: Drift | null
  readonly overPlainRule: AucDifference | null
  readonly atCapacity: TopK | null
  readonly verdict: Verdict
}

/** How much of the time is the earlier part, with which the later one is compared. */
const EARLIER = 0.7
/** Where the plain rule has no number, the account never did what it counts. */
const NEVER = 1e6

/** Judges a score by what became of those whom it told apart. */
export function backtestScore(ground: Ground, score: ProvedScore): ScoreProof {
  const { panel } = ground
  const { gapDays: gap, withinDays } = score
  const { labels, counts: tally } = ground.labelsOf(score.outcome, { gap, horizon: withinDays - gap })
  const column = panel.values[score.column]!
  const chosen = chooseRows(ground, score).filter((row) => counts(labels[row]!))
  const rows = chosen.filter((row) => !Number.isNaN(column[row]!))
  const sign = score.highMeansOutcome ? 1 : -1
  const scored = rows.map((row) => ({ score: sign * column[row]!, outcome: labels[row] === LABEL.positive }))
  const outcomes = scored.filter(({ outcome }) => outcome).length
  const bands = tellBands(score, rows, labels)
  const shares = bands.map(({ outcomes: successes, accounts: total }) => ({ successes, total }))
  const ordered = score.highMeansOutcome ? shares : shares.toReversed()
  const found = {
    ...{ score, outcomes, nonOutcomes: rows.length - outcomes, unknown: chosen.length - rows.length },
    ...{ censored: tally.censored, auc: measureAuc(scored), bands, mix: mixOf(shares, rows.length, outcomes) },
    trend: testBandTrend(ordered.filter(({ total }) => total > 0)),
    steps: stepsOf(ordered),
    drift: driftOf(ground, score, rows),
    overPlainRule: compareWithPlain(ground, score, { rows, scored }),
    atCapacity: score.capacity === null || rows.length === 0 ? null : takeTop(scored, score.capacity),
  }
  return { ...found, verdict: judge(found) }
}

/** Rows of one entity far enough apart, or its first at the age. */
function chooseRows({ panel }: Ground, { atAgeDays, withinDays }: ProvedScore): number[] {
  const apart = Math.max(1, Math.ceil(withinDays / 7))
  const rows: number[] = []
  let [entity, last, taken] = [-1, 0, false]
  for (let row = 0; row < panel.rows; row++) {
    if (panel.entity[row] !== entity) [entity, last, taken] = [panel.entity[row]!, Number.NEGATIVE_INFINITY, false]
    const { signUp } = panel.entities[entity]!
    const moment = panel.asOf[row]!
    if (atAgeDays === null) {
      if ((panel.asOfs.length - 1 - moment) % apart !== 0) continue
    } else {
      const age = signUp === null ? Number.NaN : (panel.asOfs[moment]!.at - signUp) / MS_PER_DAY
      if (taken || !(age >= atAgeDays && age < atAgeDays + 7)) continue
      taken = true
    }
    if (moment > last) rows.push(row)
    last = moment
  }
  return rows
}

function tellBands({ bands, bandOf }: ProvedScore, rows: readonly number[], labels: Uint8Array): BandProof[] {
  return bands.map((name, band) => {
    const own = rows.filter((row) => bandOf[row] === band)
    const outcomes = own.filter((row) => labels[row] === LABEL.positive).length
    return {
      name,
      accounts: own.length,
      outcomes,
      rate: estimateProportion({ successes: outcomes, total: own.length }),
    }
  })
}

function stepsOf(shares: readonly Share[]): (Interval | null)[] {
  const filled = shares.filter(({ total }) => total > 0)
  return filled.slice(1).map((share, i) => estimateDifference(share, filled[i]!))
}

/** Whether the bands add up to the whole; null where some rows are in no band. */
function mixOf(shares: readonly Share[], rows: number, outcomes: number): MixCheck | null {
  const inBands = shares.reduce((sum, { total }) => sum + total, 0)
  if (rows === 0 || inBands !== rows) return null
  return checkMix(
    shares.map(({ successes, total }) => ({ share: total / rows, rate: total === 0 ? 0 : successes / total })),
    outcomes / rows,
  )
}

function driftOf({ panel }: Ground, { bands, bandOf }: ProvedScore, rows: readonly number[]): Drift | null {
  const border = Math.floor(panel.asOfs.length * EARLIER)
  const countOf = (own: readonly number[]): number[] =>
    bands.map((_, band) => own.filter((row) => bandOf[row] === band).length)
  const earlier = rows.filter((row) => panel.asOf[row]! < border)
  const later = rows.filter((row) => panel.asOf[row]! >= border)
  return bands.length < 2 ? null : measureDrift(countOf(earlier), countOf(later))
}

type Ranked = { readonly rows: readonly number[]; readonly scored: Parameters<typeof compareAuc>[0] }

function compareWithPlain({ panel }: Ground, { plain }: ProvedScore, { rows, scored }: Ranked): AucDifference | null {
  if (plain === null) return null
  const column = panel.values[plain.column]!
  const sign = plain.moreMeansOutcome ? 1 : -1
  return compareAuc(
    scored,
    rows.map((row) => sign * (Number.isNaN(column[row]!) ? NEVER : column[row]!)),
  )
}

function judge(found: Omit<ScoreProof, 'verdict'>): Verdict {
  return judgeScore({
    ...{ outcomes: found.outcomes, nonOutcomes: found.nonOutcomes, auc: found.auc },
    monotone: found.trend?.monotone ?? false,
    bandsApart: found.steps.length > 0 && found.steps.every((step) => step !== null && step.lower > 0),
    drift: found.drift?.index ?? null,
    overPlainRule: found.overPlainRule,
    probability: null,
  })
}
