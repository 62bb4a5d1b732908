import { type Millis, MS_PER_DAY } from '../core/time.ts'
import type { Transition } from '../core/transition.ts'

/** Committed less than 24 hours after the triggering event, or after the day close: together with the cause behaviour, the only kind that may trigger anything. */
export function isFresh(transition: Pick<Transition, 'at'>, committedAt: Millis): boolean {
  return committedAt - transition.at < MS_PER_DAY
}
