import type { IntervalName } from '../../contract/analyze/question.ts'
import {
  type Day,
  dayToIso,
  type Millis,
  MS_PER_DAY,
  MS_PER_HOUR,
  monthStartOf,
  weekStartOf,
  type Zone,
} from '../../core/time.ts'

/** Intervals of a zone, numbered so that neighbours differ by one (`ordinalSql` numbers events in the same way); hours are counted from the anchor's midnight. */
export type Calendar = {
  readonly interval: IntervalName
  readonly zone: Zone
  /** Where hours are counted from. */
  readonly anchor: Millis
  readonly ordinalOfDay: (day: Day) => number
  readonly startOf: (ordinal: number) => Millis
  /** The first local day of an interval; for hours the day it is in. */
  readonly dayOf: (ordinal: number) => Day
  /** `2026-03-02`, the first day; of hours the instant they begin at. */
  readonly labelOf: (ordinal: number) => string
}

export type CalendarSettings = {
  readonly interval: IntervalName
  readonly zone: Zone
  readonly weekStart: 'monday' | 'sunday'
  /** First day of the question. */
  readonly from: Day
}

export function makeCalendar({ interval, zone, weekStart, from }: CalendarSettings): Calendar {
  const anchor = zone.startOf(from)
  const common = { interval, zone, anchor }
  if (interval === 'hour') {
    const startOf = (ordinal: number) => anchor + ordinal * MS_PER_HOUR
    return {
      ...common,
      startOf,
      ordinalOfDay: (day) => Math.ceil((zone.startOf(day) - anchor) / MS_PER_HOUR),
      dayOf: (ordinal) => zone.dayOf(startOf(ordinal)),
      labelOf: (ordinal) => new Date(startOf(ordinal)).toISOString(),
    }
  }
  const { ordinalOf, firstDay } = numbering(interval, weekStart)
  return {
    ...common,
    ordinalOfDay: ordinalOf,
    startOf: (ordinal) => zone.startOf(firstDay(ordinal)),
    dayOf: firstDay,
    labelOf: (ordinal) => dayToIso(firstDay(ordinal)),
  }
}

/** The first day of the week numbered 0. */
export function weekOrigin(weekStart: 'monday' | 'sunday'): Day {
  return weekStartOf(0, weekStart)
}

type Numbering = { readonly ordinalOf: (day: Day) => number; readonly firstDay: (ordinal: number) => Day }

function numbering(interval: Exclude<IntervalName, 'hour'>, weekStart: 'monday' | 'sunday'): Numbering {
  const origin = weekOrigin(weekStart)
  switch (interval) {
    case 'day':
      return { ordinalOf: (day) => day, firstDay: (ordinal) => ordinal }
    case 'week':
      return {
        ordinalOf: (day) => (weekStartOf(day, weekStart) - origin) / 7,
        firstDay: (ordinal) => origin + ordinal * 7,
      }
    case 'month':
      return { ordinalOf: ordinalOfMonth, firstDay: firstDayOfMonth }
  }
}

function ordinalOfMonth(day: Day): number {
  const date = new Date(monthStartOf(day) * MS_PER_DAY)
  return date.getUTCFullYear() * 12 + date.getUTCMonth()
}

function firstDayOfMonth(ordinal: number): Day {
  return Math.round(Date.UTC(Math.floor(ordinal / 12), ((ordinal % 12) + 12) % 12, 1) / MS_PER_DAY)
}
