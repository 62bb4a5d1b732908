import { MS_PER_DAY } from '../../core/time.ts'
import type { Interval } from '../../stats/interval.ts'
import { checkTable, type MixCheck } from '../../stats/proportions/check-mix.ts'
import { estimateDifference } from '../../stats/proportions/estimate-difference.ts'
import { estimateProportion } from '../../stats/proportions/estimate-proportion.ts'
import type { Share } from '../../stats/proportions/share.ts'
import { type BandTrend, testBandTrend } from '../../stats/proportions/test-band-trend.ts'
import { medianOf } from '../../stats/samples/order-statistics.ts'
import type { RankedWithin } from '../../stats/scores/combine-auc.ts'
import { type Auc, type AucDifference, compareAuc, measureAuc } from '../../stats/scores/measure-auc.ts'
import { type TopK, takeTop } from '../../stats/scores/take-top.ts'
import { judgeScore } from '../../stats/verdicts/judge-score.ts'
import type { Verdict } from '../../stats/verdicts/verdict.ts'
import { LABEL } from '../panel/label-panel.ts'
import { type DatedDrift, driftOf } from './date-drift.ts'
import { counts, type Ground } from './ground.ts'
import { measureNotice, type Notice } from './measure-notice.ts'
import { orNever } from './or-never.ts'
import type { Episode } from './proved-signal.ts'
import { type RankedGroup, rankSegments } from './rank-segments.ts'
import { selectCases } from './select-cases.ts'
import { outcomesNeeded, type StillNeeded } from './still-needed.ts'

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
  /** What it is made of: for each part the column of the same score without it; empty where none can be left out. */
  readonly parts: readonly { readonly name: string; readonly column: number }[]
  /** From the lowest to the highest; by row which one, −1: none. */
  readonly bands: readonly string[]
  readonly bandOf: Int16Array
  /** Stays in the band whose accounts are the likeliest to have the outcome; by entity, then by time. Empty: it has no bands. */
  readonly likely: readonly Episode[]
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

/** Accounts whose scores lie between two numbers, about a tenth of all: those with the same score are never parted. */
export type TenthProof = Omit<BandProof, 'name'> & { readonly from: number; readonly to: number }

/** How much better the score ranks than without the part. */
export type PartProof = { readonly name: string; readonly difference: AucDifference | null }

export type ScoreProof = DatedDrift & {
  readonly score: ProvedScore
  readonly outcomes: number
  readonly nonOutcomes: number
  /** Rows that count but have no value. */
  readonly unknown: number
  readonly censored: number
  readonly auc: Auc | null
  /** Lowest band first. */
  readonly bands: readonly BandProof[]
  /** Lowest scores first. */
  readonly tenths: readonly TenthProof[]
  readonly parts: readonly PartProof[]
  readonly mix: MixCheck | null
  /** By the segment within which is compared; empty: none is configured. */
  readonly segments: readonly RankedGroup[]
  readonly within: RankedWithin
  readonly trend: BandTrend | null
  /** Differences between neighbouring bands, the higher minus the lower. */
  readonly steps: readonly (Interval | null)[]
  readonly overPlainRule: AucDifference | null
  readonly atCapacity: TopK | null
  /** Days from entering the likeliest band to the decision, of those who had the outcome within its days. */
  readonly notice: Notice | null
  readonly verdict: Verdict
  /** What would settle it, where it cannot be told yet. */
  readonly stillNeeded: StillNeeded | null
}

const TENTHS = 10

/** Judges a score by what became of those whom it told apart. */
export async function backtestScore(
  ground: Ground,
  score: ProvedScore,
  pause: () => Promise<void>,
): Promise<ScoreProof> {
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
    ...rankSegments(ground, { rows, scored }),
    trend: testBandTrend(ordered.filter(({ total }) => total > 0)),
    steps: stepsOf(ordered),
    ...driftOf(ground, score, rows),
    overPlainRule: compareWithPlain(ground, score, { rows, scored }),
    tenths: tellTenths(column, rows, labels),
    parts: await compareWithout(ground, score, { rows, scored, pause }),
    notice: measureNotice(selectCases(ground, { ...score, episodes: score.likely }).all, gap),
    atCapacity: score.capacity === null || rows.length === 0 ? null : takeTop(scored, score.capacity),
  }
  const verdict = judge(found)
  const weeks = panel.asOfs.length - 1
  return {
    ...found,
    verdict,
    stillNeeded: verdict.ruling === 'not_enough_data' ? outcomesNeeded({ ...found, weeks }) : null,
  }
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

/** By the score's own numbers, however the bands are cut: whether who has more of it has the outcome more often. */
function tellTenths(column: Float64Array, rows: readonly number[], labels: Uint8Array): TenthProof[] {
  const sorted = rows.toSorted((a, b) => column[a]! - column[b]!)
  const tenths: TenthProof[] = []
  for (let from = 0; from < sorted.length; ) {
    const least = Math.max(from + 1, Math.ceil(((tenths.length + 1) * sorted.length) / TENTHS))
    let end = Math.min(sorted.length, least)
    while (end < sorted.length && column[sorted[end]!] === column[sorted[end - 1]!]) end++
    const own = sorted.slice(from, end)
    const outcomes = own.filter((row) => labels[row] === LABEL.positive).length
    const rate = estimateProportion({ successes: outcomes, total: own.length })
    tenths.push({ from: column[own[0]!]!, to: column[own.at(-1)!]!, accounts: own.length, outcomes, rate })
    from = end
  }
  return tenths
}

/** Where without a part nothing is known of an account, it is taken to be in the middle of those of whom something is. */
async function compareWithout(
  { panel }: Ground,
  { parts, highMeansOutcome }: ProvedScore,
  { rows, scored, pause }: Ranked & { readonly pause: () => Promise<void> },
): Promise<PartProof[]> {
  const sign = highMeansOutcome ? 1 : -1
  const proofs: PartProof[] = []
  for (const { name, column } of parts) {
    await pause()
    const values = rows.map((row) => panel.values[column]![row]!)
    const middle = medianOf(values.filter((value) => !Number.isNaN(value)))
    const without = values.map((value) => sign * (Number.isNaN(value) ? (middle ?? 0) : value))
    proofs.push({ name, difference: compareAuc(scored, without) })
  }
  return proofs
}

function stepsOf(shares: readonly Share[]): (Interval | null)[] {
  const filled = shares.filter(({ total }) => total > 0)
  return filled.slice(1).map((share, i) => estimateDifference(share, filled[i]!))
}

/** Whether the bands make up the whole; null where some rows are in no band. */
function mixOf(shares: readonly Share[], rows: number, outcomes: number): MixCheck | null {
  const inBands = shares.reduce((sum, { total }) => sum + total, 0)
  return inBands === rows ? checkTable(shares, { successes: outcomes, total: rows }) : null
}

type Ranked = { readonly rows: readonly number[]; readonly scored: Parameters<typeof compareAuc>[0] }

function compareWithPlain({ panel }: Ground, { plain }: ProvedScore, { rows, scored }: Ranked): AucDifference | null {
  if (plain === null) return null
  const column = panel.values[plain.column]!
  const sign = plain.moreMeansOutcome ? 1 : -1
  return compareAuc(
    scored,
    rows.map((row) => sign * orNever(column[row]!)),
  )
}

function judge(found: Omit<ScoreProof, 'verdict' | 'stillNeeded'>): Verdict {
  return judgeScore({
    ...{ outcomes: found.outcomes, nonOutcomes: found.nonOutcomes, auc: found.auc },
    monotone: found.trend?.monotone ?? false,
    bandsApart: found.steps.length > 0 && found.steps.every((step) => step !== null && step.lower > 0),
    drift: found.drift?.index ?? null,
    overPlainRule: found.overPlainRule,
    probability: null,
  })
}
