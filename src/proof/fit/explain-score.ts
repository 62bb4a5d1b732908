import { medianOf } from '../../stats/samples/order-statistics.ts'
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
