import type { Rule } from '../config/model.ts'
import { stateName } from '../config/state-name.ts'
import type { Entity, MemberEntity } from '../fold/entity.ts'
import { type FoldedAccount, foldAccount } from '../fold/fold-account.ts'
import { takeMask } from '../fold/mask-pool.ts'
import { describeChange } from './describe-change.ts'
import { judgeConditions } from './judge-condition.ts'
import { judgeEventSignal } from './judge-event-signal.ts'
import type { JudgedState, JudgedTransition, JudgeInput, SignalCase, SignalOutcome } from './judge-input.ts'
import { judgeSignal } from './judge-signal.ts'
import { judgedRules } from './judged-rules.ts'
import { DEFAULT_STATE, isDefaultState, type SignalState } from './signal-state.ts'

export type JudgedAccount = {
  readonly folded: FoldedAccount
  readonly transitions: readonly JudgedTransition[]
  /** States that differ from those before; null: back to the default. */
  readonly states: readonly JudgedState[]
}

type Sink = { readonly transitions: JudgedTransition[]; readonly states: JudgedState[] }
type Judging = { readonly input: JudgeInput; readonly rules: readonly Rule[]; readonly sink: Sink }

/**
 * Folds and judges an account over days: members first, then roll-ups, then the account; signals in the model's order. Live (one day from kept states) and
 * replay (many days) are this one function, so that they agree. Transitions ascend by time.
 */
export function judgeAccount(input: JudgeInput): JudgedAccount {
  const sink: Sink = { transitions: [], states: [] }
  const rules = judgedRules(input.model)
  const judging = { input, rules, sink }
  const folded = foldAccount({
    ...input.fold,
    onMember: (member) => {
      input.fold.onMember?.(member)
      judgeEntity(judging, member)
    },
  })
  judgeEntity(judging, folded)
  const order = new Map(rules.map((rule, at) => [rule, at]))
  sink.transitions.sort((a, b) => a.asOf - b.asOf || a.at - b.at || order.get(a.signal)! - order.get(b.signal)!)
  return { folded, ...sink }
}

function judgeEntity({ input, rules, sink }: Judging, entity: Entity | MemberEntity): void {
  const person = 'person' in entity ? entity.person : null
  const present = 'person' in entity ? entity.present : null
  for (const signal of rules) {
    if (signal.level !== entity.level) continue
    if (!signal.enabled) {
      entity.signals.set(stateName(signal), takeMask(entity.masks).fill(0))
      continue
    }
    const name = stateName(signal)
    const before = input.stateOf(name, person) ?? DEFAULT_STATE
    const after =
      signal.clock.kind === 'event'
        ? judgeEventSignal(input, { signal, entity, present, state: before })
        : judgeTrend(input, { signal, entity, present, state: before })
    entity.signals.set(name, after.open)
    sink.transitions.push(...after.transitions)
    if (after.state !== before) sink.states.push({ signal: name, person, state: sparse(after.state) })
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
