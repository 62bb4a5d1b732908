import type { Day } from '../core/time.ts'
import { FALSE, TRUE } from '../fold/compare-value.ts'
import { type Conditions, standingAt } from './judge-condition.ts'
import type { SignalState } from './signal-state.ts'
import { type Change, type SignalRules, stepTrend } from './step-signal.ts'

/** A change of state at the close of a day. */
export type SignalChange = { readonly what: Change; readonly day: Day; readonly ordinal: number }

export type JudgedSignal = {
  readonly state: SignalState
  readonly changes: readonly SignalChange[]
  /** 1 on days at whose close the signal is open. */
  readonly open: Uint8Array
}

export type SignalInput = {
  readonly signal: SignalRules
  readonly conditions: Conditions
  readonly present: Uint8Array | null
  readonly state: SignalState
  readonly from: Day
  /** Where to note the open days; a fresh array when absent. */
  readonly open?: Uint8Array
}

/** Runs a trend signal over the judged days from the state before them. One day or many: the same steps. */
export function judgeSignal(input: SignalInput): JudgedSignal {
  const { signal, conditions, present, state: before, from } = input
  const days = conditions.when.length
  const open = input.open ?? new Uint8Array(days)
  const changes: SignalChange[] = []
  let state = before
  for (let i = 0; i < days; i++) {
    if ((present === null || present[i] === 1) && idles(state, conditions, i)) {
      open[i] = state.open ? 1 : 0
      continue
    }
    const stepped = stepTrend(state, standingAt(conditions, i, present), { rules: signal, day: from + i })
    state = stepped.state
    for (const what of stepped.changes) changes.push({ what, day: from + i, ordinal: state.ordinal })
    open[i] = state.open ? 1 : 0
  }
  return { state, changes, open }
}

/** Nothing can happen on most days: the signal is closed, waits for nothing and its condition is false; or it is open and nothing ends it. */
function idles(state: SignalState, { applies, when, until, escalate }: Conditions, i: number): boolean {
  if (!state.open) return state.run === 0 && when[i] === FALSE
  const ends = until === null ? when[i] === FALSE : until[i] === TRUE
  return !ends && (applies === null || applies[i] !== FALSE) && (escalate === null || state.escalated)
}
