import { describe, expect, it } from 'vitest'
import { dayToIso } from '../../src/core/time.ts'
import { defineConfig, event, fastDrop, rise, signal, silence, slowDrop } from '../../src/index.ts'
import type { JudgedTransition } from '../../src/judge/judge-input.ts'
import { day } from '../fold/build-fold.ts'
import { judgePopulation, liveThrough, type Population } from './judge-population.ts'

const config = defineConfig({
  events: { task: event('task', { kind: 'core' }) },
  signals: {
    drops: signal('risk').detects(fastDrop('task')),
    fades: signal('risk').detects(slowDrop('task')),
    grows: signal('expansion').detects(rise('task')),
    silent: signal('risk').detects(silence('task')),
  },
})

/** A Monday. */
const START = day('01-05')
const WEEKS = 30
const OTHERS = 19

/** Counts of one account: what it does from each date on, on every working day; `only` sets single days. */
function counts(levels: Readonly<Record<string, number>>, only: Readonly<Record<string, number>> = {}): number[] {
  const from = Object.entries(levels).map(([date, level]) => ({ day: day(date), level }))
  return Array.from({ length: WEEKS * 7 }, (_, i) => {
    const single = Object.entries(only).find(([date]) => day(date) === START + i)
    if (single !== undefined) return single[1]
    return i % 7 < 5 ? (from.findLast((one) => one.day <= START + i)?.level ?? 0) : 0
  })
}

function population(...accounts: readonly number[][]): Population {
  const others = Array.from({ length: OTHERS }, () => counts({ '01-05': 10 }))
  return { config, event: 'task', start: START, accounts: [...accounts, ...others] }
}

function told(changes: readonly JudgedTransition[], of: string): string[] {
  return changes
    .filter(({ signal: { key } }) => key === of)
    .map(({ what, asOf }) => `${what} ${dayToIso(asOf).slice(5)}`)
}

/** 10 a working day, and then what is told. */
const ACCOUNT = { '01-05': 10 }

describe('a fast drop', () => {
  // 50 a week, of which nothing varies: variance 50 · (1 + 1/8) = 56.25. From Monday 30 March on 3 a day: 43, 36, 29 (0.58 of 50, p 0.002), 22, 15.
  it('opens after three days in a row, escalates once at half of that, and closes after seven days back at 80 %', () => {
    // Opened at 15.5 / 50.5; half of that is 7.2, reached on the third day without any. Back at 40 on Thursday 30 April, and so on until the Wednesday.
    const [fell] = judgePopulation(population(counts({ ...ACCOUNT, '03-30': 3, '04-20': 0, '04-27': 10 })))
    expect(told(fell!.transitions, 'drops')).toEqual(['opened 04-03', 'escalated 04-22', 'closed 05-06'])
  })

  it('rests for fourteen days after it closed', () => {
    // Back from Thursday 9 April (43), closed on the 15th; from the 20th on it is far below again, and opens when more than fourteen days have passed.
    const [fell] = judgePopulation(population(counts({ ...ACCOUNT, '03-30': 3, '04-06': 10, '04-16': 1 })))
    expect(told(fell!.transitions, 'drops')).toEqual(['opened 04-03', 'closed 04-15', 'opened 04-30', 'closed 06-25'])
  })

  it('tells the numbers it opened and closed with: the level of before is held', () => {
    const [fell] = judgePopulation(population(counts({ ...ACCOUNT, '03-30': 3, '05-11': 10 })))
    const drops = fell!.transitions.filter(({ signal: { key } }) => key === 'drops')
    expect(drops[0]!.values).toMatchObject([
      { label: 'task in the last 7 days as a share of what was expected', value: 15.5 / 50.5, threshold: 0.6 },
      { label: 'chance of so few if nothing had changed', holds: true },
      { label: 'expected task', value: 50, op: '>=', threshold: 5, holds: true },
    ])
    expect(drops[0]!.evidence).toMatchObject([
      { kind: 'days', days: [{ n: 3 }, { n: 3 }, { n: 3 }, { n: 3 }, { n: 3 }] },
    ])
    // By then three of the eight weeks behind it are low ones; it is compared with 50 all the same.
    expect(drops[1]).toMatchObject({ what: 'closed', asOf: day('05-20') })
    expect(drops[1]!.values).toMatchObject([
      {
        label: 'task in the last 7 days as a share of what was usual before it opened (50 a week)',
        value: 1,
        threshold: 0.8,
      },
    ])
  })

  it('closes after 56 days as the new usual, and stays closed at that level', () => {
    const [fell] = judgePopulation(population(counts({ ...ACCOUNT, '03-30': 3 })))
    expect(told(fell!.transitions, 'drops')).toEqual(['opened 04-03', 'closed 05-29'])
  })

  it('is told of nobody in a week in which everybody does next to nothing, nor after it', () => {
    const week = ['04-06', '04-07', '04-08', '04-09', '04-10']
    const holiday = Object.fromEntries(week.map((date) => [date, 1]))
    const accounts = Array.from({ length: 20 }, () => counts(ACCOUNT, holiday))
    const judged = judgePopulation({ config, event: 'task', start: START, accounts })
    expect(judged.flatMap(({ transitions }) => transitions)).toEqual([])
  })

  it('is told of nobody while nothing comes in, however long: a source that fell silent says nothing of customers', () => {
    const accounts = Array.from({ length: 20 }, () => counts({ ...ACCOUNT, '04-01': 0 }))
    const judged = judgePopulation({ config, event: 'task', start: START, accounts })
    expect(judged.flatMap(({ transitions }) => transitions)).toEqual([])
  })

  it('is not told of an account that is too new: fourteen days of setting up, and four weeks to compare with', () => {
    const [early, late] = judgePopulation(
      population(counts({ '03-02': 40, '03-16': 3 }), counts({ '03-02': 10, '05-04': 3 })),
    )
    expect(told(early!.transitions, 'drops')).toEqual([])
    expect(told(late!.transitions, 'drops')).toEqual(['opened 05-08', 'closed 07-03'])
  })
})

describe('a slow drop', () => {
  it('is judged at the close of the week, and finds a decline that no single week shows', () => {
    const ramp = { '03-30': 9, '04-06': 8, '04-13': 7, '04-20': 6, '04-27': 6 }
    const [faded] = judgePopulation(population(counts({ ...ACCOUNT, ...ramp })))
    // Weeks of 45, 40, 35 and 30 are 150.5 / 200.5 = 0.7506; a week later 135.5 / 200.5 = 0.68, with p 0.0001 (variance 50 · (4 + 16/8) = 300, z −3.75).
    expect(told(faded!.transitions, 'fades')).toEqual(['opened 05-03', 'closed 06-28'])
    expect(told(faded!.transitions, 'drops')).toEqual([])
  })
})

describe('a rise', () => {
  it('mirrors a drop', () => {
    // 60, 70, 80 (1.59), 90 (1.79), 100, 100 on Saturday: three hits from Thursday on. Back at 1.25: 63 and less.
    const [grew] = judgePopulation(population(counts({ ...ACCOUNT, '03-30': 20, '04-20': 10 })))
    expect(told(grew!.transitions, 'grows')).toEqual(['opened 04-04', 'closed 04-29'])
  })
})

describe('silence', () => {
  /** Mondays and Thursdays. */
  const twice = (until: string): number[] =>
    counts({ '01-05': 1 }).map((n, i) => (START + i < day(until) && [0, 3].includes(i % 7) ? n : 0))

  it('is told when it is longer than chance would have it, in business days', () => {
    // Active on 16 of 40 business days before Thursday 26 March: (1 − 16.5 / 41)^9 = 0.0098. Closed when heard of on seven days within five business days.
    const counted = twice('03-30')
    for (const date of ['04-27', '04-30', '05-04']) counted[day(date) - START] = 1
    const [quiet] = judgePopulation(population(counted))
    expect(told(quiet!.transitions, 'silent').slice(0, 2)).toEqual(['opened 04-08', 'closed 05-03'])
  })

  it('leaves out the days on which hardly any account was active', () => {
    const week = Object.fromEntries(['03-30', '03-31', '04-01', '04-02', '04-03'].map((date) => [date, 0]))
    const others = Array.from({ length: OTHERS }, () => counts(ACCOUNT, week))
    const [quiet] = judgePopulation({ config, event: 'task', start: START, accounts: [twice('03-30'), ...others] })
    expect(told(quiet!.transitions, 'silent').slice(0, 1)).toEqual(['opened 04-15'])
  })

  it('is told once of who never comes back', () => {
    const [gone] = judgePopulation(population(twice('03-02')))
    // 11 of 28 business days from 19 January, its fifteenth day: 0.6034^9 = 0.0106 is not enough, a tenth day is.
    expect(told(gone!.transitions, 'silent')).toEqual(['opened 03-12', 'closed 05-07'])
  })
})

it('living through the days one by one from kept states tells the same as judging them all at once', () => {
  const lives = population(
    counts({ ...ACCOUNT, '03-30': 3, '04-20': 0, '04-27': 10, '05-07': 1 }),
    counts({ ...ACCOUNT, '03-30': 20, '04-20': 10 }),
    counts({ '03-02': 10, '05-04': 3 }),
    counts({ '01-05': 1, '03-30': 0 }),
  )
  const tell = (changes: readonly JudgedTransition[]) =>
    changes.map(({ signal: { key }, what, ordinal, asOf, values }) => ({ key, what, ordinal, asOf, values }))
  const replayed = judgePopulation(lives).map(({ transitions }) => tell(transitions))
  expect(replayed.flat().length).toBeGreaterThan(10)
  expect(liveThrough(lives).map(tell)).toEqual(replayed)
})
