import { describe, expect, test } from 'vitest'
import { advanceDetector, CLEAR, FAST_DROP_STATES } from '../../src/stats/detectors/advance-detector.ts'
import { sumWeeksBefore } from '../../src/stats/detectors/daily-counts.ts'
import { detectShift, FAST_DROP, readShiftWindow, SLOW_DROP } from '../../src/stats/detectors/detect-shift.ts'
import { poolOverdispersion, type Reference } from '../../src/stats/detectors/measure-reference.ts'
import { simulateUsage, type UsagePlan } from './simulate-usage.ts'

/**
 * False alarms and detection of the drop detectors, by simulation: accounts of four sizes, without frozen baselines; the slow test with a pause of 28
 * days instead of the state machine. The published rates come from 1,500 accounts; these runs are smaller, so each is held to four standard errors.
 */
const ACCOUNTS = 150
const FIRST_DAY = 84
const WEEKS = 52
const WATCHED_WEEKS = WEEKS - FIRST_DAY / 7
const ONSET = 140
const WITHIN = 56

const SIZES = [
  { volume: 8, fast: 0.43, slow: 0.45, fastFound: 0.21, slowFound: 0.64, rampFound: 0.55 },
  { volume: 20, fast: 0.65, slow: 0.66, fastFound: 0.57, slowFound: 0.91, rampFound: 0.84 },
  { volume: 60, fast: 0.85, slow: 0.92, fastFound: 0.8, slowFound: 0.98, rampFound: 0.97 },
  { volume: 200, fast: 1.15, slow: 0.93, fastFound: 0.88, slowFound: 0.97, rampFound: 0.99 },
]

describe.each(SIZES)('accounts with $volume actions a week', ({ volume, ...published }) => {
  const steady = simulateAccounts(volume, () => 1)
  const reference = { overdispersion: poolOverdispersion(steady.map((days) => weeksOf(days))), commonFactor: 1 }

  test('false alarms per 100 account-weeks', () => {
    const watched = { from: FIRST_DAY, to: WEEKS * 7 }
    expectRate(
      steady.map((days) => fastAlarms(days, reference, watched).length),
      published.fast,
    )
    expectRate(
      steady.map((days) => slowAlarms(days, reference, watched).length),
      published.slow,
    )
  })

  test('a fall to 40 % is found within eight weeks', () => {
    const fallen = simulateAccounts(volume, (day, onset) => (day < onset ? 1 : 0.4))
    expectShare(
      countFound(fallen, (days, onset) => fastAlarms(days, reference, afterOnset(onset))),
      published.fastFound,
    )
    expectShare(
      countFound(fallen, (days, onset) => slowAlarms(days, reference, afterOnset(onset))),
      published.slowFound,
    )
  })

  test('a ramp of six weeks down to 30 % is found within eight weeks of its start', () => {
    const ramped = simulateAccounts(volume, (day, onset) => 1 - 0.7 * Math.min(1, Math.max(0, (day - onset) / 42)))
    expectShare(
      countFound(ramped, (days, onset) => slowAlarms(days, reference, afterOnset(onset))),
      published.rampFound,
    )
  })
})

type Span = { readonly from: number; readonly to: number }

function simulateAccounts(volume: number, level: (day: number, onset: number) => number): Float64Array[] {
  const plan = { seed: 5, weeks: WEEKS, volume, size: 4 } satisfies Omit<UsagePlan, 'level'>
  return Array.from({ length: ACCOUNTS }, (_, account) =>
    simulateUsage({ ...plan, level: (day) => level(day, onsetOf(account)) }, account),
  )
}

/** Every weekday takes its turn. */
function onsetOf(account: number): number {
  return ONSET + (account % 7)
}

function afterOnset(onset: number): Span {
  return { from: onset, to: onset + WITHIN }
}

function weeksOf(days: Float64Array): number[] {
  return sumWeeksBefore({ days, from: 0, to: FIRST_DAY }, 7)
}

function fastAlarms(days: Float64Array, reference: Reference, { from, to }: Span): number[] {
  const opened: number[] = []
  let state = CLEAR
  for (let day = from + 1; day <= to; day++) {
    const window = readShiftWindow({ days, from: 0, to: day }, FAST_DROP)!
    const { hit, ratio } = detectShift({ ...window, reference }, FAST_DROP)
    const step = advanceDetector(state, { day, hit, ratio, baseline: null }, FAST_DROP_STATES)
    if (step.change === 'opened') opened.push(day)
    state = step.state
  }
  return opened
}

function slowAlarms(days: Float64Array, reference: Reference, { from, to }: Span): number[] {
  const alarms: number[] = []
  for (let day = from + 7; day <= to; day += 7) {
    const window = readShiftWindow({ days, from: 0, to: day }, SLOW_DROP)!
    if (detectShift({ ...window, reference }, SLOW_DROP).hit && day - (alarms.at(-1) ?? -28) >= 28) alarms.push(day)
  }
  return alarms
}

function countFound(accounts: Float64Array[], find: (days: Float64Array, onset: number) => number[]): number {
  return accounts.filter((days, account) => find(days, onsetOf(account)).length > 0).length
}

/** Alarms of one account are rare and nearly independent: their number is close to Poisson. */
function expectRate(alarms: readonly number[], per100: number): void {
  const expected = (per100 / 100) * ACCOUNTS * WATCHED_WEEKS
  const found = alarms.reduce((a, b) => a + b, 0)
  expect(Math.abs(found - expected)).toBeLessThan(4 * Math.sqrt(expected))
}

function expectShare(found: number, share: number): void {
  expect(Math.abs(found / ACCOUNTS - share)).toBeLessThan(4 * Math.sqrt((share * (1 - share)) / ACCOUNTS) + 0.01)
}
