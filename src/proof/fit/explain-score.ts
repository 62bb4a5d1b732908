import { explainPoints, pointsOfRisk } from '../../stats/models/explain-points.ts'
import { medianOf } from '../../stats/samples/order-statistics.ts'
import { riskOf, type ScoreLink } from './calibrate-score.ts'
import { earnOf, type FittedPoints, scoreOf } from './fit-points.ts'

/** An account as it stands, with the numbers it had. */
export type Standing = { readonly account: number; readonly segment: number; readonly values: readonly number[] }

/** Points of a part above or below what is usual in the segment; unknown parts are left out. */
export type Reason = { readonly part: number; readonly points: number }
export type Explained = {
  readonly score: number
  /** The worst first. With `usual` they add up to the score where all parts are known. */
  readonly reasons: readonly Reason[]
  readonly usual: number
}

/** What is usual: by segment the median of what each part earns. */
export function usualPoints(points: FittedPoints, standing: readonly Standing[]): Map<number, readonly number[]> {
  const earned = standing.map(({ segment, values }) => ({ segment, own: earnOf(points, values) }))
  const medians = (of: readonly (readonly number[])[]): number[] =>
    points.parts.map((_, part) => medianOf(of.flatMap((own) => (Number.isNaN(own[part]!) ? [] : [own[part]!]))) ?? 0)
  return new Map(
    [...new Set(earned.map(({ segment }) => segment))].map((segment) => [
      segment,
      medians(earned.filter((one) => one.segment === segment).map(({ own }) => own)),
    ]),
  )
}

export function explainScore(points: FittedPoints, values: readonly number[], usual: readonly number[]): Explained {
  const reasons = earnOf(points, values)
    .flatMap((own, part) => (Number.isNaN(own) ? [] : [{ part, points: own - usual[part]! }]))
    .sort((a, b) => a.points - b.points)
  return { score: scoreOf(points, values), reasons, usual: usual.reduce((sum, one) => sum + one, 0) }
}

/** An account on the scale of risk: 50 is usual for its segment, and every ten points more halve the odds of the outcome. */
export type Health = {
  /** Whole, 0 to 100. */
  readonly points: number
  /** Of each reason, in their order; they add up to what the score's risk is away from 50, before it is rounded and kept in 0 … 100. */
  readonly reasons: readonly number[]
}

export function healthOf(link: ScoreLink, { score, reasons, usual }: Explained): Health {
  const ones = reasons.map(() => 1)
  const linear = {
    intercept: 0,
    means: reasons.map(() => 0),
    coefficients: ones.map(() => link.slope),
    deviations: ones,
  }
  return {
    points: pointsOfRisk(riskOf(link, score), riskOf(link, usual)),
    reasons: explainPoints(
      linear,
      reasons.map(({ points }) => points),
      reasons.map(() => 0),
    ),
  }
}
