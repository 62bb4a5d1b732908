import type { ActiveQuery } from '../../contract/analyze/active.ts'
import type { Millis } from '../../core/time.ts'
import type { Asking } from '../question/asking.ts'
import { trailing, type Windows } from './count-windows.ts'

export type WindowSettings = {
  readonly windows: Windows
  /** Where the earliest window begins. */
  readonly readFrom: Millis
  readonly phrase: string
}

export const WINDOW_DAYS = { day: 1, week: 7, month30: 30, month28: 28 } as const

/** Of the interval itself, or the trailing days up to its end (of hours: 24 for each day). The mean of days needs a month before, whatever is asked. */
export function windowsOf(asking: Asking, window: ActiveQuery['window']): WindowSettings {
  const { calendar, first, last } = asking
  const { interval, zone } = calendar
  const own = Array.from({ length: last - first + 1 }, (_, i) => unitsOf(asking, first + i))
  const to = Int32Array.from(own, (units) => units.to)
  if (window === undefined) {
    const windows = { from: Int32Array.from(own, (units) => units.from), to }
    return { windows, readFrom: readFromDay(asking), phrase: `each ${interval}` }
  }
  const days = WINDOW_DAYS[window]
  const phrase = `the ${days === 1 ? 'day' : `${days} days`} up to the end of each ${interval}`
  if (interval === 'hour')
    return { windows: trailing(to, days * 24), readFrom: calendar.startOf(first - days * 24 + 1), phrase }
  return {
    windows: trailing(to, days),
    readFrom: Math.min(readFromDay(asking), zone.startOf(to[0]! - days + 1)),
    phrase,
  }
}

/** Units of an interval: its days; of an hour, itself. */
export function unitsOf({ calendar }: Asking, ordinal: number): { readonly from: number; readonly to: number } {
  if (calendar.interval === 'hour') return { from: ordinal, to: ordinal }
  return { from: calendar.dayOf(ordinal), to: calendar.dayOf(ordinal + 1) - 1 }
}

function readFromDay({ calendar, first }: Asking): Millis {
  if (calendar.interval === 'hour') return calendar.startOf(first)
  return calendar.zone.startOf(calendar.dayOf(first) - 31)
}
