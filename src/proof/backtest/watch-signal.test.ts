import { expect, test } from 'vitest'
import { MS_PER_DAY } from '../../core/time.ts'
import type { PanelProvenance } from '../panel/panel.ts'
import type { Case } from './select-cases.ts'
import { watchSignal } from './watch-signal.ts'

const provenance: PanelProvenance = { events: 0, arrivalAssumed: 0, ghosts: 0, merged: 0, thinned: 1 }

type Stretch = { readonly days: number; readonly rightOfTen: number }

/** One case a day of an account of its own; of each ten, so many are right. */
function casesOf(...stretches: readonly Stretch[]): Case[] {
  const right = stretches.flatMap(({ days, rightOfTen }) => Array.from({ length: days }, (_, i) => i % 10 < rightOfTen))
  return right.map((isRight, day) => ({
    ...{ entity: day, openedAt: day * MS_PER_DAY, closedAt: null, row: null },
    ...{ label: isRight ? 'positive' : 'negative', decidedAt: null },
  }))
}

/** The weeks begin at 0; one account opens it so often in each. */
function weeksOf(alerts: readonly number[]) {
  const asOfs = Array.from({ length: alerts.length + 1 }, (_, week) => ({ day: 7 * week, at: 7 * week * MS_PER_DAY }))
  const episodes = alerts.flatMap((n, week) =>
    Array.from({ length: n }, (_, i) => ({ entity: i, openedAt: asOfs[week]!.at + i, closedAt: null })),
  )
  return { ground: { panel: { asOfs, provenance } }, signal: { episodes } }
}

const NO_WEEKS = weeksOf([])

test('alerts that are right less often from a day on are told with that day, and with both shares', () => {
  const cases = casesOf({ days: 200, rightOfTen: 4 }, { days: 80, rightOfTen: 1 })
  // Of the earlier ones two in five are right, so that five are expected of thirteen, taken at once. Those that hold day 200 begin on day 195.
  const { precision } = watchSignal(NO_WEEKS.ground, { signal: NO_WEEKS.signal, cases })
  expect(precision).toMatchObject({ way: 'less', since: 195 * MS_PER_DAY, before: { estimate: 80 / 195 } })
  expect(precision!.before!.estimate).toBeCloseTo(0.4, 1)
  expect(precision!.after.estimate).toBeLessThan(0.15)
})

test('what is right more often is told too, what is as it was is not, and neither is what has too few cases', () => {
  const { ground, signal } = NO_WEEKS
  const watch = (...stretches: readonly Stretch[]) =>
    watchSignal(ground, { signal, cases: casesOf(...stretches) }).precision?.way ?? null
  expect(watch({ days: 200, rightOfTen: 3 }, { days: 80, rightOfTen: 8 })).toBe('more')
  expect(watch({ days: 280, rightOfTen: 3 })).toBeNull()
  // It was worse for a time, and is again what it was.
  expect(watch({ days: 200, rightOfTen: 3 }, { days: 30, rightOfTen: 0 }, { days: 200, rightOfTen: 3 })).toBeNull()
  expect(watch({ days: 25, rightOfTen: 5 }, { days: 10, rightOfTen: 0 })).toBeNull()
  expect(watch({ days: 200, rightOfTen: 0 })).toBeNull()
})

test('alerts that come more often within twelve weeks are told with the week in which that began', () => {
  const { ground, signal } = weeksOf([4, 5, 3, 4, 4, 5, 4, 4, 4, 4, 4, 5, 3, 4, 14, 15, 13, 14])
  const { alerts, trend } = watchSignal(ground, { signal, cases: [] })
  expect(alerts).toEqual({ since: 14 * 7 * MS_PER_DAY, before: 4, after: 14 })
  expect(trend).toBeGreaterThan(0.1)
  const steady = weeksOf(Array.from({ length: 18 }, () => 4))
  expect(watchSignal(steady.ground, { signal: steady.signal, cases: [] })).toEqual({
    ...{ precision: null, alerts: null },
    trend: 0,
  })
})

test('weeks that always vary much have not changed, and a short past has no trend', () => {
  const wild = weeksOf([0, 20, 1, 25, 0, 19, 2, 24, 0, 22, 1, 26, 0, 20, 1, 25, 0, 23, 22, 20])
  expect(watchSignal(wild.ground, { signal: wild.signal, cases: [] }).alerts).toBeNull()
  const short = weeksOf([4, 5])
  expect(watchSignal(short.ground, { signal: short.signal, cases: [] })).toMatchObject({ alerts: null, trend: null })
})
