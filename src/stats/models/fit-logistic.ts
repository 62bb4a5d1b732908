import { logistic } from '../distributions/logit.ts'
import { meanOf, sumExactly, sumSquaresAround } from '../samples/sum-exactly.ts'
import { climb, type Hill } from './climb.ts'

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
  const weightOf = (i: number) => weights?.[i] ?? 1
  const design = { rows, outcomes, penalty, weights: rows.map((_, i) => weightOf(i)) }
  const summit = climb((point) => measureHill(design, point), new Array<number>(varying.length + 1).fill(0))
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

export type Design = {
  /** Each begins with 1, for the intercept. */
  readonly rows: readonly (readonly number[])[]
  readonly outcomes: readonly boolean[]
  readonly penalty: number
  readonly weights: readonly number[]
  /** Added to each row's logit. */
  readonly offsets?: readonly number[]
}

/** Penalised log-likelihood at a point. */
export function measureHill({ rows, outcomes, penalty, weights, offsets }: Design, point: readonly number[]): Hill {
  const size = point.length
  const slope = point.map((beta, j) => (j === 0 ? 0 : -penalty * beta))
  const information = point.map((_, j) => point.map((_, k) => (j === k && j > 0 ? penalty : 0)))
  let value = -(penalty / 2) * point.reduce((sum, beta, j) => (j === 0 ? sum : sum + beta * beta), 0)
  rows.forEach((row, i) => {
    let logit = offsets?.[i] ?? 0
    for (let j = 0; j < size; j++) logit += row[j]! * point[j]!
    const risk = logistic(logit)
    const weight = weights[i]!
    value -= weight * logLoss(logit, outcomes[i]!)
    const rest = weight * ((outcomes[i] ? 1 : 0) - risk)
    const curvature = weight * risk * (1 - risk)
    for (let j = 0; j < size; j++) {
      slope[j]! += rest * row[j]!
      for (let k = 0; k < size; k++) information[j]![k]! += curvature * row[j]! * row[k]!
    }
  })
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
