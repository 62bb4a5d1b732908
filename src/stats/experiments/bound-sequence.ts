import type { Interval } from '../interval.ts'
import type { Share } from '../proportions/share.ts'

export type Looking = {
  /** Units whose outcome is known, over both arms. */
  readonly units: number
  /** The number of units the experiment was planned for: there the limits are tightest. */
  readonly planned: number
  /** Standard error of the estimate. */
  readonly error: number
}

/** With fewer units nothing is shown: the limits hold for large numbers. */
export const LEAST_UNITS = 100
const ALPHA = 0.05

/**
 * Limits that hold at every look, however often one looks: a normal-mixture confidence sequence (Robbins 1970; Howard, Ramdas, McAuliffe and Sekhon 2021;
 * Waudby-Smith and others 2021). Half width √(error² n) √(2 (nρ² + 1) / (nρ)² ln(√(nρ² + 1) / α)), ρ² = (−2 ln α + ln(−2 ln α + 1)) / planned. Null below 100 units.
 */
export function boundSequence(estimate: number, { units, planned, error }: Looking): Interval | null {
  if (units < LEAST_UNITS) return null
  const half = error * sequenceWidth({ units, planned })
  return { estimate, lower: estimate - half, upper: estimate + half }
}

/** How many standard errors those limits lie from the estimate: 3.03 when the planned units are there, more before and after. */
export function sequenceWidth({ units, planned }: Pick<Looking, 'units' | 'planned'>): number {
  const target = -2 * Math.log(ALPHA)
  const rho2 = (target + Math.log(target + 1)) / planned
  const grown = units * rho2 + 1
  return Math.sqrt(((2 * grown) / (units * rho2)) * Math.log(Math.sqrt(grown) / ALPHA))
}

/** Standard error of a difference of two rates (unpooled), for `boundSequence`; null where an arm is empty. */
export function differenceError(first: Share, second: Share): number | null {
  if (first.total === 0 || second.total === 0) return null
  return Math.sqrt(rateVariance(first) + rateVariance(second))
}

/** With half a success and half a failure added where all agree, so that it is never 0. */
function rateVariance({ successes, total }: Share): number {
  const added = successes === 0 || successes === total ? 0.5 : 0
  const rate = (successes + added) / (total + 2 * added)
  return (rate * (1 - rate)) / total
}
