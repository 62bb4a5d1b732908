import type { Window } from '../expression.ts'

/** A stretch of days: as a window the judged day and the n − 1 before it, as a duration n days. */
export class Days {
  readonly kind = 'rolling'
  readonly days: number
  readonly offset: number
  constructor(days: number, offset = 0) {
    this.days = days
    this.offset = offset
  }
  /** The same length, ending `span` earlier: `days(28).before(days(28))` is the 28 days before the last 28. */
  before(span: Days): Days {
    return new Days(this.days, this.offset + span.days)
  }
}

/** The running calendar week or month, up to the judged day. */
export class Calendar {
  readonly kind = 'calendar'
  readonly unit: 'week' | 'month'
  readonly offset: number
  constructor(unit: 'week' | 'month', offset = 0) {
    this.unit = unit
    this.offset = offset
  }
  /** As seen from a day `span` earlier. */
  before(span: Days): Calendar {
    return new Calendar(this.unit, this.offset + span.days)
  }
}

export type Ever = { readonly kind: 'ever' }
export type Hours = { readonly kind: 'hours'; readonly hours: number }
export type Months = { readonly kind: 'months'; readonly months: number }
export type AnyWindow = Days | Calendar | Ever | Hours

/** The last n local days, the judged day included. */
export function days(n: number): Days {
  return new Days(n)
}

/** The last n × 7 local days, the judged day included. */
export function weeks(n: number): Days {
  return new Days(n * 7)
}

/** The same as `days(n)`, for saying "rolling, not calendar" aloud. */
export function rolling(n: number): Days {
  return new Days(n)
}

/** The running calendar week or month of the product's time zone. */
export function calendar(unit: 'week' | 'month'): Calendar {
  return new Calendar(unit)
}

/** All of history. */
export function ever(): Ever {
  return { kind: 'ever' }
}

/** The last n hours to the millisecond, from raw events; n ≤ 48, and only in event signals. */
export function hours(n: number): Hours {
  return { kind: 'hours', hours: n }
}

/** A duration in calendar months, to compare tenure with. Not a window. */
export function months(n: number): Months {
  return { kind: 'months', months: n }
}

/** The plain data of a window. */
export function windowData(window: AnyWindow): Window {
  switch (window.kind) {
    case 'rolling':
      return { kind: 'rolling', days: window.days, offset: window.offset }
    case 'calendar':
      return { kind: 'calendar', unit: window.unit, offset: window.offset }
    case 'ever':
      return { kind: 'ever' }
    case 'hours':
      return { kind: 'hours', hours: window.hours }
  }
}
