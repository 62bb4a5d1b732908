import { type Day, isoToDay, type Zone } from './time.ts'

/** The local day of an ISO date or time, or of an instant in seconds or milliseconds; null when it is neither. */
export function dayOfTime(value: string | number | boolean | null, zone: Zone): Day | null {
  if (typeof value === 'number') return value > 0 ? zone.dayOf(value < 1e11 ? value * 1000 : value) : null
  if (typeof value !== 'string' || !/^\d{4}-\d{2}-\d{2}/.test(value)) return null
  const day = isoToDay(value)
  if (day !== null) return day
  const ms = Date.parse(value)
  return Number.isNaN(ms) ? null : zone.dayOf(ms)
}
