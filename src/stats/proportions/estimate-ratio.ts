import { type Interval, intervalOfLog } from '../interval.ts'
import { type Arms, cellsOf } from './share.ts'

/**
 * Risk ratio: how many times the others' rate the exposed ones' rate is, with limits from the variance of its logarithm 1/a − 1/n₁ + 1/c − 1/n₀ (Katz 1978).
 * Where an arm has no success, or everybody in both has, half a success and one case are added to each arm. Null if an arm is empty or nobody succeeded.
 */
export function estimateRiskRatio({ exposed, other }: Arms): Interval | null {
  if (exposed.total === 0 || other.total === 0 || exposed.successes + other.successes === 0) return null
  const everybody = exposed.successes === exposed.total && other.successes === other.total
  const added = exposed.successes === 0 || other.successes === 0 || everybody ? 0.5 : 0
  const [a, n1] = [exposed.successes + added, exposed.total + 2 * added]
  const [c, n0] = [other.successes + added, other.total + 2 * added]
  return intervalOfLog(Math.log(a / n1) - Math.log(c / n0), Math.sqrt(1 / a - 1 / n1 + 1 / c - 1 / n0))
}

/**
 * Odds ratio with Woolf's limits, `prior` added to each cell: ½ by default (Haldane 1956, Anscombe 1956). Null if an arm is empty.
 */
export function estimateOddsRatio(arms: Arms, prior = 0.5): Interval | null {
  if (arms.exposed.total === 0 || arms.other.total === 0) return null
  const { a, b, c, d } = cellsOf(arms)
  const log = Math.log(a + prior) - Math.log(b + prior) - Math.log(c + prior) + Math.log(d + prior)
  return intervalOfLog(log, Math.sqrt(1 / (a + prior) + 1 / (b + prior) + 1 / (c + prior) + 1 / (d + prior)))
}

export type EValue = {
  /** For the estimate. */
  readonly estimate: number
  /** For the limit nearer to 1; 1 where the interval covers 1. */
  readonly bound: number
}

/**
 * E-value: how strongly a hidden cause would have to go with both exposure and outcome (as a risk ratio with each) to explain a risk ratio away:
 * RR + √(RR (RR − 1)), of the inverse below 1 (VanderWeele and Ding 2017).
 */
export function measureEValue(ratio: Interval): EValue {
  const near = ratio.estimate >= 1 ? Math.max(1, ratio.lower) : Math.min(1, ratio.upper)
  return { estimate: eValueOf(ratio.estimate), bound: eValueOf(near) }
}

function eValueOf(ratio: number): number {
  const above = ratio >= 1 ? ratio : 1 / ratio
  return above + Math.sqrt(above * (above - 1))
}
