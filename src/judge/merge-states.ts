import type { Day } from '../core/time.ts'
import type { SignalState } from './signal-state.ts'

/** A change that a merge makes: of the one that goes away, or of the one that stays. */
export type MergeChange = {
  readonly of: 'leaving' | 'staying'
  readonly what: 'opened' | 'closed'
  readonly ordinal: number
}
export type MergedState = { readonly state: SignalState; readonly changes: readonly MergeChange[] }

/**
 * Two become one: of a signal that is open for both the older episode goes on and the other closes. An episode of the one that goes away can only go on under
 * the other's name: it closes there and opens here, behind every ordinal given so far.
 */
export function mergeStates(leaving: SignalState, staying: SignalState | undefined): MergedState {
  const closing: MergeChange[] = leaving.open ? [{ of: 'leaving', what: 'closed', ordinal: leaving.ordinal }] : []
  const closedDay = latest(staying?.closedDay ?? null, leaving.closedDay)
  const before = Math.max(leaving.ordinal, staying?.ordinal ?? 0)
  if (staying?.open && (!leaving.open || (staying.openedDay ?? 0) <= (leaving.openedDay ?? 0)))
    return { state: staying, changes: closing }
  if (!leaving.open) return { state: { ...(staying ?? leaving), ordinal: before, closedDay }, changes: [] }
  if (staying?.open) closing.push({ of: 'staying', what: 'closed', ordinal: staying.ordinal })
  return {
    state: { ...leaving, ordinal: before + 1, closedDay },
    changes: [...closing, { of: 'staying', what: 'opened', ordinal: before + 1 }],
  }
}

function latest(a: Day | null, b: Day | null): Day | null {
  return a === null || b === null ? (a ?? b) : Math.max(a, b)
}
