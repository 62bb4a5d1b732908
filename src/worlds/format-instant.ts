import { type Day, dayToIso, type Millis, MS_PER_DAY } from '../core/time.ts'

const dates = new Map<Day, string>()
const TWO = Array.from({ length: 60 }, (_, n) => String(n).padStart(2, '0'))
const THREE = Array.from({ length: 1_000 }, (_, n) => String(n).padStart(3, '0'))

/** ISO 8601 in UTC with milliseconds, of a whole number of milliseconds; the same text as `Date.toISOString`, in a fraction of its time (two for each message). */
export function formatInstant(at: Millis): string {
  const day = Math.floor(at / MS_PER_DAY)
  const ms = at - day * MS_PER_DAY
  const seconds = Math.floor(ms / 1_000)
  const minutes = Math.floor(seconds / 60)
  return `${dateOf(day)}T${TWO[Math.floor(minutes / 60)]}:${TWO[minutes % 60]}:${TWO[seconds % 60]}.${THREE[ms % 1_000]}Z`
}

function dateOf(day: Day): string {
  const known = dates.get(day)
  if (known !== undefined) return known
  const text = dayToIso(day)
  if (dates.size > 4_096) dates.clear()
  dates.set(day, text)
  return text
}
