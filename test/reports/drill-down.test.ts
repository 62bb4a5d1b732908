import { expect, it } from 'vitest'
import { openReport, type Told } from './open-report.ts'
import { subscriptions } from './paid.ts'

const row = (at: string, who: string, did: string, more: Partial<Told> = {}): Told => ({ at, who, did, ...more })
const persons = ({
  actors,
}: {
  readonly actors?: { readonly data: readonly { person?: string | undefined }[] } | undefined
}) => actors?.data.map(({ person }) => person)

it('who is behind a number of sessions: as many as had one, and as many as bounced', async () => {
  const ask = await openReport({
    events: [
      row('2026-03-02T10:00:00Z', 'ann', 'use', { with: { on: 'web' } }),
      row('2026-03-02T10:05:00Z', 'ann', 'use', { with: { on: 'web' } }),
      row('2026-03-02T15:00:00Z', 'ann', 'use', { with: { on: 'phone' } }),
      row('2026-03-02T10:00:00Z', 'bob', 'use', { with: { on: 'web' } }),
      row('2026-03-01T23:50:00Z', 'cat', 'use', { with: { on: 'web' } }),
      row('2026-03-02T00:10:00Z', 'cat', 'use', { with: { on: 'web' } }),
    ],
  })
  const day = { date_from: '2026-03-02', date_to: '2026-03-02', breakdown: { event_property: 'on' } }
  const all = await ask('sessions', { ...day, actors_of: {} })
  expect([all.sessions, all.actors_with_sessions, all.bounces, persons(all)]).toEqual([3, 2, 2, ['ann', 'bob']])
  expect(persons(await ask('sessions', { ...day, actors_of: { value: 'phone' } }))).toEqual(['ann'])
  expect(persons(await ask('sessions', { ...day, actors_of: { value: 'web', bounced: true } }))).toEqual(['bob'])
})

it('who is behind a result of a correlation: each number lists as many as it counts', async () => {
  const ask = await openReport({
    events: [
      row('2026-03-02T10:00:00Z', 'ann', 'begin'),
      row('2026-03-02T10:01:00Z', 'ann', 'help', { with: { by: 'chat' } }),
      row('2026-03-02T10:02:00Z', 'ann', 'end'),
      row('2026-03-02T10:00:00Z', 'bob', 'begin'),
      row('2026-03-02T10:01:00Z', 'bob', 'help', { with: { by: 'mail' } }),
      row('2026-03-02T10:00:00Z', 'cat', 'begin'),
      row('2026-03-02T10:02:00Z', 'cat', 'end'),
    ],
  })
  const path = { steps: ['begin', 'end'], date_from: '2026-03-02', date_to: '2026-03-02' }
  const who = async (more: object) => persons(await ask('correlation', { ...path, ...more }))
  expect(await who({ actors_of: { outcome: 'success' } })).toEqual(['ann', 'cat'])
  expect(await who({ actors_of: { outcome: 'failure' } })).toEqual(['bob'])
  expect(await who({ actors_of: { outcome: 'success', name: 'help' } })).toEqual(['ann'])
  expect(await who({ actors_of: { outcome: 'failure', name: 'help' } })).toEqual(['bob'])
  const properties = { type: 'event_properties', actors_of: { outcome: 'failure', name: 'help::by::mail' } }
  expect(await who(properties)).toEqual(['bob'])
  await expect(who({ actors_of: { outcome: 'success', name: 'hlep' } })).rejects.toMatchObject({ code: 'bad_argument' })
})

it('who is behind an age of a cohort: whom the metric counts there', async () => {
  const ask = await openReport({
    events: [
      row('2026-03-02T10:00:00Z', 'ann', 'use'),
      row('2026-03-10T10:00:00Z', 'ann', 'use'),
      row('2026-03-11T10:00:00Z', 'ann', 'use'),
      row('2026-03-03T10:00:00Z', 'bob', 'use'),
    ],
  })
  const week = { date_from: '2026-03-02', date_to: '2026-03-02', total_intervals: 3 }
  const cell = async (age?: number) => {
    const { cohorts, actors } = await ask('cohorts', {
      ...week,
      actors_of: { cohort: '2026-03-02', ...(age === undefined ? {} : { age }) },
    })
    return [age === undefined ? cohorts[0]!.size : cohorts[0]!.values[age], actors!.data.map(({ person }) => person)]
  }
  expect(await cell()).toEqual([2, ['ann', 'bob']])
  expect(await cell(0)).toEqual([2, ['ann', 'bob']])
  expect(await cell(1)).toEqual([1, ['ann']])
  expect(await cell(2)).toEqual([0, []])
  await expect(cell(3)).rejects.toMatchObject({ code: 'bad_argument' })
})

it('who is behind MRR at the start, at the end, and behind those who joined and left', async () => {
  const ask = await openReport({
    batch: {
      subscriptions: subscriptions([
        { account: 'stays', from: '2025-12-10', minor: 10_000 },
        { account: 'leaves', from: '2025-06-01', to: '2026-02-20', minor: 10_000 },
        { account: 'joins', from: '2026-02-01', minor: 5_000 },
        { account: 'tries', from: '2026-02-05', to: '2026-02-25', minor: 9_000 },
      ]),
    },
  })
  const who = async (category: 'start' | 'end' | 'joined_and_left' | 'churn') => {
    const month = { from: '2026-02-01', to: '2026-02-28', actors_of: { period: '2026-02-01', category } }
    return (await ask('revenue', month)).actors!.data.map(({ account }) => account)
  }
  expect(await who('start')).toEqual(['leaves', 'stays'])
  expect(await who('end')).toEqual(['joins', 'stays'])
  expect(await who('joined_and_left')).toEqual(['tries'])
  expect(await who('churn')).toEqual(['leaves'])
})

it('every kind takes the interval: a range reaches over whole ones, and of cohorts, retention and revenue it is the period', async () => {
  const ask = await openReport({
    events: [row('2026-03-02', 'ann', 'join'), row('2026-03-07', 'bob', 'join'), row('2026-03-09', 'ann', 'use')],
    batch: { subscriptions: subscriptions([{ account: 'acme', from: '2026-03-02', minor: 100 }]) },
  })
  const day = { date_from: '2026-03-04', date_to: '2026-03-04' }
  const week = { ...day, interval: 'week' } as const
  expect((await ask('funnel', { ...day, steps: ['join', 'use'] })).counts).toEqual([0, 0])
  expect((await ask('funnel', { ...week, steps: ['join', 'use'] })).counts).toEqual([2, 1])
  expect((await ask('correlation', { ...week, steps: ['join', 'use'] })).success_total).toBe(1)
  expect((await ask('sessions', week)).sessions).toBe(2)
  const retention = await ask('retention', {
    ...week,
    period: 'day',
    start_event: 'join',
    return_event: 'use',
    total_intervals: 2,
  })
  expect(retention.cohorts.map(({ start, values }) => [start, values])).toEqual([['2026-03-02', [2, 1]]])
  expect((await ask('cohorts', week)).cohorts.map(({ value, size }) => [value, size])).toEqual([['2026-03-02', 2]])
  const { rows } = await ask('revenue', { ...week, actor: 'account' })
  expect(rows.map(({ period, end }) => [period, end])).toEqual([['2026-03-02', 100]])
})
