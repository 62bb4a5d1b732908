import { expect, it } from 'vitest'
import { bands, defineConfig, event, trait } from '../../src/index.ts'
import { openReport } from './open-report.ts'

const config = defineConfig({
  events: {
    noteWritten: event('Note Written', { kind: 'core' }),
    signedIn: event('Signed In', { kind: 'other' }),
  },
})

it('persons per day and in the trailing week; a sign-in is no use, an excluded event no number, a day without anybody is 0', async () => {
  const ask = await openReport({
    config,
    events: [
      { at: '2026-03-01', who: 'ann' },
      { at: '2026-03-03', who: 'ann' },
      { at: '2026-03-03', who: 'ann' },
      { at: '2026-03-03', who: 'bob' },
      { at: '2026-03-04', who: 'cat', did: 'Signed In' },
      { at: '2026-03-04', who: 'dan', excluded: true },
    ],
  })
  const range = { date_from: '2026-03-02', date_to: '2026-03-05' }
  expect(await ask('active', range)).toEqual({
    definition: 'Distinct persons with an active event in each day; days of UTC.',
    complete: true,
    excluded: 1,
    without_account: 0,
    warnings: [],
    intervals: ['2026-03-02', '2026-03-03', '2026-03-04', '2026-03-05'],
    values: [0, 2, 0, 0],
    ready: [null, null, null, null],
    stickiness: {
      dau_mau: [0, 1, 0, 0],
      wau_mau: [1, 1, 1, 1],
      mean_dau_mau: [1 / 30, 3 / 30 / 2, 3 / 30 / 2, 3 / 30 / 2],
    },
  })
  expect((await ask('active', { ...range, window: 'week' })).values).toEqual([1, 2, 2, 2])
  expect((await ask('active', { ...range, event: 'signedIn' })).values).toEqual([0, 0, 1, 0])
  expect((await ask('active', { ...range, event: 'Signed In' })).values).toEqual([0, 0, 1, 0])
})

it('a range inside weeks takes in whole weeks; a week that is not over is null and says when it will be', async () => {
  const ask = await openReport({
    config,
    now: '2026-03-11T08:00:00Z',
    events: [
      { at: '2026-03-01', who: 'ann' },
      { at: '2026-03-02', who: 'bob' },
      { at: '2026-03-08', who: 'cat' },
      { at: '2026-03-10', who: 'cat' },
    ],
  })
  const weeks = { interval: 'week', date_from: '2026-03-04', date_to: '2026-03-10' } as const
  expect(await ask('active', weeks)).toMatchObject({
    complete: false,
    intervals: ['2026-03-02', '2026-03-09'],
    values: [2, null],
    ready: [null, '2026-03-16'],
    definition: 'Distinct persons with an active event in each week; days of UTC, weeks from Monday.',
  })
  expect(await ask('active', { ...weeks, week_start: 'sunday' })).toMatchObject({
    intervals: ['2026-03-01', '2026-03-08'],
    values: [2, null],
  })
  expect(await ask('active', { interval: 'month', date_from: '2026-02-28', date_to: '2026-02-28' })).toMatchObject({
    intervals: ['2026-02-01'],
    values: [0],
    stickiness: { dau_mau: [null], wau_mau: [null], mean_dau_mau: [null] },
  })
})

it('two ids of one person are one, an account counts once however many are in it, and what has no account is told', async () => {
  const ask = await openReport({
    config,
    joins: [{ actor: 'phone', person: 'ann' }],
    events: [
      { at: '2026-03-02T09:00:00Z', who: 'phone', in: null },
      { at: '2026-03-02T10:00:00Z', who: 'ann' },
      { at: '2026-03-02T11:00:00Z', who: 'ann', in: 'beta' },
      { at: '2026-03-02T12:00:00Z', who: 'bob' },
    ],
  })
  const day = { date_from: '2026-03-02', date_to: '2026-03-02', actors_of: { interval: '2026-03-02' } }
  expect(await ask('active', day)).toMatchObject({
    values: [2],
    without_account: 0,
    actors: { total: 2, data: [{ person: 'ann' }, { person: 'bob' }] },
  })
  expect(await ask('active', { ...day, actor: 'account' })).toMatchObject({
    values: [2],
    without_account: 1,
    actors: { total: 2, data: [{ account: 'acme' }, { account: 'beta' }] },
  })
  expect(await ask('active', { ...day, actor: 'member' })).toMatchObject({
    values: [3],
    actors: {
      data: [
        { account: 'acme', person: 'ann' },
        { account: 'acme', person: 'bob' },
        { account: 'beta', person: 'ann' },
      ],
    },
  })
})

it('a night of the other zone belongs to the other day, and days of 23 and 25 hours are days', async () => {
  const ask = await openReport({
    config,
    events: [
      { at: '2026-03-28T22:59:59Z', who: 'ann' },
      { at: '2026-03-28T23:00:00Z', who: 'bob' },
      { at: '2026-03-29T21:59:59Z', who: 'cat' },
      { at: '2026-03-29T22:00:00Z', who: 'dan' },
      { at: '2026-10-24T22:00:00Z', who: 'ann' },
      { at: '2026-10-25T22:59:59Z', who: 'bob' },
      { at: '2026-10-25T23:00:00Z', who: 'cat' },
    ],
  })
  const berlin = { timezone: 'Europe/Berlin' }
  expect((await ask('active', { ...berlin, date_from: '2026-03-28', date_to: '2026-03-30' })).values).toEqual([1, 2, 1])
  expect((await ask('active', { ...berlin, date_from: '2026-10-24', date_to: '2026-10-26' })).values).toEqual([0, 2, 1])
  const hours = await ask('active', {
    ...berlin,
    interval: 'hour',
    date_from: '2026-10-25',
    date_to: '2026-10-25',
  })
  expect([hours.intervals.length, hours.intervals[0], hours.values[0], hours.values[24]]).toEqual([
    25,
    '2026-10-24T22:00:00.000Z',
    1,
    1,
  ])
})

it('broken down by a property: the values with the most actors, the rest in "other" counted once, not set a value of its own', async () => {
  const ask = await openReport({
    config,
    events: [
      { at: '2026-03-02T09:00:00Z', who: 'ann', with: { device: 'phone' } },
      { at: '2026-03-02T10:00:00Z', who: 'ann', with: { device: 'desk' } },
      { at: '2026-03-02T10:00:00Z', who: 'bob', with: { device: 'desk' } },
      { at: '2026-03-02T11:00:00Z', who: 'bob', with: { device: 'watch' } },
      { at: '2026-03-02T11:00:00Z', who: 'bob', with: { device: 5 } },
      { at: '2026-03-02T12:00:00Z', who: 'cat' },
    ],
  })
  const asked = { date_from: '2026-03-02', date_to: '2026-03-02', breakdown: { event_property: 'device' } } as const
  expect(await ask('active', { ...asked, breakdown_limit: 2 })).toMatchObject({
    values: [3],
    buckets: [
      { value: 'desk', other: false, values: [2] },
      { value: 'phone', other: false, values: [1] },
      { value: 'other', other: true, values: [2] },
    ],
    warnings: [{ code: 'breakdown_capped' }],
  })
  expect((await ask('active', asked)).buckets?.map(({ value }) => value)).toEqual(['desk', 'phone', 'watch', 5, null])
  const cell = { interval: '2026-03-02', value: 'desk' }
  expect((await ask('active', { ...asked, actors_of: cell })).actors?.data).toEqual([
    { person: 'ann' },
    { person: 'bob' },
  ])
})

it('traits are those of then: of the person, or of the account', async () => {
  const trait = (n: number, of: 'account' | 'person', subject: string, value: string, from: string) => ({
    ...{ n, of, subject, key: 'plan', value, from: Date.parse(from), knownAt: 0 },
  })
  const ask = await openReport({
    config,
    events: [
      { at: '2026-03-01', who: 'ann' },
      { at: '2026-03-02', who: 'ann' },
      { at: '2026-03-03', who: 'ann' },
      { at: '2026-03-03', who: 'bob' },
    ],
    batch: {
      traits: [
        trait(50, 'account', 'acme', 'free', '2026-03-02T00:00:00Z'),
        trait(51, 'account', 'acme', 'pro', '2026-03-03T00:00:00Z'),
        trait(52, 'person', 'bob', 'solo', '2026-03-01T00:00:00Z'),
      ],
    },
  })
  const days = { date_from: '2026-03-01', date_to: '2026-03-03' }
  const pro = { trait: 'plan', op: 'exact', value: 'pro' } as const
  expect((await ask('active', { ...days, filter: pro })).values).toEqual([0, 0, 1])
  expect((await ask('active', { ...days, actor: 'account', filter: pro })).values).toEqual([0, 0, 1])
  expect((await ask('active', { ...days, breakdown: { trait: 'plan' } })).buckets).toEqual([
    { value: 'free', other: false, values: [0, 1, 0] },
    { value: 'pro', other: false, values: [0, 0, 1] },
    { value: 'solo', other: false, values: [0, 0, 1] },
    { value: null, other: false, values: [1, 0, 0] },
  ])
  expect((await ask('active', { ...days, filter: { not: { trait: 'plan', op: 'is_set' } } })).values).toEqual([1, 0, 0])
  expect(
    (await ask('active', { ...days, actor: 'account', breakdown: 'plan' })).buckets?.map((one) => one.value),
  ).toEqual(['free', 'pro', null])
})

it('what is not there is refused with what there is', async () => {
  const ask = await openReport({ config, events: [{ at: '2026-03-01', who: 'ann', with: { size: 3, 'a.b': 1 } }] })
  await expect(ask('active', { event: 'Note Writen' })).rejects.toMatchObject({
    code: 'unknown_name',
    message: 'There is no event called Note Writen. There are: Note Written, noteWritten, signedIn.',
  })
  await expect(ask('active', { filter: { event_property: 'sise' } })).rejects.toMatchObject({ code: 'bad_argument' })
  await expect(ask('active', { filter: { event_property: 'sise', op: 'is_set' } })).rejects.toMatchObject({
    message: 'There is no event property called sise. There are: size, a.b.',
  })
  await expect(ask('active', { breakdown: { trait: 'plan' } })).rejects.toMatchObject({
    message: 'There is no trait called plan. There are: none.',
  })
  await expect(ask('active', { breakdown: { segment: 'size' } })).rejects.toMatchObject({ code: 'unknown_name' })
  await expect(ask('active', { timezone: 'Mars/Phobos' })).rejects.toMatchObject({ code: 'bad_argument' })
  await expect(ask('active', { date_from: '2026-03-02', date_to: '2026-03-01' })).rejects.toMatchObject({
    message: 'date_from, date_to is 2026-03-02 to 2026-03-01; expected a range that begins before it ends.',
  })
  const far = { interval: 'hour', date_from: '1970-01-01', date_to: '2026-03-01' } as const
  await expect(ask('active', far)).rejects.toMatchObject({ code: 'bad_argument' })
})

it('of days to come nothing is known yet, whatever is asked about them', async () => {
  const ask = await openReport({
    config: defineConfig({ events: {}, segments: { size: bands(trait('seats'), { small: 1 }) } }),
    events: [{ at: '2026-03-02', who: 'ann' }],
    now: '2026-03-03T00:00:00Z',
  })
  const days = { date_from: '2026-05-01', date_to: '2026-05-02', breakdown: { segment: 'size' } } as const
  expect(await ask('active', days)).toMatchObject({
    complete: false,
    values: [null, null],
    ready: ['2026-05-02', '2026-05-03'],
  })
})
