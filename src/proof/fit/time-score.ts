import { stream } from '../../core/stream.ts'
import type { Interval } from '../../stats/interval.ts'
import { bootstrapEntities } from '../../stats/samples/bootstrap-entities.ts'
import { estimateHazardRatio } from '../../stats/survival/estimate-hazard-ratio.ts'
import { measureConcordance } from '../../stats/survival/measure-concordance.ts'
import { type Notice, noticeOf } from '../backtest/measure-notice.ts'
import { orNever } from '../backtest/or-never.ts'
import type { Rated } from './test-score.ts'

/** How a fitted score did on when the outcome came, on time that it was not fitted on. */
export type ScoreTiming = {
  /** Of pairs of which one had the outcome earlier, in how many the score said so (Harrell's C), and the plain rule; from each account's first moment of the test. */
  readonly concordance: Interval | null
  readonly plainConcordance: Interval | null
  /** How many times as fast the outcome comes with every ten points toward it (Cox); and among those alike in the plain rule. */
  readonly hazard: Interval | null
  readonly hazardBesidePlain: Interval | null
  /** Days from a look at which the score had them among the likely to the decision. */
  readonly notice: Notice | null
}

export type Timing = {
  readonly isBad: boolean
  /** Whether a score lies in the band of those who are likely to have the outcome. */
  readonly isLikely: (score: number) => boolean
  /** Days that it takes to act. */
  readonly gapDays: number
}

const ROUNDS = 200
/** More pairs make the limits no truer, and the drawing long. */
const MOST_ACCOUNTS = 1_000
const TEN_POINTS = 10

export function timeScore(tested: readonly Rated[], { isBad, isLikely, gapDays }: Timing): ScoreTiming {
  const toward = isBad ? -1 : 1
  const first = thin(firstOfEach(tested))
  const plainOf = ({ plain }: Rated): number => Math.max(0, orNever(plain))
  const steps = ({ score }: Rated): number => (toward * score) / TEN_POINTS
  return {
    concordance: concordanceOf(first, ({ score }) => toward * score),
    plainConcordance: concordanceOf(first, (row) => -toward * plainOf(row)),
    hazard: estimateHazardRatio(first.map((row) => ({ ...row.followUp, covariates: [steps(row)] }))),
    hazardBesidePlain: estimateHazardRatio(
      first.map((row) => ({ ...row.followUp, covariates: [steps(row), Math.log1p(plainOf(row))] })),
    ),
    notice: noticeOf(noticeDays(tested, isLikely), gapDays),
  }
}

function firstOfEach(tested: readonly Rated[]): Rated[] {
  const first = new Map<number, Rated>()
  for (const row of tested) {
    const known = first.get(row.account)
    if (known === undefined || row.moment < known.moment) first.set(row.account, row)
  }
  return [...first.values()].sort((a, b) => a.account - b.account)
}

function thin(rows: readonly Rated[]): Rated[] {
  const step = Math.max(1, rows.length / MOST_ACCOUNTS)
  return Array.from({ length: Math.min(rows.length, MOST_ACCOUNTS) }, (_, i) => rows[Math.floor(i * step)]!)
}

function concordanceOf(rows: readonly Rated[], riskOf: (row: Rated) => number): Interval | null {
  const ranked = rows.map((row) => ({ ...row.followUp, risk: riskOf(row) }))
  if (measureConcordance(ranked) === null) return null
  return bootstrapEntities({
    ...{ entities: rows.length, seed: stream(0, 'concordance of a fitted score'), resamples: ROUNDS },
    statistic: (drawn) =>
      measureConcordance(ranked.flatMap((row, i) => (drawn[i] === 0 ? [] : [{ ...row, weight: drawn[i]! }])))?.index ??
      Number.NaN,
  })
}

/** Of every outcome that was seen coming, from the first of the looks within whose days it came. */
function noticeDays(tested: readonly Rated[], isLikely: (score: number) => boolean): number[] {
  const seen = new Map<number, Rated>()
  for (const row of tested) {
    if (!row.outcome || !isLikely(row.score)) continue
    const known = seen.get(row.account)
    if (known === undefined || row.moment < known.moment) seen.set(row.account, row)
  }
  return [...seen.values()].map(({ followUp }) => followUp.time)
}
