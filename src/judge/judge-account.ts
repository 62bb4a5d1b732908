import type { Entity, MemberEntity } from '../fold/entity.ts'
import { type FoldedAccount, foldAccount } from '../fold/fold-account.ts'
import { takeMask } from '../fold/mask-pool.ts'
import { describeChange } from './describe-change.ts'
import { judgeConditions } from './judge-condition.ts'
import { judgeEventSignal } from './judge-event-signal.ts'
import type { JudgedState, JudgedTransition, JudgeInput, SignalCase, SignalOutcome } from './judge-input.ts'
import { judgeSignal } from './judge-signal.ts'
import { DEFAULT_STATE, isDefaultState, type SignalState } from './signal-state.ts'

export type JudgedAccount = {
  readonly folded: FoldedAccount
  readonly transitions: readonly JudgedTransition[]
  /** States that differ from those before; null: back to the default. */
  readonly states: readonly JudgedState[]
}

type Sink = { readonly transitions: JudgedTransition[]; readonly states: JudgedState[] }

/**
 * Folds and judges an account over days: members first, then roll-ups, then the account; signals in the model's order. Live (one day from kept states) and
 * replay (many days) are this one function, so that they agree. Transitions ascend by time.
 */
export function judgeAccount(input: JudgeInput): JudgedAccount {
  const sink: Sink = { transitions: [], states: [] }
  const folded = foldAccount({
    ...input.fold,
    onMember: (member) => {
      input.fold.onMember?.(member)
      judgeEntity(input, member, sink)
    },
  })
  judgeEntity(input, folded, sink)
  const order = new Map(input.model.signals.map((signal, at) => [signal, at]))
  sink.transitions.sort((a, b) => a.asOf - b.asOf || a.at - b.at || order.get(a.signal)! - order.get(b.signal)!)
  return { folded, ...sink }
}

function judgeEntity(input: JudgeInput, entity: Entity | MemberEntity, sink: Sink): void {
  const person = 'person' in entity ? entity.person : null
  const present = 'person' in entity ? entity.present : null
  for (const signal of input.model.signals) {
    if (signal.level !== entity.level) continue
    if (!signal.enabled) {
      entity.signals.set(signal.key, takeMask(entity.masks).fill(0))
      continue
    }
    const before = input.stateOf(signal.key, person) ?? DEFAULT_STATE
    const after =
      signal.clock.kind === 'event'
        ? judgeEventSignal(input, { signal, entity, present, state: before })
        : judgeTrend(input, { signal, entity, present, state: before })
    entity.signals.set(signal.key, after.open)
    sink.transitions.push(...after.transitions)
    if (after.state !== before) sink.states.push({ signal: signal.key, person, state: sparse(after.state) })
  }
}

function sparse(state: SignalState): SignalState | null {
  return isDefaultState(state) ? null : state
}

function judgeTrend(input: JudgeInput, { signal, entity, present, state }: SignalCase): SignalOutcome {
  if (input.dayOpen === true) {
    return { state, open: new Uint8Array(entity.to - entity.from + 1).fill(state.open ? 1 : 0), transitions: [] }
  }
  const open = takeMask(entity.masks)
  const conditions = judgeConditions(signal, entity)
  const judged = judgeSignal({ signal, conditions, present, state, from: entity.from, open })
  const transitions = judged.changes.map((change) =>
    describeChange(input, { signal, entity, change, trigger: null, rows: input.fold }),
  )
  return { state: judged.state, open: judged.open, transitions }
}
