import { expect, it } from 'vitest'
import { bands, defineConfig, trait } from '../../src/index.ts'
import { openReport, type Told } from './open-report.ts'

const sized = defineConfig({ events: {}, segments: { size: bands(trait('seats'), { small: 1, large: 100 }) } })
const BRACKETS = [1, 2, 4]
const row = (at: string, who: string, did = 'use', more: Partial<Told> = {}): Told => ({ at, who, did, ...more })
const asked = { start_event: 'join', return_event: 'use', total_intervals: 4 } as const
const values = (answer: { cohorts: readonly { start: string; values: readonly (number | null)[] }[] }) =>
  Object.fromEntries(answer.cohorts.map((cohort) => [cohort.start, cohort.values]))

it('cohorts by the first start ever, whole answer: who started before the range is in none of them', async () => {
  const ask = await openReport({
    events: [
      row('2026-02-20', 'old', 'join'),
      row('2026-03-03', 'old', 'join'),
      row('2026-03-02', 'ann', 'join'),
      row('2026-03-02', 'ann'),
      row('2026-03-09', 'ann'),
      row('2026-03-23', 'ann'),
      row('2026-03-08', 'bob', 'join'),
      row('2026-03-10', 'cat', 'join'),
      row('2026-03-17', 'cat'),
      row('2026-03-18', 'cat'),
    ],
    now: '2026-03-31T12:00:00Z',
  })
  expect(await ask('retention', { ...asked, date_from: '2026-03-02', date_to: '2026-03-10' })).toEqual({
    definition:
      'Of the persons with the event "join" for the first time ever in a week, how many had the event "use" in week k after it; days of UTC, weeks from Monday.',
    complete: false,
    excluded: 0,
    without_account: 0,
    warnings: [],
    cohorts: [
      {
        start: '2026-03-02',
        values: [2, 1, 0, 1],
        complete: [true, true, true, true],
        ready: [null, null, null, null],
      },
      {
        start: '2026-03-09',
        values: [1, 1, 0, null],
        complete: [true, true, true, false],
        ready: [null, null, null, '2026-04-06'],
      },
    ],
    overall: [1, 2 / 3, 0, 0.5],
    overall_size: [3, 3, 3, 2],
    overall_returned: [3, 2, 0, 1],
  })
  const cell = { cohort: '2026-03-02', period: 1 }
  const drilled = await ask('retention', { ...asked, date_from: '2026-03-02', date_to: '2026-03-10', actors_of: cell })
  expect(drilled.actors).toEqual({ total: 1, data: [{ person: 'ann' }] })
  // A point of the curve: of all cohorts for whom the week is complete.
  const range = { date_from: '2026-03-02', date_to: '2026-03-10' }
  for (const [period, back] of [3, 2, 0, 1].entries())
    expect((await ask('retention', { ...asked, ...range, actors_of: { period } })).actors!.total).toBe(back)
})

it('unbounded: in k or later, however much later and how often, each actor once', async () => {
  const ask = await openReport({
    events: [
      row('2026-03-02', 'ann', 'join'),
      row('2026-03-17', 'ann'),
      row('2026-03-18', 'ann'),
      row('2026-03-02', 'bob', 'join'),
      row('2026-06-17', 'bob'),
      row('2026-03-02', 'cat', 'join'),
      row('2026-03-05', 'cat'),
    ],
  })
  const week = { ...asked, date_from: '2026-03-02', date_to: '2026-03-02' }
  expect(values(await ask('retention', week))).toEqual({ '2026-03-02': [3, 0, 1, 0] })
  const later = { ...week, accumulation: 'unbounded' } as const
  expect(values(await ask('retention', later))).toEqual({ '2026-03-02': [3, 2, 2, 1] })
  expect(values(await ask('retention', { ...later, minimum_occurrences: 2 }))).toEqual({ '2026-03-02': [3, 1, 1, 0] })
})

it('recurring: an actor is in the cohort of every period with a start, and measured from each', async () => {
  const ask = await openReport({
    events: [row('2026-03-02', 'ann'), row('2026-03-10', 'ann'), row('2026-03-16', 'ann'), row('2026-03-10', 'bob')],
  })
  const own = { start_event: 'use', return_event: 'use', date_from: '2026-03-02', date_to: '2026-03-16' } as const
  expect(values(await ask('retention', { ...own, total_intervals: 3, cohort_mode: 'recurring' }))).toEqual({
    '2026-03-02': [1, 1, 1],
    '2026-03-09': [2, 1, 0],
    '2026-03-16': [1, 0, 0],
  })
  expect(values(await ask('retention', { ...own, total_intervals: 3 }))).toEqual({
    '2026-03-02': [1, 1, 1],
    '2026-03-09': [1, 0, 0],
    '2026-03-16': [0, 0, 0],
  })
})

it('rolling periods run from the start event: the next morning is day 1 of the calendar and not of 24 hours; the 24th hour is', async () => {
  const ask = await openReport({
    events: [
      row('2026-03-02T20:00:00Z', 'ann', 'join'),
      row('2026-03-03T06:00:00Z', 'ann'),
      row('2026-03-02T20:00:00Z', 'bob', 'join'),
      row('2026-03-03T20:00:00Z', 'bob'),
    ],
    now: '2026-03-04T19:00:00Z',
  })
  const day = { ...asked, period: 'day', total_intervals: 3, date_from: '2026-03-02', date_to: '2026-03-02' } as const
  expect(values(await ask('retention', day))).toEqual({ '2026-03-02': [2, 2, null] })
  const rolling = await ask('retention', { ...day, window_mode: 'rolling_24h' })
  expect(rolling.cohorts).toEqual([
    {
      start: '2026-03-02',
      values: [2, null, null],
      complete: [true, false, false],
      ready: [null, '2026-03-04', '2026-03-05'],
    },
  ])
  expect(rolling.overall).toEqual([1, null, null])
})

it('brackets are cells of several periods', async () => {
  const ask = await openReport({
    events: [
      row('2026-03-02', 'ann', 'join'),
      row('2026-03-03', 'ann'),
      row('2026-03-05', 'ann'),
      row('2026-03-08', 'ann'),
      row('2026-03-09', 'ann'),
      row('2026-03-10', 'ann'),
    ],
  })
  const day = { ...asked, period: 'day', date_from: '2026-03-02', date_to: '2026-03-02', brackets: BRACKETS } as const
  expect(values(await ask('retention', day))).toEqual({ '2026-03-02': [1, 1, 1, 1] })
  expect(values(await ask('retention', { ...day, minimum_occurrences: 2 }))).toEqual({ '2026-03-02': [1, 0, 0, 1] })
})

it('broken down by what the start said; a return says nothing of it', async () => {
  const ask = await openReport({
    events: [
      row('2026-03-02', 'ann', 'join', { with: { source: 'ad' } }),
      row('2026-03-09', 'ann', 'use', { with: { source: 'mail' } }),
      row('2026-03-02', 'bob', 'join', { with: { source: 'mail' } }),
      row('2026-03-02', 'cat', 'join'),
    ],
  })
  const answer = await ask('retention', {
    ...asked,
    total_intervals: 2,
    date_from: '2026-03-02',
    date_to: '2026-03-02',
    breakdown: { event_property: 'source' },
  })
  expect(answer.buckets?.map((one) => [one.value, one.cohorts[0]?.values, one.overall])).toEqual([
    ['ad', [1, 1], [1, 1]],
    ['mail', [1, 0], [1, 0]],
    [null, [1, 0], [1, 0]],
  ])
})

it('the values shown are those of the cohorts, not of starts that come after them', async () => {
  const ask = await openReport({
    events: [
      row('2026-03-02', 'ann', 'join', { with: { source: 'ad' } }),
      row('2026-03-10', 'bob', 'join', { with: { source: 'mail' } }),
      row('2026-03-10', 'cat', 'join', { with: { source: 'mail' } }),
      row('2026-03-10', 'cat'),
    ],
  })
  const answer = await ask('retention', {
    ...{ ...asked, date_from: '2026-03-02', date_to: '2026-03-02', accumulation: 'unbounded' },
    ...{ breakdown: { event_property: 'source' }, breakdown_limit: 1 },
  })
  expect(answer.buckets?.map((one) => [one.value, one.other, one.cohorts[0]?.values])).toEqual([
    ['ad', false, [1, 0, 0, 0]],
  ])
  expect(answer.warnings).toEqual([])
})

it('accounts by their segment at the start, in the filter and broken down', async () => {
  const sizes: Record<number, string> = { 1: 'small', 2: 'large' }
  const asks: [string, number][] = []
  const ask = await openReport({
    config: sized,
    events: [
      row('2026-03-02', 'ann', 'join', { in: 'acme' }),
      row('2026-03-02', 'bob', 'join', { in: 'beta' }),
      row('2026-03-09', 'bob', 'use', { in: 'beta' }),
    ],
    segments: (segment, account, day) => {
      asks.push([segment, day])
      return sizes[account] ?? null
    },
  })
  const week = {
    ...asked,
    actor: 'account',
    total_intervals: 2,
    date_from: '2026-03-02',
    date_to: '2026-03-02',
  } as const
  const large = await ask('retention', { ...week, filter: { segment: 'size', op: 'exact', value: 'large' } })
  expect(values(large)).toEqual({ '2026-03-02': [1, 1] })
  const split = await ask('retention', { ...week, breakdown: { segment: 'size' } })
  expect(split.buckets?.map((one) => [one.value, one.cohorts[0]?.values])).toEqual([
    ['small', [1, 0]],
    ['large', [1, 1]],
    [null, [0, 0]],
  ])
  expect(new Set(asks.map(([, day]) => day))).toEqual(new Set([Date.UTC(2026, 2, 2) / 86_400_000]))
  const mixed = {
    or: [
      { segment: 'size', value: 'large' },
      { trait: 'plan', value: 'pro' },
    ],
  }
  await expect(ask('retention', { ...week, filter: mixed })).rejects.toMatchObject({ code: 'bad_argument' })
  await expect(ask('retention', { ...week, start_filter: { segment: 'size', op: 'is_set' } })).rejects.toMatchObject({
    code: 'bad_argument',
  })
})

it('a segment is asked of the account of the first start, at that start: who began elsewhere, or before it was one of them, is in no cohort', async () => {
  const ask = await openReport({
    config: sized,
    segmentOf: (account, day) =>
      account === 'big' || (account === 'grown' && day >= isoDay('2026-03-09')) ? 'large' : 'small',
    events: [
      row('2026-03-02', 'ann', 'join', { in: 'big' }),
      row('2026-03-10', 'ann', 'use', { in: 'tiny' }),
      row('2026-03-02', 'bob', 'join', { in: 'tiny' }),
      row('2026-03-09', 'bob', 'join', { in: 'big' }),
      row('2026-03-17', 'bob', 'use', { in: 'big' }),
      row('2026-03-02', 'cat', 'join', { in: 'grown' }),
      row('2026-03-10', 'cat', 'use', { in: 'grown' }),
    ],
  })
  const large = {
    ...asked,
    filter: { segment: 'size', value: 'large' },
    date_from: '2026-03-02',
    date_to: '2026-03-15',
  }
  expect(values(await ask('retention', large))).toEqual({ '2026-03-02': [1, 1, 0, 0], '2026-03-09': [0, 0, 0, 0] })
  expect(values(await ask('retention', { ...large, cohort_mode: 'recurring' }))).toEqual({
    '2026-03-02': [1, 1, 0, 0],
    '2026-03-09': [1, 1, 0, 0],
  })
})

function isoDay(text: string): number {
  return Date.parse(`${text}T00:00:00Z`) / 86_400_000
}
