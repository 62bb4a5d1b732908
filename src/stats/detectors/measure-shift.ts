import { logNegativeBinomialAtLeast, logNegativeBinomialAtMost } from '../distributions/negative-binomial.ts'
import type { Baseline } from './measure-baseline.ts'
import type { SharedDay } from './measure-shared-day.ts'

/** A test whether the last weeks of one entity fit its own baseline. */
export type ShiftTest = {
  /** Length of the window that is tested. */
  readonly weeks: 1 | 4
  readonly direction: 'down' | 'up'
}

export type ShiftInput = {
  /** The count of the window that is tested; NaN where unknown. */
  readonly recent: number
  readonly baseline: Baseline
  readonly shared: SharedDay
}

export type ShiftReading = {
  /** μ: what the window should hold, given the baseline and how the day was for everybody. */
  readonly expected: number
  /** Of the count around `expected`, the uncertainty of the baseline included. */
  readonly variance: number
  /** Probability of a count so low (or so high) if nothing had changed; NaN where the count is unknown. */
  readonly p: number
}

/** The weight of the pooled overdispersion, in weeks. */
const POOLED_WEEKS = 8

/**
 * Measures a window against a baseline. With w = commonFactor · typical a week, the window's count is negative binomial with mean μ = weeks · w and variance
 * (w + κ w²)(weeks + weeks² / baseline weeks); κ is the entity's own overdispersion shrunk to the pooled one. Quadratic in w, so that the rate of false
 * alarms does not grow with an entity's size.
 */
export function measureShift({ recent, baseline, shared }: ShiftInput, { weeks, direction }: ShiftTest): ShiftReading {
  const week = shared.commonFactor * baseline.typical
  const expected = weeks * week
  const kappa = blendOverdispersion(baseline, shared.overdispersion)
  const variance = (week + kappa * week * week) * (weeks + (weeks * weeks) / baseline.weeks)
  if (Number.isNaN(recent)) return { expected, variance, p: Number.NaN }
  const count = { mean: expected, variance }
  const logP =
    direction === 'down' ? logNegativeBinomialAtMost(recent, count) : logNegativeBinomialAtLeast(recent, count)
  return { expected, variance, p: Math.exp(logP) }
}

function blendOverdispersion(baseline: Baseline, pooled: number): number {
  const own = baseline.weeks - 1
  return (POOLED_WEEKS * pooled + own * baseline.overdispersion) / (POOLED_WEEKS + own)
}
