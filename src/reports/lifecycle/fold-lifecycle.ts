import type { LifecycleState } from '../../contract/analyze/lifecycle.ts'

export const STATES: readonly LifecycleState[] = ['new', 'returning', 'resurrecting', 'dormant']

/**
 * Tells the states of one actor, interval by interval of [first, last], from the rising intervals in which it was active. `hadBefore`: there was something
 * before the first one that is listed.
 */
export function eachState(
  active: readonly number[],
  { first, last, hadBefore }: { readonly first: number; readonly last: number; readonly hadBefore: boolean },
  tell: (state: number, interval: number) => void,
): void {
  let before = Number.NaN
  let isKnown = hadBefore
  for (const interval of active) {
    if (before + 1 < interval && before + 1 >= first && before + 1 <= last) tell(DORMANT, before + 1)
    const state = !isKnown ? NEW : interval === before + 1 ? RETURNING : RESURRECTING
    if (interval >= first && interval <= last) tell(state, interval)
    isKnown = true
    before = interval
  }
  if (before + 1 >= first && before + 1 <= last) tell(DORMANT, before + 1)
}

const NEW = 0
const RETURNING = 1
const RESURRECTING = 2
const DORMANT = 3
