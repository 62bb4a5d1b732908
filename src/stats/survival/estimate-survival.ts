import { Z95 } from '../distributions/normal.ts'
import { type FollowUp, listEventTimes } from './follow-up.ts'

export type SurvivalStep = {
  readonly time: number
  readonly atRisk: number
  readonly events: number
  /** Share to whom the event has not happened up to and including `time`. */
  readonly survival: number
  /** Greenwood's standard error. */
  readonly error: number
  /** Limits from ln(−ln S), inside [0, 1]; null where nobody is left and the variance says nothing. */
  readonly limits: { readonly lower: number; readonly upper: number } | null
}

/** Kaplan and Meier's curve (1958): one step for each time with events, in order; it is 1 before the first. */
export function estimateSurvival(rows: readonly FollowUp[]): readonly SurvivalStep[] {
  let survival = 1
  let variance = 0
  return listEventTimes(rows).map(({ time, atRisk, events }) => {
    survival *= 1 - events / atRisk
    variance += events / (atRisk * (atRisk - events))
    const known = survival > 0
    const error = known ? survival * Math.sqrt(variance) : 0
    return { time, atRisk, events, survival, error, limits: known ? limitsOf(survival, Math.sqrt(variance)) : null }
  })
}

/** The first time at which at most this share is left without the event: the median by default. Null where the curve does not come down so far. */
export function timeUntilLeft(curve: readonly SurvivalStep[], share = 0.5): number | null {
  return curve.find(({ survival }) => survival <= share)?.time ?? null
}

function limitsOf(survival: number, relativeError: number): { lower: number; upper: number } {
  const width = (Z95 * relativeError) / Math.abs(Math.log(survival))
  return { lower: survival ** Math.exp(width), upper: survival ** Math.exp(-width) }
}
