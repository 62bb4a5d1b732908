import type { Baseline } from './measure-baseline.ts'

/** Where one detector of one entity stands. Plain data; a detector that never hit has none (`CLEAR`). */
export type DetectorState = {
  readonly on: OnState | null
  /** Hits in a row while clear. */
  readonly hits: number
  /** The day on which it last closed; null if it never did. */
  readonly closedOn: number | null
}

export type OnState = {
  readonly since: number
  /** The ratio at which it opened; NaN where there was none. */
  readonly entryRatio: number
  /** What was usual before it opened. Readings are taken against this one until it closes. */
  readonly baseline: Baseline | null
  readonly escalated: boolean
  /** Days in a row on which the ratio was back. */
  readonly recovered: number
}

export type DetectorInput = {
  /** A day as a number; each call is for a later one. */
  readonly day: number
  /** Null on a day on which the test is not judged, or of which nothing is known: it changes no run of hits. */
  readonly hit: boolean | null
  /** Compared with what was expected; NaN where unknown. */
  readonly ratio: number
  /** The baseline of the reading. */
  readonly baseline: Baseline | null
}

export type DetectorRule = {
  /** Hits in a row that open. */
  readonly openAfter: number
  /** The ratio that counts as back, and for how many days in a row. For a rise, at most this instead of at least. */
  readonly recoveredRatio: number
  readonly direction: 'down' | 'up'
  readonly closeAfter: number
  /** It opens again only when more than this many days have passed since it closed. */
  readonly cooldown: number
  /** On for so long, what it shows is the new usual: it closes as settled. */
  readonly settleAfter: number
}

/** Settled: closed without recovery, because the changed level has become the usual one. */
export type DetectorChange = 'opened' | 'closed' | 'escalated' | 'settled'

export type DetectorStep = { readonly state: DetectorState; readonly change: DetectorChange | null }

export const CLEAR: DetectorState = { on: null, hits: 0, closedOn: null }

export const FAST_DROP_STATES: DetectorRule = {
  openAfter: 3,
  recoveredRatio: 0.8,
  direction: 'down',
  closeAfter: 7,
  cooldown: 14,
  settleAfter: 56,
}
export const SLOW_DROP_STATES: DetectorRule = { ...FAST_DROP_STATES, openAfter: 1 }
export const SILENCE_STATES: DetectorRule = { ...FAST_DROP_STATES, openAfter: 1 }
/** Back below 1.25 = 1 / 0.8 of what was usual. */
export const RISE_STATES: DetectorRule = { ...FAST_DROP_STATES, recoveredRatio: 1.25, direction: 'up' }

/**
 * One day of a detector: opens after a run of hits, escalates once when the ratio falls below half of what it was at the opening (a rise: above twice),
 * closes after a run of recovered days, settles after eight weeks. A day of which nothing is known neither opens nor closes.
 */
export function advanceDetector(state: DetectorState, input: DetectorInput, rule: DetectorRule): DetectorStep {
  return state.on === null ? advanceClear(state, input, rule) : advanceOn(state.on, input, rule)
}

function advanceClear(
  state: DetectorState,
  { day, hit, ratio, baseline }: DetectorInput,
  rule: DetectorRule,
): DetectorStep {
  if (hit === null) return { state, change: null }
  const hits = hit ? state.hits + 1 : 0
  const cool = state.closedOn === null || day - state.closedOn > rule.cooldown
  if (hits < rule.openAfter || !cool) return { state: hits === state.hits ? state : { ...state, hits }, change: null }
  const on: OnState = { since: day, entryRatio: ratio, baseline, escalated: false, recovered: 0 }
  return { state: { on, hits: 0, closedOn: state.closedOn }, change: 'opened' }
}

function advanceOn(on: OnState, { day, ratio }: DetectorInput, rule: DetectorRule): DetectorStep {
  const known = !Number.isNaN(ratio)
  const down = rule.direction === 'down'
  const back = down ? ratio >= rule.recoveredRatio : ratio <= rule.recoveredRatio
  const recovered = known ? (back ? on.recovered + 1 : 0) : on.recovered
  if (recovered >= rule.closeAfter) return close(day, 'closed')
  if (known && day - on.since >= rule.settleAfter) return close(day, 'settled')
  const worse = down ? ratio < on.entryRatio / 2 : ratio > on.entryRatio * 2
  const escalates = worse && !on.escalated
  const next: OnState = { ...on, recovered, escalated: on.escalated || escalates }
  return { state: { on: next, hits: 0, closedOn: null }, change: escalates ? 'escalated' : null }
}

function close(day: number, change: 'closed' | 'settled'): DetectorStep {
  return { state: { on: null, hits: 0, closedOn: day }, change }
}
