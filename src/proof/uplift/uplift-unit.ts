import type { Millis } from '../../core/time.ts'
import type { Measured } from '../../stats/experiments/adjust-by-covariate.ts'
import type { MomentLabel } from '../panel/label-moment.ts'

/** An experiment as it was settled before the first exposure. Plain data: it is kept, and what comes of it is read by it. */
export type UpliftPlan = {
  readonly experiment: string
  /** Decides the arms, together with the name: a new one for each version. */
  readonly salt: string
  /** Share of the units that is held back. */
  readonly holdout: number
  /** The one outcome that decides, within so many days behind the exposure, and whether more of it is good. */
  readonly outcome: string
  readonly withinDays: number
  readonly good: 'more' | 'less'
  /** Rate of the outcome where nothing is done, as it was assumed. */
  readonly base: number
  /** Units over both arms for which it was planned, and the smallest difference that so many find. */
  readonly units: number
  readonly detectable: number
  /** A number known before the exposure, by which noise is taken off the result; null: none. */
  readonly covariate: string | null
  /** Events of which more is harm. */
  readonly guardrails: readonly string[]
  /** The segment by which the effect is told apart; null: none was declared. */
  readonly segment: string | null
}

/** An account at its exposure: whichever arm it is in, it would have been treated then. `label`: what became of it. */
export type UpliftUnit = {
  readonly unit: string
  readonly arm: 'treated' | 'holdout'
  readonly at: Millis
  /** Whether what was tried has reached it; null: nothing is said about that. */
  readonly delivered: boolean | null
  readonly label: MomentLabel
  /** Its days are over, by the calendar. */
  readonly mature: boolean
  /** '': in none, or not known. */
  readonly segment: string
  /** As known at the exposure; NaN: not known, or nothing was planned. */
  readonly covariate: number
  /** By guardrail: its events in as many days before, and in those behind the exposure. */
  readonly guardrails: readonly Measured[]
}
