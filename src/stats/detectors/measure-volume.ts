import { medianOf } from '../samples/order-statistics.ts'
import { type Baseline, measureBaseline } from './measure-baseline.ts'
import { addSpread, NO_SPREAD, pooledOverdispersion } from './measure-shared-day.ts'
import { measureShift } from './measure-shift.ts'

/** How many entities were heard of on a day, beside the same weekday of the weeks before. */
export type VolumeReading = {
  readonly heard: number
  /** On an ordinary day. */
  readonly expected: number
  /** So few that tracking may be broken. */
  readonly broken: boolean
}

/** So improbable, and at most this share of what was expected, is no ordinary day. Strict: every event is asked on every day. */
export const BROKEN = { alpha: 0.0001, ratio: 0.6, expected: 5 } as const

const WEEK = 7
const WEEKS = 8
/** Days before the one asked about that are read: eight weeks of each weekday. */
export const VOLUME_DAYS = WEEK * (WEEKS + 1) - 1

/**
 * Holds the last day of a series against the same weekday of the (at most eight) weeks before: negative binomial around `factor` times their trimmed mean, with the
 * overdispersion of its own weekday shrunk to that of all weekdays. NaN stands for days that say nothing of what is usual. Null with fewer than four weeks, and with
 * fewer than five expected.
 */
export function measureVolume(series: ArrayLike<number>, factor = 1): VolumeReading | null {
  const last = series.length - 1
  const baseline = measureBaseline(sameWeekday(series, last))
  if (baseline === null || baseline.typical < BROKEN.expected) return null
  const heard = series[last]!
  const expected = baseline.typical
  const few = shareOf({ heard, expected: factor * expected }) <= BROKEN.ratio
  return { heard, expected, broken: few && chanceOf(series, { heard, baseline, factor }) <= BROKEN.alpha }
}

/** (heard + ½) / (expected + ½). */
function shareOf({ heard, expected }: Omit<VolumeReading, 'broken'>): number {
  return (heard + 0.5) / (expected + 0.5)
}

/** On a holiday, at least this share of the usual is still heard of. */
const LEAST_OF_HOLIDAY = 0.2

/**
 * How a day was for all events but one: the median of what these were heard of, as a share of what was expected. A fall that they share is a holiday. 1, as on any
 * day, where they did not fall, where they fell deeper than on a holiday, so that nothing may be arriving at all, and without others, since then nothing tells.
 */
export function lowDayFactor(others: readonly VolumeReading[]): number {
  const median = medianOf(others.map(shareOf)) ?? 1
  return median < LEAST_OF_HOLIDAY ? 1 : Math.min(1, median)
}

/** Probability of so few if it was but such a day. */
function chanceOf(
  series: ArrayLike<number>,
  { heard, baseline, factor }: { readonly heard: number; readonly baseline: Baseline; readonly factor: number },
): number {
  const last = series.length - 1
  let spread = NO_SPREAD
  for (let day = last; day > last - WEEK; day--) spread = addSpread(spread, sameWeekday(series, day))
  const shared = { commonFactor: factor, overdispersion: pooledOverdispersion(spread) }
  return measureShift({ recent: heard, baseline, shared }, { weeks: 1, direction: 'down' }).p
}

function sameWeekday(series: ArrayLike<number>, day: number): number[] {
  return Array.from({ length: WEEKS }, (_, week) => series[day - WEEK * (week + 1)] ?? Number.NaN).filter(
    (count) => !Number.isNaN(count),
  )
}
