import { type FoldedAccount, foldAccount } from '../fold/fold-account.ts'
import type { RowSpan } from '../fold/people/join-rows.ts'
import { foldClaimed } from './fold-claimed.ts'
import { layOutDay } from './fold-moment.ts'
import { judgeEntity } from './judge-entity.ts'
import type { JudgedState, JudgedTransition, JudgeInput } from './judge-input.ts'
import { keptReached } from './kept-reached.ts'
import { inOrder } from './order-transitions.ts'

export type JudgedAccount = {
  readonly folded: FoldedAccount
  readonly transitions: readonly JudgedTransition[]
  /** States that differ from those before; null: back to the default. */
  readonly states: readonly JudgedState[]
}

/**
 * Folds and judges an account over days: members first, then roll-ups, then the account; signals in the model's order. Live (one day from kept states) and
 * replay (many days) are this one function, so that they agree. Transitions ascend by time.
 * Where it matters whether what is unclaimed is the account's, a condition is unknown.
 */
export function judgeAccount(input: JudgeInput): JudgedAccount {
  const transitions: JudgedTransition[] = []
  const states: JudgedState[] = []
  const claimed = input.unclaimed == null ? null : foldClaimed(input, input.unclaimed)
  const signals = new Map<number, ReadonlyMap<string, Uint8Array>>()
  const { fold } = input
  const rows = input.earlier === undefined ? fold : withEvents(input)
  const folded = foldAccount({
    plan: fold.plan,
    space: fold.space,
    block: rows.block,
    start: rows.start,
    end: rows.end,
    timeline: fold.timeline,
    days: fold.days,
    view: fold.view,
    reference: fold.reference ?? null,
    asOf: fold.asOf ?? null,
    recent: fold.recent ?? null,
    onlyMember: fold.onlyMember ?? null,
    lookBack: input.dayOpen !== true,
    reachedBefore: input.goesOn === true ? keptReached(input) : null,
    onMember: (member) => {
      fold.onMember?.(member)
      const other = claimed?.members.get(member.person) ?? null
      judgeEntity(input, { entity: member, claimed: other }, { transitions, states })
      if (claimed !== null) signals.set(member.person, copySignals(member.signals))
    },
  })
  judgeEntity(input, { entity: folded, claimed: claimed?.account(signals) ?? null }, { transitions, states })
  return { folded, transitions: inOrder(input.model, transitions), states }
}

/** Who somebody is may be told by the events alone. */
function withEvents({ fold, events }: JudgeInput): RowSpan {
  const { block } = layOutDay(fold, { day: fold.days.to, events, withRowsOfDay: true })
  return { block, start: 0, end: block.rows }
}

/** Masks serve the next member. */
function copySignals(signals: ReadonlyMap<string, Uint8Array>): Map<string, Uint8Array> {
  return new Map([...signals].map(([name, open]) => [name, Uint8Array.from(open)]))
}
