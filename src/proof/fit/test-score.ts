import { stream } from '../../core/stream.ts'
import { poissonLimits } from '../../stats/distributions/poisson.ts'
import type { Interval } from '../../stats/interval.ts'
import { estimateProportion } from '../../stats/proportions/estimate-proportion.ts'
import { bootstrapEntities } from '../../stats/samples/bootstrap-entities.ts'
import { groupBy } from '../../stats/samples/group-by.ts'
import type { RankedWithin } from '../../stats/scores/combine-auc.ts'
import { type Auc, type AucDifference, compareAuc, measureAuc, type Scored } from '../../stats/scores/measure-auc.ts'
import { type BrierScore, type Forecast, measureBrier } from '../../stats/scores/measure-brier.ts'
import { type Calibration, measureCalibration } from '../../stats/scores/measure-calibration.ts'
import { type Drift, measureDrift } from '../../stats/scores/measure-drift.ts'
import { rankGroups } from '../../stats/scores/rank-groups.ts'
import { type TopK, takeTop } from '../../stats/scores/take-top.ts'
import { orNever } from '../backtest/or-never.ts'
import { riskOf, type ScoreLink } from './calibrate-score.ts'
import { outcomesOf, type Sample } from './fit-input.ts'

/** A row of the test or of the training, with its score. */
export type Rated = Sample & { readonly score: number }

/** Outcomes against those that were expected over some moments, with exact Poisson limits: whether the probabilities still come true. */
export type Stretch = {
  /** Moments, the last one included. */
  readonly from: number
  readonly to: number
  readonly expected: number
  readonly outcomes: number
  readonly ratio: Interval
}

export type Decile = {
  readonly expected: number
  readonly accounts: number
  readonly outcomes: number
  readonly rate: Interval | null
}

/** How a fitted score did on time that it was not fitted on. */
export type ScoreTest = {
  readonly auc: Auc | null
  /** The plain rule's, and by how much the score ranks better. */
  readonly plainAuc: Auc | null
  readonly overPlainRule: AucDifference | null
  readonly brier: BrierScore | null
  /** 1 − Brier over that of the segment's rate in training; limits from drawing accounts again. */
  readonly skill: Interval | null
  readonly calibration: Calibration | null
  /** From the least to the most likely. */
  readonly deciles: readonly Decile[]
  readonly atCapacity: TopK | null
  /** Oldest first. */
  readonly overTime: readonly Stretch[]
  readonly segments: readonly {
    readonly segment: number
    readonly accounts: number
    readonly outcomes: number
    readonly auc: Auc | null
  }[]
  readonly within: RankedWithin
  /** Of the scores, against the training. */
  readonly drift: Drift | null
}

export type Testing = {
  readonly link: ScoreLink
  readonly training: readonly Rated[]
  readonly isBad: boolean
  readonly capacity: number | null
}

const BINS = 10
const ROUNDS = 200
const MOMENTS_TOGETHER = 3

export function testScore(test: readonly Rated[], { link, training, isBad, capacity }: Testing): ScoreTest {
  const likely = isBad ? -1 : 1
  const scored = test.map(({ score, outcome }) => ({ score: likely * score, outcome }))
  const plain = test.map((row) => -likely * orNever(row.plain))
  const forecasts = forecastsOf(test, training, link)
  return {
    auc: measureAuc(scored),
    plainAuc: measureAuc(test.map(({ outcome }, i) => ({ score: plain[i]!, outcome }))),
    overPlainRule: compareAuc(scored, plain),
    brier: measureBrier(forecasts, BINS),
    skill: skillOf(test, forecasts),
    calibration: measureCalibration(forecasts),
    deciles: decilesOf(forecasts),
    atCapacity: capacity === null || test.length === 0 ? null : takeTop(scored, capacity),
    overTime: stretchesOf(test, forecasts),
    ...rankSegments(test, scored),
    drift: driftOf(
      training.map(({ score }) => score),
      test.map(({ score }) => score),
    ),
  }
}

function rankSegments(test: readonly Rated[], scored: readonly Scored[]): Pick<ScoreTest, 'segments' | 'within'> {
  const { groups, within } = rankGroups(scored, (at) => test[at]!.segment)
  return {
    segments: groups.map(({ group: segment, total: accounts, ...rest }) => ({ segment, accounts, ...rest })),
    within,
  }
}

/** Without the score, everybody would be given the rate of their segment in training. */
function forecastsOf(test: readonly Rated[], training: readonly Rated[], link: ScoreLink): Forecast[] {
  const all = outcomesOf(training) / training.length
  const rates = new Map(
    [...groupBy(training, ({ segment }) => segment)].map(([segment, own]) => [segment, outcomesOf(own) / own.length]),
  )
  return test.map(({ score, outcome, segment }) => ({
    p: riskOf(link, score),
    outcome,
    base: rates.get(segment) ?? all,
  }))
}

function skillOf(test: readonly Rated[], forecasts: readonly Forecast[]): Interval | null {
  const accounts = [...new Set(test.map(({ account }) => account))].sort((a, b) => a - b)
  const places = new Map(accounts.map((account, i) => [account, i]))
  const own = test.map(({ account }) => places.get(account)!)
  const distance = (p: number, outcome: boolean): number => (p - (outcome ? 1 : 0)) ** 2
  return bootstrapEntities({
    ...{ entities: accounts.length, seed: stream(0, 'skill of a fitted score'), resamples: ROUNDS },
    statistic: (drawn) => {
      let [forecast, base] = [0, 0]
      forecasts.forEach((one, i) => {
        forecast += drawn[own[i]!]! * distance(one.p, one.outcome)
        base += drawn[own[i]!]! * distance(one.base!, one.outcome)
      })
      return base === 0 ? Number.NaN : 1 - forecast / base
    },
  })
}

/** Some ninety days each, of moments four weeks apart. */
function stretchesOf(test: readonly Rated[], forecasts: readonly Forecast[]): Stretch[] {
  const first = test.reduce((least, { moment }) => Math.min(least, moment), Number.POSITIVE_INFINITY)
  const groups = groupBy(test.keys(), (i) => Math.floor((test[i]!.moment - first) / MOMENTS_TOGETHER))
  return [...groups]
    .sort(([a], [b]) => a - b)
    .flatMap(([, own]): Stretch[] => {
      const moments = own.map((i) => test[i]!.moment)
      const expected = own.reduce((sum, i) => sum + forecasts[i]!.p, 0)
      const outcomes = own.filter((i) => test[i]!.outcome).length
      if (!(expected > 0)) return []
      const { lower, upper } = poissonLimits(outcomes)
      const ratio = { estimate: outcomes / expected, lower: lower / expected, upper: upper / expected }
      const [from, to] = [moments.reduce((a, b) => Math.min(a, b)), moments.reduce((a, b) => Math.max(a, b))]
      return [{ from, to, expected, outcomes, ratio }]
    })
}

function decilesOf(forecasts: readonly Forecast[]): Decile[] {
  const sorted = forecasts.toSorted((a, b) => a.p - b.p)
  return Array.from({ length: BINS }, (_, i) => {
    const own = sorted.slice(Math.floor((i * sorted.length) / BINS), Math.floor(((i + 1) * sorted.length) / BINS))
    const outcomes = own.filter(({ outcome }) => outcome).length
    const expected = own.length === 0 ? 0 : own.reduce((sum, { p }) => sum + p, 0) / own.length
    return {
      expected,
      accounts: own.length,
      outcomes,
      rate: estimateProportion({ successes: outcomes, total: own.length }),
    }
  }).filter(({ accounts }) => accounts > 0)
}

/** Over the tenths of the earlier values. Null where either is empty. */
export function driftOf(before: readonly number[], now: readonly number[]): Drift | null {
  const known = before.filter((value) => !Number.isNaN(value)).sort((a, b) => a - b)
  if (known.length === 0) return null
  const borders = [
    ...new Set(Array.from({ length: BINS - 1 }, (_, i) => known[Math.floor(((i + 1) * known.length) / BINS)]!)),
  ]
  const countOf = (values: readonly number[]): number[] => {
    const counts = new Array<number>(borders.length + 1).fill(0)
    for (const value of values) {
      if (Number.isNaN(value)) continue
      const bin = borders.findIndex((border) => value < border)
      counts[bin < 0 ? borders.length : bin]! += 1
    }
    return counts
  }
  return measureDrift(countOf(before), countOf(now))
}
