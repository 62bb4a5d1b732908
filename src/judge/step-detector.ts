import { CLOSE_AFTER_DAYS, RECOVERED_RATIO, SETTLE_AFTER_DAYS } from '../config/detectors.ts'
import type { DetectorKind } from '../config/model.ts'
import type { Day } from '../core/time.ts'
import { FALSE, TRUE, UNKNOWN } from '../fold/compare-value.ts'
import type { HeldLevel, SignalState } from './signal-state.ts'
import { type SignalRules, type Standing, type Stepped, stepTrend } from './step-signal.ts'

/** What one judgement of a detector says. */
export type DetectorReading = {
  readonly applies: number
  /** Whether the day is far from usual: 0 no, 1 yes, 2 unknown, or not judged on this day. */
  readonly far: number
  /** While it is on: compared with the level that was held at the opening; NaN where unknown. */
  readonly ratio: number
  /** The level to be held if it opens now. */
  readonly held: Omit<HeldLevel, 'recovered'>
}

export type DetectorRules = { readonly rules: SignalRules; readonly kind: DetectorKind; readonly day: Day }

/**
 * One day of a detector, by the rules of every trend: it opens after days far from usual, and escalates once when the ratio falls below half of what it was at the
 * opening (a rise: above twice). It closes after days at the old level, or once the changed level is the usual one; then it must have been usual before it opens again.
 */
export function stepDetector(
  state: SignalState,
  reading: DetectorReading,
  { rules, kind, day }: DetectorRules,
): Stepped {
  return state.open ? stepOpen(state, reading, { rules, kind, day }) : stepClosed(state, reading, { rules, kind, day })
}

function stepClosed(
  state: SignalState,
  { applies, far, held }: DetectorReading,
  { rules, day }: DetectorRules,
): Stepped {
  const waits = state.settled === true && far !== FALSE
  const standing = { applies, when: waits ? UNKNOWN : far, until: null, escalate: FALSE }
  const stepped = stepTrend(waits ? state : withoutSettled(state), standing, { rules, day })
  return stepped.state.open ? { ...stepped, state: { ...stepped.state, held: { ...held, recovered: 0 } } } : stepped
}

function withoutSettled(state: SignalState): SignalState {
  if (state.settled === undefined) return state
  const { settled: _, ...rest } = state
  return rest
}

function stepOpen(
  { held, ...state }: SignalState,
  { applies, ratio }: DetectorReading,
  { rules, kind, day }: DetectorRules,
): Stepped {
  const { entryRatio, usual, recovered: before } = held ?? { entryRatio: Number.NaN, usual: null, recovered: 0 }
  const known = !Number.isNaN(ratio)
  const up = kind === 'rise'
  const recovered = known ? (isBack(kind, ratio) ? before + 1 : 0) : before
  const settles = known && day - (state.openedDay ?? day) >= SETTLE_AFTER_DAYS
  const ends = recovered >= CLOSE_AFTER_DAYS || settles
  const worse = up ? ratio > entryRatio * 2 : ratio < entryRatio / 2
  const standing: Standing = { applies, when: TRUE, until: ends ? TRUE : FALSE, escalate: worse ? TRUE : FALSE }
  const stepped = stepTrend(state, standing, { rules, day })
  if (stepped.state.open) return { ...stepped, state: { ...stepped.state, held: { entryRatio, usual, recovered } } }
  return settles && recovered < CLOSE_AFTER_DAYS ? { ...stepped, state: { ...stepped.state, settled: true } } : stepped
}

/** Whether a ratio to the level of before counts as back; not where it is unknown. */
export function isBack(kind: DetectorKind, ratio: number): boolean {
  return kind === 'rise' ? ratio <= 1 / RECOVERED_RATIO : ratio >= RECOVERED_RATIO
}
