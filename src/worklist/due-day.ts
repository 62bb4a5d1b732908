import { CADENCE_DAYS, type Cadence } from '../config/worklist.ts'
import type { Day } from '../core/time.ts'
import type { Act, DueReason, Reason } from './task.ts'

/**
 * The reason with the day on which it is due; null: it was dismissed, or is done once for all. What was done is due again when its cadence has
 * passed, what was snoozed on the day it was snoozed to.
 */
export function dueReason(reason: Reason, act: Act | undefined, today: Day): DueReason | null {
  const due = dueDay(reason, act)
  return due === null
    ? null
    : { ...reason, due, overdueDays: Math.max(0, today - due - graceOf(reason.suggest.cadence)) }
}

function dueDay({ seen, suggest }: Reason, act: Act | undefined): Day | null {
  if (act === undefined) return seen
  switch (act.what) {
    case 'dismissed':
      return null
    case 'snoozed':
      return Math.max(seen, act.until ?? seen)
    case 'done': {
      const days = CADENCE_DAYS[suggest.cadence]
      return days === null ? null : act.day + days
    }
  }
}

/** Days after it is due within which it is in time: as many as lie between two times, a week for what is done once. */
function graceOf(cadence: Cadence): number {
  return (CADENCE_DAYS[cadence] ?? 7) - 1
}
