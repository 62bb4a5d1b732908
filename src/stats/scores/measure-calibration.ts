import { logit } from '../distributions/logit.ts'
import { poissonLimits } from '../distributions/poisson.ts'
import { type Interval, intervalAround } from '../interval.ts'
import { climbCases } from '../models/fit-logistic.ts'
import { sumExactly } from '../samples/sum-exactly.ts'
import type { Forecast } from './measure-brier.ts'

export type Calibration = {
  /** Of the outcome's logit over the forecast's: 1 is right, below it forecasts are too far apart. Null where it has no best value. */
  readonly slope: Interval | null
  /** Intercept of the same fit. */
  readonly intercept: Interval | null
  /** Calibration in the large: what has to be added to every forecast's logit; 0 is right. */
  readonly inTheLarge: Interval | null
  readonly observed: number
  readonly expected: number
  /** Observed / expected, with exact Poisson limits. */
  readonly ratio: Interval
}

/** Forecasts of 0 and 1 have no logit; they are taken as this far from it. */
const CERTAIN = 1e-9

/** How forecasts compare with what happened (Cox 1958; Steyerberg 2009). Null without forecasts, or where none expects anything. */
export function measureCalibration(forecasts: readonly Forecast[]): Calibration | null {
  const expected = sumExactly(forecasts.map(({ p }) => p))
  if (!(expected > 0)) return null
  const observed = forecasts.filter(({ outcome }) => outcome).length
  const limits = poissonLimits(observed)
  const recalibrated = fitLine(forecasts, 'slope')
  return {
    slope: recalibrated?.[1] ?? null,
    intercept: recalibrated?.[0] ?? null,
    inTheLarge: fitLine(forecasts, 'shift')?.[0] ?? null,
    observed,
    expected,
    ratio: { estimate: observed / expected, lower: limits.lower / expected, upper: limits.upper / expected },
  }
}

function fitLine(forecasts: readonly Forecast[], what: 'slope' | 'shift'): readonly Interval[] | null {
  const outcomes = forecasts.map(({ outcome }) => outcome)
  if (!outcomes.includes(true) || !outcomes.includes(false)) return null
  const free = what === 'slope'
  const cases = forecasts.map(({ p, outcome }) => {
    const known = logit(Math.min(1 - CERTAIN, Math.max(CERTAIN, p)))
    return { row: free ? [1, known] : [1], outcome, weight: 1, offset: free ? 0 : known }
  })
  const summit = climbCases(cases, { penalty: 0, start: free ? [0, 1] : [0] })
  if (summit === null) return null
  return summit.at.map((value, i) =>
    intervalAround(value, summit.errors[i]!, [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY]),
  )
}
