import { type Day, MS_PER_DAY, weekStartOf } from '../core/time.ts'

/** First and last day of the week and month of every day in [base, base + length). */
export type Calendar = {
  readonly base: Day
  readonly length: number
  readonly weekFirst: Int32Array
  readonly weekLast: Int32Array
  readonly monthFirst: Int32Array
  readonly monthLast: Int32Array
}

/** A table of calendar periods for the days from … to (inclusive): the fold looks them up millions of times. */
export function tabulateCalendar(from: Day, to: Day, weekStart: 'monday' | 'sunday'): Calendar {
  const length = to - from + 1
  const calendar = {
    base: from,
    length,
    weekFirst: new Int32Array(length),
    weekLast: new Int32Array(length),
    monthFirst: new Int32Array(length),
    monthLast: new Int32Array(length),
  }
  fillWeeks(calendar, weekStart)
  fillMonths(calendar)
  return calendar
}

/** The table at hand when it covers from … to, else a wider one. */
export function widenCalendar(at: Calendar, days: { from: Day; to: Day }, weekStart: 'monday' | 'sunday'): Calendar {
  const last = at.base + at.length - 1
  if (at.length > 0 && days.from >= at.base && days.to <= last) return at
  const from = at.length === 0 ? days.from : Math.min(days.from, at.base)
  const to = at.length === 0 ? days.to : Math.max(days.to, last)
  return tabulateCalendar(from, to, weekStart)
}

function fillWeeks(calendar: Calendar, weekStart: 'monday' | 'sunday'): void {
  for (let i = 0; i < calendar.length; i++) {
    const first = weekStartOf(calendar.base + i, weekStart)
    calendar.weekFirst[i] = first
    calendar.weekLast[i] = first + 6
  }
}

function fillMonths(calendar: Calendar): void {
  let last = calendar.base - 1
  let first = calendar.base
  for (let i = 0; i < calendar.length; i++) {
    const day = calendar.base + i
    if (day > last) {
      const date = new Date(day * MS_PER_DAY)
      first = Math.round(Date.UTC(date.getUTCFullYear(), date.getUTCMonth(), 1) / MS_PER_DAY)
      last = Math.round(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 1) / MS_PER_DAY) - 1
    }
    calendar.monthFirst[i] = first
    calendar.monthLast[i] = last
  }
}
