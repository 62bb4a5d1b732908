import { logNegativeBinomialAtLeast, logNegativeBinomialAtMost } from '../distributions/negative-binomial.ts'
import { type DailyCounts, sumLastDays, sumWeeksBefore, WEEK } from './daily-counts.ts'
import { type Baseline, measureBaseline } from './measure-baseline.ts'
import type { Reference } from './measure-reference.ts'

/** A test whether the last weeks of one entity fit its own baseline. */
export type ShiftRule = {
  /** Length of the window that is tested. */
  readonly weeks: 1 | 4
  readonly direction: 'down' | 'up'
  /** Hit only if so low (or high) a count had at most this probability. */
  readonly alpha: number
  /** Hit only if the ratio to what was expected is at most (up: at least) this. */
  readonly ratio: number
  /** Hit only if at least so many were expected in the window. */
  readonly leastExpected: number
  /** Hit only if the count differs by at least this from what was expected: 2 for seats, else 0. */
  readonly leastChange: number
}

/** Judged daily, three hits in a row open. */
export const FAST_DROP: ShiftRule = {
  weeks: 1,
  direction: 'down',
  alpha: 0.01,
  ratio: 0.6,
  leastExpected: 5,
  leastChange: 0,
}
/** Judged weekly, one hit opens. */
export const SLOW_DROP: ShiftRule = {
  weeks: 4,
  direction: 'down',
  alpha: 0.005,
  ratio: 0.75,
  leastExpected: 20,
  leastChange: 0,
}
/** Judged daily, three hits in a row open. */
export const RISE: ShiftRule = { weeks: 1, direction: 'up', alpha: 0.005, ratio: 1.6, leastExpected: 5, leastChange: 0 }

export type ShiftInput = {
  /** The count of the window that is tested; NaN where unknown. */
  readonly recent: number
  readonly baseline: Baseline
  readonly reference: Reference
}

export type ShiftReading = {
  /** μ: what the window should hold, given the baseline and how the day was for everybody. */
  readonly expected: number
  /** Of the count around `expected`, the uncertainty of the baseline included. */
  readonly variance: number
  /** Probability of a count so low (or so high) if nothing had changed. */
  readonly p: number
  /** (recent + ½) / (expected + ½). */
  readonly ratio: number
  /** Null where the window is not known. */
  readonly hit: boolean | null
}

/** The weight of the pooled overdispersion, in weeks. */
const POOLED_WEEKS = 8

/**
 * Judges a window against a baseline. With w = commonFactor · typical a week, the window's count is negative binomial with mean μ = weeks · w and variance
 * (w + κ w²)(weeks + weeks² / baseline weeks); κ is the entity's own overdispersion shrunk to the pooled one. Quadratic in w, so that the rate of false
 * alarms does not grow with an entity's size.
 */
export function detectShift({ recent, baseline, reference }: ShiftInput, rule: ShiftRule): ShiftReading {
  const week = reference.commonFactor * baseline.typical
  const expected = rule.weeks * week
  const kappa = blendOverdispersion(baseline, reference.overdispersion)
  const variance = (week + kappa * week * week) * (rule.weeks + (rule.weeks * rule.weeks) / baseline.weeks)
  if (Number.isNaN(recent)) return { expected, variance, p: Number.NaN, ratio: Number.NaN, hit: null }
  const ratio = (recent + 0.5) / (expected + 0.5)
  const count = { mean: expected, variance }
  const down = rule.direction === 'down'
  const logP = down ? logNegativeBinomialAtMost(recent, count) : logNegativeBinomialAtLeast(recent, count)
  const p = Math.exp(logP)
  const far = down ? ratio <= rule.ratio : ratio >= rule.ratio
  const change = down ? expected - recent : recent - expected
  const hit = far && p <= rule.alpha && expected >= rule.leastExpected && change >= rule.leastChange
  return { expected, variance, p, ratio, hit }
}

/** What `detectShift` needs of an entity's daily counts: the window, and the baseline of the weeks before it; null while warming up. */
export function readShiftWindow(counts: DailyCounts, rule: ShiftRule): { recent: number; baseline: Baseline } | null {
  const baseline = measureBaseline(sumWeeksBefore(counts, rule.weeks * WEEK))
  return baseline === null ? null : { recent: sumLastDays(counts, rule.weeks * WEEK), baseline }
}

function blendOverdispersion(baseline: Baseline, pooled: number): number {
  const own = baseline.weeks - 1
  return (POOLED_WEEKS * pooled + own * baseline.overdispersion) / (POOLED_WEEKS + own)
}
