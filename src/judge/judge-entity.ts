import { UNKNOWN } from '../fold/compare-value.ts'
import type { Entity, PersonEntity } from '../fold/entity.ts'
import { takeMask } from '../fold/mask-pool.ts'
import { describeChange, type ToldChange } from './describe-change.ts'
import { isIdle } from './is-idle.ts'
import { type Conditions, judgeCertain } from './judge-condition.ts'
import { judgeDetector } from './judge-detector.ts'
import { judgeEventSignal } from './judge-event-signal.ts'
import type { AnyJudgeInput, JudgedState, JudgedTransition, SignalCase, SignalOutcome } from './judge-input.ts'
import { judgeSignal } from './judge-signal.ts'
import { noteReached } from './kept-reached.ts'
import { plannedRules } from './planned-rules.ts'
import { DEFAULT_STATE, isDefaultState, noteUnknown, type SignalState } from './signal-state.ts'
import { suspendJudgement } from './suspend-judgement.ts'

type Sink = { readonly transitions: JudgedTransition[]; readonly states: JudgedState[] }
export type Judged = { readonly entity: Entity | PersonEntity; readonly claimed: Entity | null }

/** Judges the signals of an entity's level over its folded days, in the model's order; what changes goes into the sink. */
export function judgeEntity(input: AnyJudgeInput, { entity, claimed }: Judged, sink: Sink): void {
  const person = 'person' in entity ? entity.person : null
  // Other signals that a condition asks for are those of the entity.
  const alike = claimed === null ? null : { ...claimed, signals: entity.signals }
  for (const { rule: signal, name, asked } of plannedRules(input.model)) {
    if (signal.level !== entity.level) continue
    if (!signal.enabled) {
      if (asked) entity.signals.set(name, takeMask(entity.masks).fill(0))
      continue
    }
    const before = input.stateOf(name, person) ?? DEFAULT_STATE
    if (claimed === null && isUntouched(input, { signal, entity, state: before })) {
      if (asked) entity.signals.set(name, takeMask(entity.masks).fill(before.open ? 1 : 0))
      continue
    }
    const after =
      signal.clock.kind === 'event'
        ? judgeEventSignal(input, { signal, entity, claimed: alike, state: before })
        : judgeTrend(input, { signal, entity, claimed: alike, state: before })
    if (asked) entity.signals.set(name, after.open)
    for (const transition of after.transitions) sink.transitions.push(transition)
    if (after.state !== before) sink.states.push({ signal: name, person, state: sparse(after.state) })
  }
}

type Untouched = Pick<SignalCase, 'signal' | 'entity' | 'state'>

/** Nothing happens to it and nothing is noted: most rules on most days. Detectors and event signals have rules of their own. */
function isUntouched({ dayOpen }: AnyJudgeInput, { signal, entity, state }: Untouched): boolean {
  if (signal.clock.kind === 'event' || signal.detector !== null) return false
  if (dayOpen === true) return true
  return isIdle(signal, entity, state) && noteReached(state, signal, entity) === state
}

function sparse(state: SignalState): SignalState | null {
  return isDefaultState(state) ? null : state
}

function judgeTrend(input: AnyJudgeInput, { signal, entity, claimed, state }: SignalCase): SignalOutcome {
  if (input.dayOpen === true) {
    return { state, open: takeMask(entity.masks).fill(state.open ? 1 : 0), transitions: NO_TRANSITIONS }
  }
  const open = takeMask(entity.masks)
  const conditions = suspendJudgement(signal, entity, judgeCertain(signal, entity, claimed))
  const judged = judgeDays(input, { signal, entity, claimed, state }, { conditions, open })
  const transitions =
    judged.changes.length === 0
      ? NO_TRANSITIONS
      : judged.changes.map((change) =>
          describeChange(input, { signal, entity, change, trigger: null, rows: input.fold }),
        )
  const unknown = judged.state.open && conditions.when[conditions.when.length - 1] === UNKNOWN
  return { state: noteReached(noteUnknown(judged.state, unknown), signal, entity), open, transitions }
}

const NO_TRANSITIONS: readonly JudgedTransition[] = []

type Days = { readonly conditions: Conditions; readonly open: Uint8Array }

function judgeDays(
  { model }: AnyJudgeInput,
  { signal, entity, claimed, state }: SignalCase,
  { conditions, open }: Days,
): { readonly state: SignalState; readonly changes: readonly ToldChange[] } {
  const { detector } = signal
  if (detector !== null)
    return judgeDetector({ model, signal: { ...signal, detector }, conditions, entity, claimed, state, open })
  return judgeSignal({ signal, conditions, present: entity.present, state, from: entity.from, open })
}
