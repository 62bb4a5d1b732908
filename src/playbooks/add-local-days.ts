import type { Millis, Zone } from '../core/time.ts'

/** Clocks are changed in the small hours: what is later than that is counted from the end of the day. */
const AFTER_CHANGE_MS = 4 * 3_600_000
/** The same by what is left of the day: after an hour was left out, less of it has passed by then. */
const LEFT_THEN_MS = 20 * 3_600_000

/** The same time of day so many local days later, also where the clocks are changed in between. */
export function addLocalDays(at: Millis, days: number, zone: Zone): Millis {
  const day = zone.dayOf(at)
  const into = at - zone.startOf(day)
  const toEnd = zone.startOf(day + 1) - at
  const isBefore = into < AFTER_CHANGE_MS && toEnd > LEFT_THEN_MS
  return isBefore ? zone.startOf(day + days) + into : zone.startOf(day + days + 1) - toEnd
}
