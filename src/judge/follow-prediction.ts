import { type Millis, MS_PER_DAY } from '../core/time.ts'
import type { DatedOutcome } from './date-outcomes.ts'

/** Whether what a signal predicted came after it opened. `noticeDays`: from the opening to the decision, of 24 hours each. */
export type Followed = {
  readonly state: 'followed' | 'pending' | 'not' | 'unknown'
  readonly at: Millis | null
  readonly noticeDays: number | null
}

export type Opened = { readonly openedAt: Millis; readonly withinDays: number; readonly now: Millis }

/**
 * Looks for the first decision after the opening and within the days. Unknown: the outcome cannot be told; or nothing was left to predict, for it had
 * been decided before, or nobody paid who could leave.
 */
export function followPrediction(
  { dates, unsure, idle, standing }: DatedOutcome,
  { openedAt, withinDays, now }: Opened,
): Followed {
  const end = openedAt + withinDays * MS_PER_DAY
  const isWithin = (at: Millis): boolean => at > openedAt && at <= end
  const first = dates.find(({ decided }) => isWithin(decided))
  if (first !== undefined)
    return { state: 'followed', at: first.decided, noticeDays: (first.decided - openedAt) / MS_PER_DAY }
  const none = { at: null, noticeDays: null }
  const nothingLeft = idle.some(({ from, to }) => from <= openedAt && openedAt < to)
  if (standing === 'unknown' && unsure.length === 0) return { state: 'unknown', ...none }
  if (nothingLeft || unsure.some(isWithin)) return { state: 'unknown', ...none }
  return { state: now < end && standing !== 'not' ? 'pending' : 'not', ...none }
}
