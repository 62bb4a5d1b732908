import { expect, it } from 'vitest'
import { openReport, type Told } from './open-report.ts'

const row = (at: string, who: string, more: Partial<Told> = {}): Told => ({ at, who, ...more })
const events = [
  row('2026-03-02', 'ann'),
  row('2026-03-02', 'ann'),
  row('2026-03-03', 'ann'),
  row('2026-03-05', 'ann'),
  row('2026-03-03', 'bob'),
  row('2026-03-08', 'cat'),
  row('2026-03-01', 'dan'),
]

it('how many days of the week, exactly and at least; the whole answer', async () => {
  const ask = await openReport({ events })
  const week = { date_from: '2026-03-02', date_to: '2026-03-08' }
  expect(await ask('stickiness', week)).toEqual({
    definition: 'Distinct persons with an active event in exactly i of the days of the range; days of UTC.',
    complete: true,
    ready: null,
    excluded: 0,
    without_account: 0,
    warnings: [],
    intervals: [2, 3, 4, 5, 6, 7, 8].map((day) => `2026-03-0${day}`),
    bars: [2, 0, 1, 0, 0, 0, 0],
  })
  expect((await ask('stickiness', { ...week, computed_as: 'cumulative' })).bars).toEqual([3, 1, 1, 0, 0, 0, 0])
  expect((await ask('stickiness', { date_to: '2026-03-08', preset: 'L7' })).bars).toEqual([2, 0, 1, 0, 0, 0, 0])
  expect((await ask('stickiness', { ...week, actors_of: { intervals: 3 } })).actors?.data).toEqual([{ person: 'ann' }])
})

it('criteria say how many events an interval needs; several intervals may make one', async () => {
  const ask = await openReport({ events })
  const week = { date_from: '2026-03-02', date_to: '2026-03-08' }
  const twice = { operator: 'gte', value: 2 } as const
  expect((await ask('stickiness', { ...week, criteria: twice })).bars).toEqual([1, 0, 0, 0, 0, 0, 0])
  const pairs = await ask('stickiness', { ...week, date_to: '2026-03-07', interval_count: 2, criteria: twice })
  expect([pairs.intervals, pairs.bars]).toEqual([
    ['2026-03-02', '2026-03-04', '2026-03-06'],
    [1, 0, 0],
  ])
  const once = await ask('stickiness', { ...week, criteria: { operator: 'exact', value: 1 } })
  expect(once.bars).toEqual([2, 1, 0, 0, 0, 0, 0])
})

it('a day that is not over is left out, and there is no bar for it yet', async () => {
  const ask = await openReport({ events, now: '2026-03-05T23:00:00Z' })
  const answer = await ask('stickiness', { date_from: '2026-03-02', date_to: '2026-03-05' })
  expect(answer).toMatchObject({ complete: false, ready: '2026-03-06', bars: [1, 1, 0, null] })
  expect(answer.definition).toContain('in exactly i of the days of the range that are over')
})

it('a stretch that ends after the range and a change of the clock has the days of its zone', async () => {
  // In Berlin 2026-03-29 ends at 22:00 and not at 23:00.
  const ask = await openReport({
    events: [
      row('2026-03-29T21:30:00Z', 'ann'),
      row('2026-03-29T22:30:00Z', 'ann'),
      row('2026-03-30T22:30:00Z', 'bob'),
    ],
  })
  const asked = {
    timezone: 'Europe/Berlin',
    interval_count: 4,
    date_from: '2026-03-26',
    date_to: '2026-03-27',
  } as const
  const twice = { operator: 'gte', value: 2 } as const
  expect((await ask('stickiness', { ...asked, criteria: twice })).bars).toEqual([0])
  expect((await ask('stickiness', { ...asked, date_to: '2026-03-30', criteria: twice })).bars).toEqual([0, 0])
  expect((await ask('stickiness', asked)).bars).toEqual([1])
})
