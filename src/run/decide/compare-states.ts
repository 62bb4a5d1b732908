import { ruleOfState, stateName } from '../../config/state-name.ts'
import type { Day } from '../../core/time.ts'
import type { Cause, EntityRef, Transition } from '../../core/transition.ts'
import { judgedRules } from '../../judge/judged-rules.ts'
import type { SignalState } from '../../judge/signal-state.ts'
import { entityColumns, type Judgement, type StateChange } from '../../store/control/commit-judgement.ts'
import type { StoredState } from '../../store/control/read-judgement.ts'
import type { Project } from '../project.ts'

/** What a replay ends with of a rule and an entity, and the opening of the episode that is open then. */
export type Replayed = {
  readonly signal: string
  readonly entity: EntityRef
  readonly state: SignalState
  readonly opening: (Transition & { fresh: boolean }) | null
}

export type Comparison = {
  /** Of some entities, both: what is not replayed of them ends. */
  readonly replayed: readonly Replayed[]
  readonly kept: readonly StoredState[]
  readonly cause: Cause
  /** The last closed day, at which the replay ends. */
  readonly day: Day
}

/** What makes the kept states those that a replay gives. Done twice, it changes nothing the second time. */
export function compareStates(
  project: Project,
  { replayed, kept, cause, day }: Comparison,
): Pick<Judgement, 'transitions' | 'states'> {
  const before = new Map(kept.map((one) => [entryKey(one), one.state as SignalState]))
  const transitions: Judgement['transitions'][number][] = []
  const states: StateChange[] = []
  for (const { signal, entity, state, opening } of replayed) {
    const was = before.get(entryKey({ signal, entity }))
    if (was !== undefined && isOfToday(was, day)) continue
    const opens = state.open && was?.open !== true
    const ordinal = ordinalOf(state, was)
    states.push({ signal, entity, state: { ...state, ordinal } })
    if (opens && opening !== null) transitions.push({ ...opening, ordinal, cause, fresh: false })
    if (!state.open && was?.open === true)
      transitions.push(closing(project, { signal, entity, ordinal: was.ordinal, cause, day }))
  }
  const rules = judgedRules(project.config.judged.model)
  const judged = new Set(rules.filter(({ enabled }) => enabled).map(stateName))
  const again = new Set(replayed.map(entryKey))
  for (const one of kept) {
    const was = one.state as SignalState
    if (again.has(entryKey(one)) || (judged.has(one.signal) && isOfToday(was, day))) continue
    states.push({ ...one, state: { ...was, open: false, run: 0, escalated: false } })
    if (was.open) transitions.push(closing(project, { ...one, ordinal: was.ordinal, cause, day }))
  }
  return { transitions, states }
}

/** Ordinals go on from those that were given; an episode that is open in both keeps its own. */
function ordinalOf({ open, ordinal }: SignalState, was: SignalState | undefined): number {
  if (was === undefined) return ordinal
  if (!open) return Math.max(was.ordinal, ordinal)
  return was.open ? was.ordinal : Math.max(was.ordinal + 1, ordinal)
}

function entryKey({ signal, entity }: Pick<StoredState, 'signal' | 'entity'>): string {
  const { account, person } = entityColumns(entity)
  return JSON.stringify([signal, entity.level, account, person])
}

/** What an event did after the last closed day stands: the replay ends there. */
function isOfToday({ openedDay, closedDay, matchedDay }: SignalState, lastClosed: Day): boolean {
  return [openedDay, closedDay, matchedDay].some((day) => day !== null && day > lastClosed)
}

type Closing = {
  readonly signal: string
  readonly entity: EntityRef
  readonly ordinal: number
  readonly cause: Cause
  readonly day: Day
}

/** A state that a changed config or an import ends: no number of its own explains it. */
function closing(project: Project, { signal, entity, ordinal, cause, day }: Closing): Transition & { fresh: boolean } {
  const at = project.zone.startOf(day + 1)
  const { subject, key } = ruleOfState(signal)
  const base = {
    subject,
    name: key,
    entity,
    ordinal,
    what: 'closed' as const,
    at,
    asOf: day,
    position: null,
  }
  return { ...base, configHash: project.config.judged.model.hash, cause, values: [], evidence: [], fresh: false }
}
