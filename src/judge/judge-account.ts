import { type FoldedAccount, foldAccount } from '../fold/fold-account.ts'
import { judgeEntity } from './judge-entity.ts'
import type { JudgedState, JudgedTransition, JudgeInput } from './judge-input.ts'
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
 */
export function judgeAccount(input: JudgeInput): JudgedAccount {
  const transitions: JudgedTransition[] = []
  const states: JudgedState[] = []
  const folded = foldAccount({
    ...input.fold,
    lookBack: input.dayOpen !== true,
    onMember: (member) => {
      input.fold.onMember?.(member)
      judgeEntity(input, member, { transitions, states })
    },
  })
  judgeEntity(input, folded, { transitions, states })
  return { folded, transitions: inOrder(input.model, transitions), states }
}
