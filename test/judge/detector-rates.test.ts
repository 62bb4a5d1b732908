import { describe, expect, test } from 'vitest'
import { defineConfig, event, fastDrop, signal, slowDrop } from '../../src/index.ts'
import { simulateUsage } from '../stats/simulate-usage.ts'
import { type DropKind, dropOpenings, shareDays, type Totals, totalsOf } from './drop-openings.ts'
import { judgePopulation } from './judge-population.ts'

/**
 * How often the detectors cry over healthy accounts, and how many of those that decline they find. Rates need many accounts, so they are told by the product's
 * statistics and state machine over arrays; that this is what the product judges is held against its own judge on some. How the days were is told by the steady
 * accounts alone: few decline at a time.
 */
const STEADY = 400
const STEADY_WEEKS = 52
const DECLINING = 1000
const DECLINING_WEEKS = 32
/** Eight weeks before a window of four, behind two of setting up. */
const FIRST_ONSET = 112
const ONSETS = 56
const WITHIN = 56
const START = 20_458

/** Published shares found and false alarms per 100 weeks; detection may be five points less. */
const SIZES = [
  { volume: 8, fast: 0.21, slow: 0.64, ramp: 0.55, alarms: 1 },
  { volume: 20, fast: 0.57, slow: 0.91, ramp: 0.84, alarms: 1 },
  { volume: 60, fast: 0.8, slow: 0.98, ramp: 0.97, alarms: 1 },
  // Published as missing the target of one.
  { volume: 200, fast: 0.88, slow: 0.97, ramp: 0.99, alarms: 1.15 },
]

const onsetOf = (account: number): number => FIRST_ONSET + (account % ONSETS)
const toForty = (day: number, onset: number): number => (day < onset ? 1 : 0.4)
const toThirtyInSixWeeks = (day: number, onset: number): number =>
  1 - 0.7 * Math.min(1, Math.max(0, (day - onset) / 42))

describe.each(SIZES)('accounts with $volume actions a week', ({ volume, ...published }) => {
  const usage = (account: number, weeks: number, level: (day: number) => number = () => 1): Totals =>
    totalsOf(simulateUsage({ seed: 5, weeks, volume, size: 4, level }, account))
  const steady = Array.from({ length: STEADY }, (_, i) => usage(i, STEADY_WEEKS))
  const declining = (first: number, level: (day: number, onset: number) => number): Totals[] =>
    Array.from({ length: DECLINING }, (_, i) => usage(first + i, DECLINING_WEEKS, (day) => level(day, onsetOf(i))))
  const shared = { 'fast drop': shareDays(steady, 'fast drop'), 'slow drop': shareDays(steady, 'slow drop') }

  test('false alarms over healthy accounts are as few as published, of one per 100 weeks', () => {
    // Fourteen days of setting up, and four weeks behind the window.
    const weeks = STEADY * (STEADY_WEEKS - 7)
    for (const kind of ['fast drop', 'slow drop'] as const) {
      const opened = steady.reduce((sum, one) => sum + dropOpenings(one, shared[kind], kind).length, 0)
      expect((100 * opened) / weeks, kind).toBeLessThanOrEqual(published.alarms)
    }
  })

  test('a fall to 40 % is found within eight weeks', () => {
    const fallen = declining(10_000, toForty)
    expectFound(fallen, 'fast drop', published.fast)
    expectFound(fallen, 'slow drop', published.slow)
  })

  test('a ramp of six weeks down to 30 % is found within eight weeks of its start', () => {
    expectFound(declining(50_000, toThirtyInSixWeeks), 'slow drop', published.ramp)
  })

  /** At least the published share less five points, and less one standard error of so many accounts. */
  function expectFound(accounts: readonly Totals[], kind: DropKind, share: number): void {
    const found = accounts.filter((totals, i) =>
      dropOpenings(totals, shared[kind], kind).some((day) => day >= onsetOf(i) && day < onsetOf(i) + WITHIN),
    )
    const least = share - 0.05
    const error = Math.sqrt((least * (1 - least)) / accounts.length)
    expect(found.length / accounts.length, kind).toBeGreaterThanOrEqual(least - error)
  }
})

test('over arrays opens what the product opens, on the same days', () => {
  const config = defineConfig({
    events: { task: event('task', { kind: 'core' }) },
    signals: {
      'fast drop': signal('risk').detects(fastDrop('task')),
      'slow drop': signal('risk').detects(slowDrop('task')),
    },
  })
  const levels = [() => 1, (day: number) => toForty(day, 150), (day: number) => toThirtyInSixWeeks(day, 170)]
  const accounts = [20, 60].flatMap((volume) =>
    Array.from({ length: 21 }, (_, i) =>
      // On the first day everybody is there: they are first seen with their first event.
      simulateUsage({ seed: 7, weeks: 40, volume, size: 4, level: levels[Math.max(0, i - 18)]! }, volume + i).map(
        (count, day) => (day === 0 ? count + 1 : count),
      ),
    ),
  )
  const judged = judgePopulation({ config, event: 'task', start: START, accounts })
  const totals = accounts.map(totalsOf)
  for (const kind of ['fast drop', 'slow drop'] as const) {
    const shared = shareDays(totals, kind)
    const byProduct = judged.map(({ transitions }) =>
      transitions.flatMap(({ signal, what, asOf }) => (signal.key === kind && what === 'opened' ? [asOf - START] : [])),
    )
    expect(totals.map((one) => dropOpenings(one, shared, kind))).toEqual(byProduct)
    expect(byProduct.flat().length).toBeGreaterThan(4)
  }
})
