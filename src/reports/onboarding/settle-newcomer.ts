import { type Millis, MS_PER_DAY } from '../../core/time.ts'
import type { Settled } from '../question/settled.ts'
import type { Newcomer } from './newcomer.ts'

export type Reading = {
  /** Days from sign-up; null: what had been done by the end is looked at. */
  readonly landmark: number | null
  readonly withinDays: number
  readonly now: Millis
}

/**
 * Whether the outcome came in its days. At a landmark only those count who were there and undecided then, and only outcomes after it; who has not been
 * followed to the end of the days counts nowhere, whatever came so far.
 */
export function settleNewcomer(newcomer: Newcomer, { landmark, withinDays, now }: Reading): Settled {
  const { signUp, outcomes, leaves } = newcomer
  const after = signUp + (landmark ?? 0) * MS_PER_DAY
  const end = signUp + withinDays * MS_PER_DAY
  if (outcomes === null) return { leftOut: 'untold' }
  if (landmark !== null && outcomes.some((at) => at <= after)) return { leftOut: 'decided' }
  if (landmark !== null && leaves.some((at) => at <= after)) return { leftOut: 'left' }
  if (now < end) return { leftOut: 'too_early' }
  return { had: outcomes.some((at) => at <= end) }
}
