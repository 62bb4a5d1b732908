import { describe, expect, test } from 'vitest'
import { defineConfig, event, fastDrop, signal, slowDrop } from '../../src/index.ts'
import { simulateUsage } from '../stats/simulate-usage.ts'
import { type JudgedPopulation, judgePopulation } from './judge-population.ts'

/**
 * How often the detectors cry over healthy accounts, and how many of those that decline they find: invented accounts of four sizes, judged by the product's own
 * judge. Most accounts are steady, so that those that fall do not decide how the day was for everybody. Published rates are those of 1,500 accounts.
 */
const STEADY = 120
const FALLING = 12
const WEEKS = 52
const FIRST_ONSET = 140
const WITHIN = 56
const START = 20_454

const SIZES = [
  { volume: 8, fastFound: 0.21, slowFound: 0.64, rampFound: 0.55 },
  { volume: 20, fastFound: 0.57, slowFound: 0.91, rampFound: 0.84 },
  { volume: 60, fastFound: 0.8, slowFound: 0.98, rampFound: 0.97 },
  { volume: 200, fastFound: 0.88, slowFound: 0.97, rampFound: 0.99 },
]

const config = defineConfig({
  events: { task: event('task', { kind: 'core' }) },
  signals: {
    drops: signal('risk').detects(fastDrop('task')),
    fades: signal('risk').detects(slowDrop('task')),
  },
})

describe.each(SIZES)('accounts with $volume actions a week', ({ volume, ...published }) => {
  const judged = judgeAll(volume)
  const steady = judged.slice(0, STEADY)
  const fallen = judged.slice(STEADY, STEADY + FALLING)
  const ramped = judged.slice(STEADY + FALLING)

  test('at most one false alarm per 100 weeks of a healthy account', () => {
    // Fourteen days of setting up, and four weeks behind the window.
    const weeks = STEADY * (WEEKS - 7)
    for (const key of ['drops', 'fades']) expect(openings(steady, key).length / weeks).toBeLessThanOrEqual(0.01)
  })

  test('a fall to 40 % is found within eight weeks', () => {
    expectFound(fallen, 'drops', published.fastFound)
    expectFound(fallen, 'fades', published.slowFound)
  })

  test('a ramp of six weeks down to 30 % is found within eight weeks of its start', () => {
    expectFound(ramped, 'fades', published.rampFound)
  })
})

function judgeAll(volume: number): JudgedPopulation[] {
  const make = (count: number, first: number, level: (day: number, onset: number) => number): Float64Array[] =>
    Array.from({ length: count }, (_, i) => {
      const plan = { seed: 5, weeks: WEEKS, volume, size: 4, level: (day: number) => level(day, onsetOf(i)) }
      return simulateUsage(plan, first + i)
    })
  const accounts = [
    ...make(STEADY, 0, () => 1),
    ...make(FALLING, STEADY, (day, onset) => (day < onset ? 1 : 0.4)),
    ...make(FALLING, STEADY + FALLING, (day, onset) => 1 - 0.7 * Math.min(1, Math.max(0, (day - onset) / 42))),
  ]
  return judgePopulation({ config, event: 'task', start: START, accounts })
}

/** Spread over half a year, on every weekday, so that few are low at a time. */
function onsetOf(account: number): number {
  return FIRST_ONSET + Math.floor((account * 150) / FALLING)
}

function openings(judged: readonly JudgedPopulation[], key: string): number[] {
  return judged.flatMap(({ transitions }) =>
    transitions.filter(({ signal, what }) => signal.key === key && what === 'opened').map(({ asOf }) => asOf - START),
  )
}

/** At least the published share less five points, and less three standard errors of so few accounts. */
function expectFound(judged: readonly JudgedPopulation[], key: string, share: number): void {
  const found = judged.filter((one, account) =>
    openings([one], key).some((day) => day >= onsetOf(account) && day < onsetOf(account) + WITHIN),
  )
  const least = share - 0.05
  const error = Math.sqrt((least * (1 - least)) / judged.length)
  expect(found.length / judged.length).toBeGreaterThanOrEqual(least - 3 * error)
}
