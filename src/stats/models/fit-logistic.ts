import { logistic } from '../distributions/logit.ts'
import { compareRows } from '../samples/compare-rows.ts'
import { meanOf, sumExactly, sumSquaresAround } from '../samples/sum-exactly.ts'
import { climb, type Hill, type Summit } from './climb.ts'

export type LogisticInput = {
  /** One row of features for each case; all of the same length, which may be 0. */
  readonly features: readonly (readonly number[])[]
  readonly outcomes: readonly boolean[]
  /** Ridge penalty λ/2 |β|² on the standardised coefficients; the intercept is free. */
  readonly penalty: number
  /** Weight of each row, such as 1 / rows of the entity; 1 by default. */
  readonly weights?: readonly number[]
}

export type LogisticModel = {
  readonly intercept: number
  /** For standardised features: (x − mean) / deviation. 0 for a feature that does not vary. */
  readonly coefficients: readonly number[]
  /** Of the training rows; the deviation of the population (divided by n). */
  readonly means: readonly number[]
  readonly deviations: readonly number[]
}

/**
 * Logistic regression with a ridge penalty on features standardised by the training rows, by Newton's method with step halving (Hoerl and Kennard 1970;
 * le Cessie and van Houwelingen 1992). Null with one class only, or where λ is 0 and the classes can be separated.
 */
export function fitLogistic({ features, outcomes, penalty, weights }: LogisticInput): LogisticModel | null {
  if (!outcomes.includes(true) || !outcomes.includes(false)) return null
  const columns = (features[0] ?? []).map((_, j) => features.map((row) => row[j]!))
  const means = columns.map((column) => meanOf(column)!)
  const deviations = columns.map((column, j) => deviationOf(column, means[j]!))
  const varying = deviations.flatMap((deviation, j) => (deviation > 0 ? [j] : []))
  const rows = features.map((row) => [1, ...varying.map((j) => (row[j]! - means[j]!) / deviations[j]!)])
  const cases = rows.map((row, i) => ({ row, outcome: outcomes[i]!, weight: weights?.[i] ?? 1, offset: 0 }))
  const summit = climbCases(cases, { penalty, start: new Array<number>(varying.length + 1).fill(0) })
  if (summit === null) return null
  const fitted = new Map(varying.map((j, place) => [j, summit.at[place + 1]!]))
  const coefficients = columns.map((_, j) => fitted.get(j) ?? 0)
  return { intercept: summit.at[0]!, coefficients, means, deviations }
}

/** The logit of the risk of one case. */
export function logitOf(
  { intercept, coefficients, means, deviations }: LogisticModel,
  features: readonly number[],
): number {
  return sumExactly([
    intercept,
    ...coefficients.map((beta, j) => (beta === 0 ? 0 : (beta * (features[j]! - means[j]!)) / deviations[j]!)),
  ])
}

/** One row of a logistic regression. */
export type Case = {
  /** Begins with 1, for the intercept. */
  readonly row: readonly number[]
  readonly outcome: boolean
  readonly weight: number
  /** Added to the row's logit. */
  readonly offset: number
}

/** The coefficients at which the penalised likelihood of the cases is largest, whatever their order; null where there are none. */
export function climbCases(
  cases: readonly Case[],
  { penalty, start }: { readonly penalty: number; readonly start: readonly number[] },
): Summit | null {
  const keyed = cases.map((one) => ({ one, key: [...one.row, one.offset, one.weight, one.outcome ? 1 : 0] }))
  const ordered = keyed.sort((a, b) => compareRows(a.key, b.key)).map(({ one }) => one)
  return climb((point) => measureHill(ordered, penalty, point), start)
}

function measureHill(cases: readonly Case[], penalty: number, point: readonly number[]): Hill {
  const size = point.length
  const slope = point.map((beta, j) => (j === 0 ? 0 : -penalty * beta))
  const information = point.map((_, j) => point.map((_, k) => (j === k && j > 0 ? penalty : 0)))
  let value = -(penalty / 2) * point.reduce((sum, beta, j) => (j === 0 ? sum : sum + beta * beta), 0)
  for (const { row, outcome, weight, offset } of cases) {
    let logit = offset
    for (let j = 0; j < size; j++) logit += row[j]! * point[j]!
    const risk = logistic(logit)
    value -= weight * logLoss(logit, outcome)
    const rest = weight * ((outcome ? 1 : 0) - risk)
    const curvature = weight * risk * (1 - risk)
    for (let j = 0; j < size; j++) {
      slope[j]! += rest * row[j]!
      for (let k = 0; k < size; k++) information[j]![k]! += curvature * row[j]! * row[k]!
    }
  }
  return { value, slope, information }
}

/** −ln of the probability that the logit gives to what happened. */
export function logLoss(logit: number, outcome: boolean): number {
  const against = outcome ? -logit : logit
  return against > 0 ? against + Math.log1p(Math.exp(-against)) : Math.log1p(Math.exp(against))
}

function deviationOf(column: readonly number[], mean: number): number {
  return Math.sqrt(sumSquaresAround(column, mean) / column.length)
}
