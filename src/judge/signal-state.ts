import type { Day, Millis } from '../core/time.ts'

/**
 * What a signal remembers of one entity between judgements; plain JSON, kept only where it differs from the default.
 * `run`: judgements in a row for which the condition held. `ordinal`: episodes so far.
 */
export type SignalState = {
  readonly open: boolean
  readonly ordinal: number
  readonly run: number
  readonly escalated: boolean
  /** Day of the last opening and of the last close. */
  readonly openedDay: Day | null
  readonly closedDay: Day | null
  /** Event signals: day of the last matching event while open. */
  readonly matchedDay: Day | null
  /** Open, but at the last close its condition was neither true nor false. Absent: it was. */
  readonly unknown?: true
  /** Of a milestone that was reached: when. The past need not be looked through for it again. */
  readonly reached?: Millis
  /** Of a detector that is open: the level from before, which the days are compared with until it closes. */
  readonly held?: HeldLevel
  /** Of a detector that closed because the changed level had become usual: it must have been usual once before it opens again. */
  readonly settled?: true
}

export type HeldLevel = {
  /** The usual week at the opening; null: silence is compared with none. */
  readonly usual: number | null
  /** The ratio at the opening. */
  readonly entryRatio: number
  /** Days in a row at which the level was back. */
  readonly recovered: number
}

export const DEFAULT_STATE: SignalState = {
  open: false,
  ordinal: 0,
  run: 0,
  escalated: false,
  openedDay: null,
  closedDay: null,
  matchedDay: null,
}

/** Whether the state may be forgotten: it says nothing that the default does not. */
export function isDefaultState(state: SignalState): boolean {
  return !state.open && state.ordinal === 0 && state.run === 0 && state.reached === undefined
}

/** Whether it was open at the close before `day`, told from the state during that day: event signals open and close within days. */
export function wasOpenBefore(state: SignalState, day: Day): boolean {
  if (state.openedDay === null || state.openedDay >= day) return false
  return state.open || (state.closedDay !== null && state.closedDay >= day)
}

/** The state with a note whether its condition is unknown; the same one where nothing changes. */
export function noteUnknown(state: SignalState, unknown: boolean): SignalState {
  if ((state.unknown === true) === unknown) return state
  const { unknown: _, ...known } = state
  return unknown ? { ...known, unknown } : known
}
