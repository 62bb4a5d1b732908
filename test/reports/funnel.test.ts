import { expect, it } from 'vitest'
import { openReport, type Told } from './open-report.ts'

const row = (at: string, who: string, did: string, more: Partial<Told> = {}): Told => ({ at, who, did, ...more })
const steps = [{ event: 'visit' }, { event: 'sign up' }, { event: 'pay' }]
const march = { steps, date_from: '2026-03-02', date_to: '2026-03-03' }

it('the whole answer: counts, conversion, mean and median time; who is in a step, and who fell out', async () => {
  const ask = await openReport({
    events: [
      row('2026-03-02T10:00:00Z', 'ann', 'visit'),
      row('2026-03-02T10:01:00Z', 'ann', 'sign up'),
      row('2026-03-02T11:01:00Z', 'ann', 'pay'),
      row('2026-03-02T10:00:00Z', 'bob', 'visit'),
      row('2026-03-02T10:03:00Z', 'bob', 'sign up'),
      row('2026-03-03T10:00:00Z', 'cat', 'visit'),
      row('2026-03-03T10:08:00Z', 'cat', 'sign up'),
      row('2026-03-03T10:00:00Z', 'dan', 'visit'),
      row('2026-03-03T09:00:00Z', 'dan', 'sign up'),
      row('2026-03-01T10:00:00Z', 'eve', 'visit'),
    ],
  })
  expect(await ask('funnel', march)).toEqual({
    definition:
      'How many persons got how far through the event "visit", the event "sign up", the event "pay" in this order, within 14 days of the first; the best attempt begun in the range counts; days of UTC.',
    complete: true,
    ready: null,
    still_open: 0,
    excluded: 0,
    without_account: 0,
    warnings: [],
    counts: [4, 3, 1],
    conversion: [1, 0.75, 0.25],
    step_conversion: [1, 0.75, 1 / 3],
    average_seconds: [null, 240, 3600],
    median_seconds: [null, 180, 3600],
  })
  const step = (actors_of: { step: number; dropped?: boolean }) => ask('funnel', { ...march, actors_of })
  expect((await step({ step: 2 })).actors?.data).toEqual([{ person: 'ann' }, { person: 'bob' }, { person: 'cat' }])
  expect((await step({ step: 3, dropped: true })).actors?.data).toEqual([{ person: 'bob' }, { person: 'cat' }])
  expect((await ask('funnel', { ...march, date_from: '2026-03-05', date_to: '2026-03-05' })).conversion).toEqual([
    null,
    null,
    null,
  ])
})

it('the window is measured from step 1 and its last second is in; a later attempt may come further', async () => {
  const ask = await openReport({
    events: [
      row('2026-03-02T10:00:00Z', 'ann', 'visit'),
      row('2026-03-02T10:59:00Z', 'ann', 'sign up'),
      row('2026-03-02T11:00:00Z', 'ann', 'pay'),
      row('2026-03-02T10:00:00Z', 'bob', 'visit'),
      row('2026-03-02T10:59:00Z', 'bob', 'sign up'),
      row('2026-03-02T11:00:00.001Z', 'bob', 'pay'),
      row('2026-03-02T10:00:00Z', 'cat', 'visit'),
      row('2026-03-02T10:30:00Z', 'cat', 'sign up'),
      row('2026-03-02T12:00:00Z', 'cat', 'visit'),
      row('2026-03-02T12:10:00Z', 'cat', 'sign up'),
      row('2026-03-02T12:20:00Z', 'cat', 'pay'),
    ],
  })
  const hour = await ask('funnel', { ...march, window_seconds: 3600 })
  expect(hour.counts).toEqual([3, 3, 2])
  expect(hour.average_seconds).toEqual([null, (59 * 60 + 59 * 60 + 600) / 3, (60 + 600) / 2])
})

it('events of one instant may be any order, and one event is never two steps', async () => {
  const ask = await openReport({
    events: [
      row('2026-03-02', 'ann', 'sign up'),
      row('2026-03-02', 'ann', 'visit'),
      row('2026-03-02', 'bob', 'visit'),
      row('2026-03-02', 'cat', 'visit'),
      row('2026-03-02', 'cat', 'visit'),
    ],
  })
  expect((await ask('funnel', { ...march, steps: ['visit', 'sign up'] })).counts).toEqual([3, 1])
  expect((await ask('funnel', { ...march, steps: ['visit', 'visit'] })).counts).toEqual([3, 1])
  expect((await ask('funnel', { ...march, steps: ['visit', 'visit'], order: 'any' })).counts).toEqual([3, 1])
})

it('strict: nothing else in between; any: every order; an exclusion ends an attempt', async () => {
  const ask = await openReport({
    events: [
      row('2026-03-02T10:00:00Z', 'ann', 'visit'),
      row('2026-03-02T10:01:00Z', 'ann', 'read docs'),
      row('2026-03-02T10:02:00Z', 'ann', 'sign up'),
      row('2026-03-02T10:00:00Z', 'bob', 'sign up'),
      row('2026-03-02T10:01:00Z', 'bob', 'visit'),
      row('2026-03-02T10:00:00Z', 'cat', 'visit'),
      row('2026-03-02T10:01:00Z', 'cat', 'sign up'),
    ],
  })
  const two = { ...march, steps: ['visit', 'sign up'] }
  expect((await ask('funnel', two)).counts).toEqual([3, 2])
  expect((await ask('funnel', { ...two, order: 'strict' })).counts).toEqual([3, 1])
  expect((await ask('funnel', { ...two, order: 'any' })).counts).toEqual([3, 3])
  expect((await ask('funnel', { ...two, exclusion: 'read docs' })).counts).toEqual([3, 1])
})

it('a step of first times takes the first event of all history only', async () => {
  const ask = await openReport({
    events: [
      row('2026-02-01', 'ann', 'visit'),
      row('2026-03-02', 'ann', 'visit'),
      row('2026-03-02', 'bob', 'visit'),
      row('2026-03-03', 'bob', 'pay'),
      row('2026-03-03', 'ann', 'pay'),
    ],
  })
  const first = [{ event: 'visit', first_time: true }, { event: 'pay' }]
  expect((await ask('funnel', { ...march, steps: first })).counts).toEqual([1, 1])
  expect((await ask('funnel', { ...march, steps: ['visit', 'pay'] })).counts).toEqual([2, 2])
})

it('a value is that of the first or last touch, of a step, or the same at all steps', async () => {
  const ask = await openReport({
    events: [
      row('2026-03-02T10:00:00Z', 'ann', 'visit', { with: { from: 'ad' } }),
      row('2026-03-02T11:00:00Z', 'ann', 'sign up', { with: { from: 'mail' } }),
      row('2026-03-02T10:00:00Z', 'bob', 'visit'),
      row('2026-03-02T11:00:00Z', 'bob', 'sign up', { with: { from: 'mail' } }),
      row('2026-03-02T10:00:00Z', 'cat', 'visit', { with: { from: 'ad' } }),
    ],
  })
  const two = { ...march, steps: ['visit', 'sign up'], breakdown: { event_property: 'from' } }
  const counts = async (attribution: string) =>
    Object.fromEntries((await ask('funnel', { ...two, attribution })).buckets!.map((one) => [one.value, one.counts]))
  expect(await counts('first_touch')).toEqual({ ad: [2, 1], mail: [1, 1], null: [0, 0] })
  expect(await counts('last_touch')).toEqual({ ad: [1, 0], mail: [2, 2], null: [0, 0] })
  expect(await counts('step_2')).toEqual({ ad: [0, 0], mail: [2, 2], null: [1, 0] })
  expect(await counts('all_steps')).toEqual({ ad: [2, 0], mail: [0, 0], null: [1, 0] })
})

it('while windows run the answer is not complete, and says since when it will be', async () => {
  const ask = await openReport({
    now: '2026-03-10T00:00:00Z',
    events: [
      row('2026-03-02T10:00:00Z', 'ann', 'visit'),
      row('2026-03-02T10:00:00Z', 'bob', 'visit'),
      row('2026-03-03T10:00:00Z', 'bob', 'sign up'),
    ],
  })
  const two = { ...march, steps: ['visit', 'sign up'] }
  expect(await ask('funnel', two)).toMatchObject({
    complete: false,
    still_open: 1,
    ready: '2026-03-16',
    counts: [2, 1],
  })
  expect(await ask('funnel', { ...two, window_seconds: 86_400 })).toMatchObject({ complete: true, ready: null })
})

it('an actor whose first attempt is over may still come further by a later one: it is open until that one is over too', async () => {
  const open = (now: string) =>
    openReport({
      now,
      events: [
        row('2026-03-02T10:00:00Z', 'ann', 'visit'),
        row('2026-03-04T10:00:00Z', 'ann', 'visit'),
        row('2026-02-01', 'bob', 'pay'),
      ],
    })
  const asked = { ...march, date_to: '2026-03-04', steps: ['visit', 'pay'], window_seconds: 86_400 }
  const running = await open('2026-03-05T10:00:00Z')
  expect(await running('funnel', asked)).toMatchObject({ complete: false, still_open: 1, ready: '2026-03-05' })
  expect(await running('correlation', asked)).toMatchObject({ failure_total: 0, still_open: 1, ready: '2026-03-05' })
  const over = await open('2026-03-05T10:00:00.001Z')
  expect(await over('funnel', asked)).toMatchObject({ complete: true, still_open: 0, ready: null, counts: [1, 0] })
  expect(await over('correlation', asked)).toMatchObject({ failure_total: 1, still_open: 0, ready: null })
  const begun = await open('2026-03-04T23:00:00Z')
  expect(await begun('funnel', asked)).toMatchObject({ complete: false, ready: '2026-03-06' })
})
