import type { ActiveAnswer, ActiveQuery } from '../../contract/analyze/active.ts'
import type { Asking } from '../question/asking.ts'
import type { SegmentQuestion } from '../question/choose-segments.ts'
import type { Closing } from '../question/closing.ts'
import type { Series } from '../question/series.ts'
import { countOnce, countUnits, eachWindow, makeCount, trailing, type WindowCount } from './count-windows.ts'
import { unitsOf, WINDOW_DAYS } from './windows-of.ts'

/** Counts behind DAU/MAU and WAU/MAU at the last day of each interval; of hours there are none. */
export type Ratios = {
  /** Trailing days of a month: 30, or 28. */
  readonly month: number
  readonly dau: WindowCount
  readonly wau: WindowCount
  readonly mau: WindowCount
  /** Every single day from a month before the first interval's end to the last one's. */
  readonly days: WindowCount
  /** Instants at which the windows of the first three end, and the days. */
  readonly ends: { readonly intervals: readonly number[]; readonly days: readonly number[] }
}

export function makeRatios(asking: Asking, window: ActiveQuery['window']): Ratios {
  const { calendar, first, last } = asking
  const isHours = calendar.interval === 'hour'
  const month = WINDOW_DAYS[window === 'month28' ? 'month28' : 'month30']
  const to = Int32Array.from({ length: isHours ? 0 : last - first + 1 }, (_, i) => unitsOf(asking, first + i).to)
  const firstDay = (to[0] ?? 0) - month + 1
  const days = Int32Array.from({ length: isHours ? 0 : to.at(-1)! - firstDay + 1 }, (_, i) => firstDay + i)
  const endOf = (day: number) => calendar.zone.startOf(day + 1) - 1
  return {
    month,
    dau: makeCount(trailing(to, 1)),
    wau: makeCount(trailing(to, 7)),
    mau: makeCount(trailing(to, month)),
    days: makeCount(trailing(days, 1)),
    ends: { intervals: Array.from(to, endOf), days: Array.from(days, endOf) },
  }
}

export function addToRatios(ratios: Ratios, { entity, account, units }: Series, segments: SegmentQuestion): void {
  const add = (count: WindowCount, ends: readonly number[]) =>
    eachWindow(count.windows, units, (window) => {
      if (segments.passes(account, ends[window]!)) countOnce(count, window, entity)
    })
  add(ratios.dau, ratios.ends.intervals)
  add(ratios.wau, ratios.ends.intervals)
  add(ratios.mau, ratios.ends.intervals)
  add(ratios.days, ratios.ends.days)
}

/** Adds an actor, all of whose units these are: of no segment. */
export function addUnits({ dau, wau, mau, days }: Ratios, units: readonly number[]): void {
  for (const count of [dau, wau, mau, days]) countUnits(count, units)
}

/** Null where nobody was active in the month, or the interval is not over. */
export function ratiosOf(
  { month, dau, wau, mau, days }: Ratios,
  closing: readonly Closing[],
): ActiveAnswer['stickiness'] {
  const per = (value: (window: number) => number) =>
    closing.map(({ complete }, window) => {
      const base = mau.counts[window] ?? 0
      return complete && base > 0 ? value(window) / base : null
    })
  return {
    dau_mau: per((window) => dau.counts[window]!),
    wau_mau: per((window) => wau.counts[window]!),
    mean_dau_mau: per((window) => meanOf(days, mau.windows.to[window]!, month)),
  }
}

function meanOf({ windows, counts }: WindowCount, lastDay: number, month: number): number {
  const last = lastDay - windows.to[0]!
  let sum = 0
  for (let day = last - month + 1; day <= last; day++) sum += counts[day]!
  return sum / month
}
