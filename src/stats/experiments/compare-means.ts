import { student95, studentTwoSidedP } from '../distributions/student.ts'
import type { Interval } from '../interval.ts'
import { meanOf, sumSquaresAround } from '../samples/sum-exactly.ts'

export type MeanDifference = Interval & {
  readonly error: number
  /** Welch and Satterthwaite's; not whole. */
  readonly degrees: number
  readonly p: number
}

/** The difference of two means, first minus second, without taking the variances as equal (Welch 1947). Null where an arm has fewer than two, or nothing varies. */
export function compareMeans(first: readonly number[], second: readonly number[]): MeanDifference | null {
  const [one, two] = [summarise(first), summarise(second)]
  if (one === null || two === null || !(one.variance + two.variance > 0)) return null
  const estimate = one.mean - two.mean
  const error = Math.sqrt(one.variance + two.variance)
  const degrees = error ** 4 / (one.variance ** 2 / (first.length - 1) + two.variance ** 2 / (second.length - 1))
  const width = student95(degrees) * error
  const p = studentTwoSidedP(estimate / error, degrees)
  return { estimate, lower: estimate - width, upper: estimate + width, error, degrees, p }
}

/** The mean, and the variance of the mean. */
function summarise(values: readonly number[]): { mean: number; variance: number } | null {
  const mean = meanOf(values)
  if (mean === null || values.length < 2) return null
  return { mean, variance: sumSquaresAround(values, mean) / (values.length - 1) / values.length }
}
