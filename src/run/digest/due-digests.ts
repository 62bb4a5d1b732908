import type { DigestSettings } from '../../config/delivery/digest-settings.ts'
import type { Product } from '../../config/model.ts'
import { type Day, type Millis, MS_PER_DAY, monthStartOf, weekdayOf, weekStartOf, type Zone } from '../../core/time.ts'

/** The day of which a digest tells: that on which it is due. */
export type DueDigest = { readonly day: Day; readonly expiresAt: Millis }

/** Weekly and monthly ones that could not be sent on their day are sent up to so many days later. */
const LATE_DAYS = 3
const SATURDAY = 5
/** Clocks are changed in the small hours: what is later is counted from the end of the day. */
const AFTER_CHANGE_MINUTES = 4 * 60

/** The digest that is due now; null: none is. Once for each day, week or month, whatever the clock does: its day is its name. */
export function dueDigest(
  { cadence, at, weekends }: DigestSettings,
  { now, zone, weekStart }: { readonly now: Millis; readonly zone: Zone; readonly weekStart: Product['weekStart'] },
): DueDigest | null {
  const today = zone.dayOf(now)
  const day = cadence === 'daily' ? today : cadence === 'weekly' ? weekStartOf(today, weekStart) : monthStartOf(today)
  if (cadence === 'daily' && !weekends && weekdayOf(day) >= SATURDAY) return null
  if (today - day > (cadence === 'daily' ? 0 : LATE_DAYS)) return null
  if (now < instantOfDay(day, at, zone)) return null
  return { day, expiresAt: zone.startOf(day + (cadence === 'daily' ? 1 : LATE_DAYS + 1)) }
}

/** A time of a local day, such as `09:00`. */
export function instantOfDay(day: Day, at: string, zone: Zone): Millis {
  const [hours = 0, minutes = 0] = at.split(':').map(Number)
  const since = hours * 60 + minutes
  if (since < AFTER_CHANGE_MINUTES) return zone.startOf(day) + since * 60_000
  return zone.startOf(day + 1) - (MS_PER_DAY - since * 60_000)
}
