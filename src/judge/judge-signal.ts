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
  readonly present: Uint8Array
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
  let changes: SignalChange[] | null = null
  let state = before
  for (let i = 0; i < days; i++) {
    const next = idleUntil(state, { conditions, present }, i)
    if (next > i) {
      open.fill(state.open ? 1 : 0, i, next)
      i = next - 1
      continue
    }
    const stepped = stepTrend(state, standingAt(conditions, i, present), { rules: signal, day: from + i })
    state = stepped.state
    for (const what of stepped.changes) {
      changes ??= []
      changes.push({ what, day: from + i, ordinal: state.ordinal })
    }
    open[i] = state.open ? 1 : 0
  }
  return { state, changes: changes ?? NO_CHANGES, open }
}

const NO_CHANGES: readonly SignalChange[] = []

type Given = { readonly conditions: Conditions; readonly present: Uint8Array }

/**
 * The next day, from `i` on, on which something can happen: a closed signal that waits for nothing opens only where it applies and its condition is true, an
 * open one goes on until something ends or escalates it.
 */
function idleUntil(state: SignalState, { conditions, present }: Given, i: number): number {
  const { applies, when, until, escalate } = conditions
  const days = when.length
  if (!state.open) {
    if (state.run !== 0) return i
    while (i < days && (when[i] !== TRUE || applies?.[i] === FALSE || present[i] === 0)) i++
    return i
  }
  if (escalate !== null && !state.escalated) return i
  const ends = until ?? when
  const ending = until === null ? FALSE : TRUE
  while (i < days && ends[i] !== ending && applies?.[i] !== FALSE && present[i] !== 0) i++
  return i
}
