import { expect, it } from 'vitest'
import { openReport } from './open-report.ts'

/** Clocks go back at 01:00 UTC: the local day has 25 hours, from 22:00 UTC to 23:00 UTC. */
const events = [
  { at: '2026-10-24T21:59:59Z', who: 'ann' },
  { at: '2026-10-24T22:00:00Z', who: 'ann' },
  { at: '2026-10-25T00:30:00Z', who: 'bob' },
  { at: '2026-10-25T01:30:00Z', who: 'bob' },
  { at: '2026-10-25T22:59:59Z', who: 'bob' },
  { at: '2026-10-25T23:00:00Z', who: 'ann' },
]
const day = { timezone: 'Europe/Berlin', date_from: '2026-10-25', date_to: '2026-10-25' }

it('hours of a day of 25: the hour that comes twice is two hours', async () => {
  const ask = await openReport({ events })
  const {
    new: fresh,
    returning,
    resurrecting,
    dormant,
    intervals,
  } = await ask('lifecycle', { ...day, interval: 'hour' })
  const at = (list: readonly (number | null)[]) => list.flatMap((n, hour) => (n === 0 ? [] : [hour]))
  expect([intervals.length, at(fresh), at(returning), at(resurrecting), at(dormant)]).toEqual([
    25,
    [2],
    [0, 3],
    [24],
    [1, 4],
  ])
  const { bars } = await ask('stickiness', { ...day, interval: 'hour' })
  expect([bars.length, bars.slice(0, 4)]).toEqual([25, [1, 0, 1, 0]])
})

it('retention by the hour, of the calendar and rolling', async () => {
  const ask = await openReport({ events })
  const hours = { ...day, period: 'hour', total_intervals: 3 } as const
  const { cohorts } = await ask('retention', hours)
  expect(cohorts.filter(({ values }) => values[0] !== 0)).toMatchObject([
    { start: '2026-10-25T00:00:00.000Z', values: [1, 1, 0] },
  ])
  const rolling = await ask('retention', { ...hours, window_mode: 'rolling_24h', cohort_mode: 'recurring' })
  expect(rolling.cohorts[2]).toMatchObject({ values: [1, 1, 0] })
  expect(rolling.cohorts[0]).toMatchObject({ start: '2026-10-24T22:00:00.000Z', values: [1, 0, 0] })
})
