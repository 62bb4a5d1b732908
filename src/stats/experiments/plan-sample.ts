import { normalCdf, normalQuantile, Z95 } from '../distributions/normal.ts'

const POWER = 0.8

export type TwoRates = {
  readonly first: number
  readonly second: number
  /** Units of the first arm for each of the second: 4 with a holdout of 20 %. */
  readonly ratio: number
}

export type PlannedSample = { readonly first: number; readonly second: number }

/**
 * Units in each arm to find a difference of two rates, two-sided at 5 %, with this power: (z₀.₉₇₅ + z_power)² (p₁q₁ / ratio + p₂q₂) / (p₁ − p₂)² in the second,
 * rounded up. Null where the rates do not differ, or neither varies. (Fleiss, Levin and Paik 2003, without pooling.)
 */
export function planSample({ first, second, ratio }: TwoRates, power = POWER): PlannedSample | null {
  const variance = (first * (1 - first)) / ratio + second * (1 - second)
  if (first === second || !(variance > 0)) return null
  const units = ((Z95 + normalQuantile(power)) ** 2 * variance) / (first - second) ** 2
  return { first: Math.ceil(units * ratio), second: Math.ceil(units) }
}

/** Chance to find a difference of two rates, two-sided at 5 %, with so many units; the far tail is left out. Null where an arm is empty or nothing varies. */
export function estimatePower(
  first: { rate: number; units: number },
  second: { rate: number; units: number },
): number | null {
  const error = Math.sqrt(
    (first.rate * (1 - first.rate)) / first.units + (second.rate * (1 - second.rate)) / second.units,
  )
  if (!(first.units > 0 && second.units > 0 && error > 0)) return null
  return normalCdf(Math.abs(first.rate - second.rate) / error - Z95)
}

/**
 * The smallest difference of two rates that these arms find with this power, two-sided at 5 %, where both vary as the base rate does:
 * (z₀.₉₇₅ + z_power) √(p (1 − p) (1/n₁ + 1/n₂)). Null where an arm is empty.
 */
export function detectableDifference(base: number, { first, second }: PlannedSample, power = POWER): number | null {
  if (!(first > 0 && second > 0)) return null
  return (Z95 + normalQuantile(power)) * Math.sqrt(base * (1 - base) * (1 / first + 1 / second))
}

/**
 * By how much a difference has to be larger to be found as often when limits hold at every look as when one looks once at the end: (width + z_power) /
 * (z₀.₉₇₅ + z_power), the width in standard errors. Its square is by how many times as many units it takes.
 */
export function factorOfLooking(width: number, power = POWER): number {
  return (width + normalQuantile(power)) / (Z95 + normalQuantile(power))
}

const MOST_WEEKS = 52

/** Weeks until so many more units are there, at the present pace; null where it would take more than a year, and waiting is no answer. */
export function weeksUntil(missing: number, perWeek: number): number | null {
  const weeks = missing <= 0 ? 0 : Math.ceil(missing / perWeek)
  return weeks <= MOST_WEEKS ? weeks : null
}
