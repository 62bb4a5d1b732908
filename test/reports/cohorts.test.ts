import { expect, it } from 'vitest'
import { openReport, type Told } from './open-report.ts'
import { subscriptions } from './paid.ts'

const row = (at: string, account: string): Told => ({ at, who: `${account}-user`, in: account })
const trait = (n: number, account: string, key: string, value: string, from = '2026-03-01T00:00:00Z') => ({
  ...{ n, of: 'account' as const, subject: account, key, value, from: Date.parse(from), knownAt: 0 },
})
const story = {
  events: [
    row('2026-03-02T12:00:00Z', 'ad1'),
    row('2026-03-09T11:59:59Z', 'ad1'),
    row('2026-03-09T12:00:00Z', 'ad1'),
    row('2026-03-05T12:00:00Z', 'ad2'),
    row('2026-03-10T12:00:00Z', 'mail'),
    row('2026-03-10T13:00:00Z', 'mail'),
  ],
  batch: {
    traits: [
      trait(50, 'ad1', '$first_seen', '2026-03-02T12:00:00.000Z'),
      trait(51, 'ad2', '$first_seen', '2026-03-05T12:00:00.000Z'),
      trait(52, 'mail', '$first_seen', '2026-03-11T12:00:00.000Z'),
      trait(53, 'mail', 'created_at', '2026-03-10'),
      trait(54, 'ad1', 'channel', 'ad', '2026-03-02T18:00:00Z'),
      trait(55, 'ad1', 'channel', 'mail', '2026-03-03T00:00:00Z'),
      trait(56, 'ad2', 'channel', 'ad'),
    ],
  },
  now: '2026-03-25T00:00:00Z',
}
const asked = { actor: 'account', total_intervals: 3, date_from: '2026-03-02', date_to: '2026-03-10' } as const

it('by the week of sign-up, the whole answer: equal ages, from each sign-up in whole 24 hours', async () => {
  const ask = await openReport(story)
  expect(await ask('cohorts', asked)).toEqual({
    definition:
      'Of the accounts who signed up in the range, by the week of their sign-up: how many had an active event in each week of age, counted in whole 24 hours from the sign-up; days of UTC, weeks from Monday.',
    complete: false,
    excluded: 0,
    without_account: 0,
    warnings: [],
    cohorts: [
      {
        ...{ value: '2026-03-02', other: false, size: 2 },
        values: [2, 1, null],
        per_actor: [1, 0.5, null],
        complete: [true, true, false],
        ready: [null, null, '2026-03-26'],
      },
      {
        ...{ value: '2026-03-09', other: false, size: 1 },
        values: [1, 0, null],
        per_actor: [1, 0, null],
        complete: [true, true, false],
        ready: [null, null, '2026-03-31'],
      },
    ],
  })
  const { cohorts } = await ask('cohorts', { ...asked, metric: 'events' })
  expect(cohorts.map(({ values }) => values)).toEqual([
    [3, 1, null],
    [2, 0, null],
  ])
})

it('who has adopted something by each age, once and for good; what is too early is not told, nor what came after the close asked for', async () => {
  const did = (at: string, account: string) => ({ ...row(at, account), did: 'report' })
  const events = [
    ...story.events,
    did('2026-03-03T12:00:00Z', 'ad1'),
    did('2026-03-20T12:00:00Z', 'ad1'),
    // Of its second week.
    did('2026-03-13T12:00:00Z', 'ad2'),
    did('2026-03-24T12:00:00Z', 'mail'),
  ]
  const ask = await openReport({ ...story, events })
  const adopted = { ...asked, metric: 'adopted', event: 'report' } as const
  const answer = await ask('cohorts', adopted)
  expect(answer.definition).toContain('how many had had the event "report" by its end in each week of age')
  expect(answer.cohorts.map(({ size, values, ready }) => [size, values, ready])).toEqual([
    [2, [1, 2, null], [null, null, '2026-03-26']],
    [1, [0, 0, null], [null, null, '2026-03-31']],
  ])
  const opened = await ask('cohorts', { ...adopted, actors_of: { cohort: '2026-03-02', age: 0 } })
  expect(opened.actors?.data).toEqual([{ account: 'ad1' }])
})

it('by a trait as it was at the close of the day of sign-up; the rest is in "other"', async () => {
  const ask = await openReport(story)
  const by = { trait: 'channel' }
  const answer = await ask('cohorts', { ...asked, total_intervals: 1, by, actors_of: { cohort: 'ad' } })
  expect(answer.cohorts.map(({ value, size, values }) => [value, size, values])).toEqual([
    ['ad', 2, [2]],
    [null, 1, [1]],
  ])
  expect(answer.actors?.data).toEqual([{ account: 'ad1' }, { account: 'ad2' }])
  const capped = await ask('cohorts', { ...asked, total_intervals: 1, by, by_limit: 1 })
  expect(capped.cohorts.map(({ value, other, size }) => [value, other, size])).toEqual([
    ['ad', false, 2],
    ['other', true, 1],
  ])
  expect(capped.warnings.map(({ code }) => code)).toEqual(['breakdown_capped'])
  await expect(ask('cohorts', { ...asked, by: { trait: 'chanel' } })).rejects.toMatchObject({ code: 'unknown_name' })
  await expect(ask('cohorts', { ...asked, actor: 'user', metric: 'mrr' })).rejects.toMatchObject({
    code: 'bad_argument',
  })
})

it('persons count from their first event, the joined ids together', async () => {
  const ask = await openReport({
    joins: [{ actor: 'phone', person: 'ann' }],
    events: [
      { at: '2026-03-02T12:00:00Z', who: 'phone' },
      { at: '2026-03-04T12:00:00Z', who: 'ann' },
    ],
  })
  const day = { period: 'day', total_intervals: 3, date_from: '2026-03-02', date_to: '2026-03-04' } as const
  const { cohorts } = await ask('cohorts', day)
  expect(cohorts.map(({ value, values }) => [value, values])).toEqual([['2026-03-02', [1, 0, 1]]])
})

it('by plan: what was paid for at the close of the day of sign-up counts where no trait says it; by a source of which nobody has said anything all are one', async () => {
  const paid = subscriptions([
    { account: 'ad1', from: '2026-03-02', minor: 100, plan: 'team' },
    { account: 'ad2', from: '2026-03-07', minor: 100, plan: 'team' },
  ])
  const batch = { ...story.batch, subscriptions: paid.map((one, i) => ({ ...one, n: 60 + i })) }
  const ask = await openReport({ ...story, batch })
  const sizes = async (by: 'plan' | 'source') =>
    (await ask('cohorts', { ...asked, by })).cohorts.map(({ value, size }) => [value, size])
  expect(await sizes('plan')).toEqual([
    [null, 2],
    ['team', 1],
  ])
  expect(await sizes('source')).toEqual([[null, 3]])
})
