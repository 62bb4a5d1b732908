import type { Window } from '../expression.ts'
import { extra, type Misuse, type Misused, show, withMisuse, written } from './misuse.ts'

/** A stretch of days: as a window the judged day and the n − 1 before it, as a duration n days. */
export class Days {
  readonly kind = 'rolling'
  readonly days: number
  readonly offset: number
  readonly misuse: readonly Misuse[]
  constructor(days: number, offset = 0, misuse: readonly Misuse[] = []) {
    this.days = days
    this.offset = offset
    this.misuse = misuse
  }
  /** The same length, ending `span` earlier: `days(28).before(days(28))` is the 28 days before the last 28. */
  before(span: Days): Days {
    return new Days(this.days, this.offset + span.days, [...this.misuse, ...(spanOf('before', span).misuse ?? [])])
  }
}

/** The running calendar week or month, up to the judged day. */
export class Calendar {
  readonly kind = 'calendar'
  readonly unit: 'week' | 'month'
  readonly offset: number
  readonly misuse: readonly Misuse[]
  constructor(unit: 'week' | 'month', offset = 0, misuse: readonly Misuse[] = []) {
    this.unit = unit
    this.offset = offset
    this.misuse = misuse
  }
  /** As seen from a day `span` earlier. */
  before(span: Days): Calendar {
    return new Calendar(this.unit, this.offset + span.days, [...this.misuse, ...(spanOf('before', span).misuse ?? [])])
  }
}

export type Ever = Misused & { readonly kind: 'ever' }
export type Hours = Misused & { readonly kind: 'hours'; readonly hours: number }
export type Months = Misused & { readonly kind: 'months'; readonly months: number }
export type AnyWindow = Days | Calendar | Ever | Hours

/** The last n local days, the judged day included. */
export function days(n: number, ...rest: readonly never[]): Days {
  return new Days(n, 0, extra('days', rest))
}

/** The last n × 7 local days, the judged day included. */
export function weeks(n: number, ...rest: readonly never[]): Days {
  return new Days(n * 7, 0, extra('weeks', rest))
}

/** The same as `days(n)`, for saying "rolling, not calendar" aloud. */
export function rolling(n: number, ...rest: readonly never[]): Days {
  return new Days(n, 0, extra('rolling', rest))
}

/** The running calendar week or month of the product's time zone. */
export function calendar(unit: 'week' | 'month', ...rest: readonly never[]): Calendar {
  return new Calendar(unit, 0, extra('calendar', rest))
}

/** All of history. */
export function ever(...rest: readonly never[]): Ever {
  return { kind: 'ever', ...withMisuse(extra('ever', rest)) }
}

/** The last n hours to the millisecond, from raw events; n ≤ 48, and only in event signals. */
export function hours(n: number, ...rest: readonly never[]): Hours {
  return { kind: 'hours', hours: n, ...withMisuse(extra('hours', rest)) }
}

/** A duration in calendar months, to compare tenure with. Not a window. */
export function months(n: number, ...rest: readonly never[]): Months {
  return { kind: 'months', months: n, ...withMisuse(extra('months', rest)) }
}

/** The plain data of a window. */
export function windowData(window: AnyWindow): Window & Misused {
  const misused = withMisuse(window.misuse ?? [])
  switch (window.kind) {
    case 'rolling':
      return { kind: 'rolling', days: window.days, offset: window.offset, ...misused }
    case 'calendar':
      return { kind: 'calendar', unit: window.unit, offset: window.offset, ...misused }
    case 'ever':
      return { kind: 'ever', ...misused }
    case 'hours':
      return { kind: 'hours', hours: window.hours, ...misused }
  }
}

/** Days as a length of time: where they would end says nothing there. */
export function spanOf(place: string, span: Days): { readonly days: number } & Misused {
  if (!(span instanceof Days)) return typeof span === 'number' ? { days: span } : noSpan(place, span)
  const message = `${place} takes a length of time; .before() says where it would end, which nothing reads.`
  const shifted = span.offset === 0 ? [] : [{ bad: String(span.days), message, mend: `Write days(${span.days}).` }]
  return { days: span.days, ...withMisuse([...span.misuse, ...shifted]) }
}

function noSpan(place: string, given: unknown): { readonly days: number } & Misused {
  const message = `${place} takes a length of time; it was given ${show(given)}.`
  return { days: Number.NaN, ...withMisuse([{ bad: written(given), message, mend: 'Write one such as days(7).' }]) }
}
