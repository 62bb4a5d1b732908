import type { Day } from '../core/time.ts'

/**
 * What a signal remembers of one entity between judgements; plain JSON, kept only where it differs from the default.
 * `run`: judgements in a row for which the condition held. `ordinal`: episodes so far.
 */
export type SignalState = {
  readonly open: boolean
  readonly ordinal: number
  readonly run: number
  readonly escalated: boolean
  readonly closedDay: Day | null
  /** Event signals: day of the last matching event while open. */
  readonly matchedDay: Day | null
}

export const DEFAULT_STATE: SignalState = {
  open: false,
  ordinal: 0,
  run: 0,
  escalated: false,
  closedDay: null,
  matchedDay: null,
}

/** Whether the state may be forgotten: it says nothing that the default does not. */
export function isDefaultState(state: SignalState): boolean {
  return !state.open && state.ordinal === 0 && state.run === 0
}
