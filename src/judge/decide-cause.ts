import type { Cause } from '../core/transition.ts'

/** What may be left out when judging once more: knowledge that came by another way than the customer's behaviour. */
export type Removal = 'config' | 'import' | 'merge' | 'late'
const REMOVALS: readonly Removal[] = ['config', 'import', 'merge', 'late']

/**
 * Why a transition appeared: the first removal that undoes it, else behaviour. `undoneWithout` judges again without what became known that way and says
 * whether the transition is gone. Late: known more than 24 hours after it happened.
 */
export function decideCause(undoneWithout: (removal: Removal) => boolean): Cause {
  const removal = REMOVALS.find((one) => undoneWithout(one))
  if (removal === undefined) return 'behaviour'
  return removal === 'late' ? 'correction' : removal
}
