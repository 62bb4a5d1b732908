import { DAY_MAX, type Day } from '../core/time.ts'
import type { LaneSpace } from './fill-lanes.ts'
import type { FoldWindow } from './plan/fold-plan.ts'
import type { Calendar } from './tabulate-calendar.ts'

/** What every step of an entity reads. `diff` has an entry per judged day and one more, all zero between uses. */
export type WindowScope = {
  readonly lanes: LaneSpace
  readonly calendar: Calendar
  readonly from: Day
  readonly to: Day
  readonly diff: Float64Array
  /** An entry per judged day, for a step to work in. */
  readonly spare: Float64Array
}

/** First day of the window that ends on day `last` (the judged day less the offset). */
export function windowStart(window: FoldWindow, last: Day, { lanes, calendar }: WindowScope): Day {
  switch (window.kind) {
    case 'rolling':
      return last - window.days + 1
    case 'week':
      return calendar.weekFirst[last - calendar.base]!
    case 'month':
      return calendar.monthFirst[last - calendar.base]!
    case 'ever':
      return lanes.axis
  }
}

/** Last judged day whose window still holds `day`. */
export function lastVisible(window: FoldWindow, day: Day, calendar: Calendar): Day {
  switch (window.kind) {
    case 'rolling':
      return day + window.offset + window.days - 1
    case 'week':
      return calendar.weekLast[day - calendar.base]! + window.offset
    case 'month':
      return calendar.monthLast[day - calendar.base]! + window.offset
    case 'ever':
      return DAY_MAX
  }
}

export type SpanOf = { readonly first: Day; readonly last: Day; readonly amount: number }

/** Adds `amount` to the judged days of [first, last] in a difference array. */
export function addSpan(
  diff: Float64Array,
  { from, to }: { readonly from: Day; readonly to: Day },
  span: SpanOf,
): void {
  const first = span.first > from ? span.first : from
  const last = span.last < to ? span.last : to
  if (first > last) return
  diff[first - from]! += span.amount
  diff[last - from + 1]! -= span.amount
}

/** Adds the spans gathered in `diff` to the values, and empties it. */
export function drainSpans(
  diff: Float64Array,
  { from, to }: { readonly from: Day; readonly to: Day },
  out: Float64Array,
): void {
  let sum = 0
  const days = to - from + 1
  for (let i = 0; i < days; i++) {
    sum += diff[i]!
    out[i]! += sum
    diff[i] = 0
  }
  diff[days] = 0
}

/** A windowed sum of a lane for every judged day: two running totals apart, and late rows over the days that knew them. */
export function foldTotal(scope: WindowScope, step: { lane: number; window: FoldWindow }, out: Float64Array): void {
  sumWindows(scope, scope.lanes.totals[step.lane]!, step.window, out)
  const late = scope.lanes.lateOf[step.lane]!
  if (late.length === 0) return
  const { offset } = step.window
  for (const row of late) {
    const last = lastVisible(step.window, row.day, scope.calendar)
    addSpan(scope.diff, scope, { first: Math.max(row.day + offset, row.known), last, amount: row.amount })
  }
  drainSpans(scope.diff, scope, out)
}

/** Distinct days with a match. */
export function foldDays(scope: WindowScope, step: { lane: number; window: FoldWindow }, out: Float64Array): void {
  sumWindows(scope, scope.lanes.activeTotals[step.lane]!, step.window, out)
  const flips = scope.lanes.flipsOf[step.lane]!
  if (flips.length === 0) return
  for (const flip of flips) {
    const last = lastVisible(step.window, flip.day, scope.calendar)
    const first = Math.max(flip.day + step.window.offset, flip.known)
    addSpan(scope.diff, scope, { first, last, amount: flip.active ? 1 : -1 })
  }
  drainSpans(scope.diff, scope, out)
}

function sumWindows(scope: WindowScope, totals: Float64Array, window: FoldWindow, out: Float64Array): void {
  const { from, to, lanes } = scope
  const days = to - from + 1
  const end = from - window.offset - lanes.axis + 1
  if (window.kind === 'rolling') {
    const start = end - window.days
    for (let i = 0; i < days; i++) out[i] = totals[end + i]! - totals[start + i]!
    return
  }
  for (let i = 0; i < days; i++) {
    const start = windowStart(window, from + i - window.offset, scope) - lanes.axis
    out[i] = totals[end + i]! - totals[Math.max(0, start)]!
  }
}
