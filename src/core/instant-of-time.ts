import { isoToDay, type Millis, type Zone } from './time.ts'

/** The instant of an ISO time, of the start of an ISO date, or of a number of seconds or milliseconds; null when it is none. */
export function instantOfTime(value: string | number | boolean | null, zone: Zone): Millis | null {
  if (typeof value === 'number') return value > 0 ? (value < 1e11 ? value * 1000 : value) : null
  if (typeof value !== 'string' || !/^\d{4}-\d{2}-\d{2}/.test(value)) return null
  const day = isoToDay(value)
  if (day !== null) return zone.startOf(day)
  const ms = Date.parse(value)
  return Number.isNaN(ms) ? null : ms
}
