import type { Rule } from '../config/model.ts'
import type { Day } from '../core/time.ts'
import { FALSE, TRUE } from '../fold/compare-value.ts'
import type { SignalState } from './signal-state.ts'

/** How a signal's conditions stand at one judgement: 0 false, 1 true, 2 unknown. `until` null: not declared; `escalate` 0 when not. */
export type Standing = {
  readonly applies: number
  readonly when: number
  readonly until: number | null
  readonly escalate: number
}

/** The rules of a signal that the state machine reads. */
export type SignalRules = Pick<Rule, 'minimum' | 'cooldownDays'>
export type Change = 'opened' | 'closed' | 'escalated'
export type Stepped = { readonly state: SignalState; readonly changes: readonly Change[] }

const NOTHING: readonly Change[] = []

/** One judgement of a trend signal at the close of `day`: opens only on true, closes only on true; what is unknown leaves things as they are. */
export function stepTrend(
  state: SignalState,
  standing: Standing,
  { rules, day }: { rules: SignalRules; day: Day },
): Stepped {
  if (!state.open) return tryOpen(state, standing, { rules, day })
  const ended = standing.until === null ? standing.when === FALSE : standing.until === TRUE
  if (standing.applies === FALSE || ended) return close(state, day)
  return escalate(state, standing)
}

/** A matching event on `day` (the day it became known): an event signal opens here, and while open is renewed. */
export function stepEvent(
  state: SignalState,
  standing: Standing,
  { rules, day }: { rules: SignalRules; day: Day },
): Stepped {
  if (!state.open) {
    const stepped = tryOpen(state, standing, { rules, day })
    return stepped.state.open ? { ...stepped, state: { ...stepped.state, matchedDay: day } } : stepped
  }
  if (standing.applies === FALSE || standing.until === TRUE) return close(state, day)
  const stepped = escalate(state, standing)
  return standing.when === TRUE ? { ...stepped, state: { ...stepped.state, matchedDay: day } } : stepped
}

/**
 * The close of a day for an event signal: it closes on `until`, on leaving `for`, or once `cooldownDays` have passed without a match
 * (0: at this close; but with an `until` and no cooldown only that closes it).
 */
export function stepDayClose(
  state: SignalState,
  standing: Standing,
  { rules, day }: { rules: SignalRules; day: Day },
): Stepped {
  if (!state.open) return { state, changes: NOTHING }
  if (standing.applies === FALSE || standing.until === TRUE) return close(state, day)
  const lapses = standing.until === null || rules.cooldownDays > 0
  const since = day - (state.matchedDay ?? day)
  return lapses && since >= rules.cooldownDays ? close(state, day) : { state, changes: NOTHING }
}

function tryOpen(state: SignalState, standing: Standing, { rules, day }: { rules: SignalRules; day: Day }): Stepped {
  if (standing.applies === FALSE || standing.when === FALSE) {
    return { state: state.run === 0 ? state : { ...state, run: 0 }, changes: NOTHING }
  }
  if (standing.applies !== TRUE || standing.when !== TRUE) return { state, changes: NOTHING }
  const run = Math.min(state.run + 1, rules.minimum)
  const rested = state.closedDay === null || day - state.closedDay > rules.cooldownDays
  if (run < rules.minimum || !rested) return { state: state.run === run ? state : { ...state, run }, changes: NOTHING }
  const opened: SignalState = {
    ...state,
    open: true,
    ordinal: state.ordinal + 1,
    run: 0,
    escalated: false,
    openedDay: day,
  }
  const stepped = escalate(opened, standing)
  return { state: stepped.state, changes: ['opened', ...stepped.changes] }
}

function escalate(state: SignalState, { escalate: holds }: Standing): Stepped {
  if (state.escalated || holds !== TRUE) return { state, changes: NOTHING }
  return { state: { ...state, escalated: true }, changes: ['escalated'] }
}

function close(state: SignalState, day: Day): Stepped {
  const closed: SignalState = { ...state, open: false, run: 0, escalated: false, closedDay: day, matchedDay: null }
  return { state: closed, changes: ['closed'] }
}
