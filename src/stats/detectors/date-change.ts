import { logGamma } from '../distributions/gamma.ts'

export type Change = {
  /** Index of the first week after the change. */
  readonly at: number
  /** Mean week before and after. */
  readonly before: number
  readonly after: number
  /** Log-likelihood gained by two levels instead of one. */
  readonly gain: number
}

const LEAST_WEEKS_EACH = 2
const LEAST_GAIN = 5

/**
 * When the level changed: the split of the weeks (counts, oldest first; the last twelve are usual) with the largest gain in log-likelihood, two weeks at least
 * on each side. Poisson, or negative binomial with the given overdispersion κ. Null if no split gains more than 5; of equal gains the earliest.
 */
export function dateChange(weeks: readonly number[], overdispersion = 0): Change | null {
  const whole = fitLevel(weeks, overdispersion)
  let best: Change | null = null
  for (let at = LEAST_WEEKS_EACH; at <= weeks.length - LEAST_WEEKS_EACH; at++) {
    const before = fitLevel(weeks.slice(0, at), overdispersion)
    const after = fitLevel(weeks.slice(at), overdispersion)
    const gain = before.logLikelihood + after.logLikelihood - whole.logLikelihood
    if (gain > (best?.gain ?? LEAST_GAIN)) best = { at, before: before.mean, after: after.mean, gain }
  }
  return best
}

/** For a fixed κ the mean is the best level of a negative binomial too. Terms that do not depend on the level cancel in the gain of a Poisson. */
function fitLevel(weeks: readonly number[], overdispersion: number): { mean: number; logLikelihood: number } {
  const mean = weeks.reduce((a, b) => a + b, 0) / weeks.length
  const logLikelihood = weeks.reduce((sum, week) => sum + logDensity(week, mean, overdispersion), 0)
  return { mean, logLikelihood }
}

function logDensity(count: number, mean: number, overdispersion: number): number {
  if (mean === 0) return 0
  if (overdispersion <= 0) return count * Math.log(mean) - mean - logGamma(count + 1)
  const size = 1 / overdispersion
  const combinations = logGamma(count + size) - logGamma(size) - logGamma(count + 1)
  return combinations - size * Math.log1p(mean / size) + count * Math.log(mean / (size + mean))
}
