import { instantOfTime } from './instant-of-time.ts'
import type { Day, Zone } from './time.ts'

/** The local day of an ISO date or time, or of an instant in seconds or milliseconds; null when it is neither. */
export function dayOfTime(value: string | number | boolean | null, zone: Zone): Day | null {
  const instant = instantOfTime(value, zone)
  return instant === null ? null : zone.dayOf(instant)
}
