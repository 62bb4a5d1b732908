import { Temporal } from 'temporal-polyfill'

/** An instant in milliseconds since the epoch, UTC. */
export type Millis = number
/** A local calendar day of the product's time zone, as days since 1970-01-01. Fits an int32; differences are day counts. */
export type Day = number

export const MS_PER_DAY = 86_400_000
export const MS_PER_HOUR = 3_600_000

/** A day later than any other: "still in force", "never known". */
export const DAY_MAX: Day = 2_147_483_647

export type Clock = { readonly now: () => Millis }

export function dayToIso(day: Day): string {
  return new Date(day * MS_PER_DAY).toISOString().slice(0, 10)
}

/** The day of an ISO date (`2026-03-01`); null when it is none (30 February included). */
export function isoToDay(iso: string): Day | null {
  const ms = Date.parse(`${iso}T00:00:00Z`)
  if (!/^\d{4}-\d{2}-\d{2}$/.test(iso) || Number.isNaN(ms)) return null
  const day = Math.round(ms / MS_PER_DAY)
  return dayToIso(day) === iso ? day : null
}

/** 0 = Monday … 6 = Sunday. 1970-01-01 was a Thursday. */
export function weekdayOf(day: Day): number {
  return (((day + 3) % 7) + 7) % 7
}

/** First day of the week that `day` is in. */
export function weekStartOf(day: Day, weekStart: 'monday' | 'sunday'): Day {
  const shift = weekStart === 'monday' ? weekdayOf(day) : (weekdayOf(day) + 1) % 7
  return day - shift
}

/** First day of the month that `day` is in. */
export function monthStartOf(day: Day): Day {
  const date = new Date(day * MS_PER_DAY)
  return Math.round(Date.UTC(date.getUTCFullYear(), date.getUTCMonth(), 1) / MS_PER_DAY)
}

/** First day of the calendar quarter that `day` is in. */
export function quarterStartOf(day: Day): Day {
  const date = new Date(day * MS_PER_DAY)
  const month = date.getUTCMonth()
  return Math.round(Date.UTC(date.getUTCFullYear(), month - (month % 3), 1) / MS_PER_DAY)
}

/** The same date `months` later, clipped to the end of a shorter month (31 January + 1 = 28 February). */
export function addMonths(day: Day, months: number): Day {
  const date = new Date(day * MS_PER_DAY)
  const target = new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + months, 1))
  const last = new Date(Date.UTC(target.getUTCFullYear(), target.getUTCMonth() + 1, 0)).getUTCDate()
  return Math.round(target.setUTCDate(Math.min(date.getUTCDate(), last)) / MS_PER_DAY)
}

/** Days and instants of one time zone. Days have 23, 24 or 25 hours; a table of day starts is filled as days are asked for. */
export type Zone = {
  readonly name: string
  /** The local day an instant falls in. */
  readonly dayOf: (at: Millis) => Day
  /** The instant at which a local day begins. */
  readonly startOf: (day: Day) => Millis
}

/** @throws RangeError when `name` is not an IANA time zone. */
/** Whether there is a time zone of this name. */
export function isTimezone(name: string): boolean {
  try {
    Temporal.Now.zonedDateTimeISO(name)
    return true
  } catch {
    return false
  }
}

export function makeZone(name: string): Zone {
  if (name === 'UTC') return { name, dayOf: (at) => Math.floor(at / MS_PER_DAY), startOf: (day) => day * MS_PER_DAY }
  Temporal.Now.zonedDateTimeISO(name)
  const starts = new Map<Day, Millis>()
  const startOf = (day: Day): Millis => {
    const known = starts.get(day)
    if (known !== undefined) return known
    const start = Temporal.PlainDate.from(dayToIso(day)).toZonedDateTime(name).epochMilliseconds
    starts.set(day, start)
    return start
  }
  return { name, startOf, dayOf: (at) => dayIn(at, startOf) }
}

/** Zones lie within 15 hours of UTC, so the UTC day is off by at most one. */
function dayIn(at: Millis, startOf: (day: Day) => Millis): Day {
  const guess = Math.floor(at / MS_PER_DAY)
  if (at < startOf(guess)) return guess - 1
  return at >= startOf(guess + 1) ? guess + 1 : guess
}
