import { expect, it } from 'vitest'
import { bands, defineConfig, trait } from '../../src/index.ts'
import { openReport, type Told } from './open-report.ts'

const row = (at: string, who: string, more: Partial<Told> = {}): Told => ({ at, who, ...more })

it('the whole answer: new is the first time ever, not the first in the range; dormant looks one interval back, also from the first', async () => {
  const ask = await openReport({
    events: [
      row('2026-01-05', 'old'),
      row('2026-03-03', 'old'),
      row('2026-02-27', 'ann'),
      row('2026-03-10', 'ann'),
      row('2026-03-03', 'bob'),
      row('2026-03-10', 'bob'),
      row('2026-03-12', 'bob'),
      row('2026-03-17', 'bob'),
    ],
    now: '2026-03-24T00:00:00Z',
  })
  const asked = { interval: 'week', date_from: '2026-03-02', date_to: '2026-03-25' } as const
  expect(await ask('lifecycle', asked)).toEqual({
    definition:
      'New (first ever), returning, resurrecting and dormant persons with an active event, per week; days of UTC, weeks from Monday.',
    complete: false,
    excluded: 0,
    without_account: 0,
    warnings: [],
    intervals: ['2026-03-02', '2026-03-09', '2026-03-16', '2026-03-23'],
    ready: [null, null, null, '2026-03-30'],
    new: [1, 0, 0, null],
    returning: [0, 1, 1, null],
    resurrecting: [1, 1, 0, null],
    dormant: [1, 1, 1, null],
    pulse: [2, 1, 0, null],
  })
  const listed = await ask('lifecycle', { ...asked, actors_of: { interval: '2026-03-09', state: 'dormant' } })
  expect(listed.actors).toEqual({ total: 1, data: [{ person: 'old' }] })
})

it('nobody dormant: the pulse is not a number; broken down, each value lives by itself', async () => {
  const ask = await openReport({
    events: [row('2026-03-02', 'ann', { with: { app: 'web' } }), row('2026-03-03', 'ann', { with: { app: 'phone' } })],
  })
  const asked = { date_from: '2026-03-02', date_to: '2026-03-04', breakdown: { event_property: 'app' } } as const
  const answer = await ask('lifecycle', asked)
  expect(answer).toMatchObject({ new: [1, 0, 0], returning: [0, 1, 0], dormant: [0, 0, 1], pulse: [null, null, 0] })
  expect(answer.buckets?.map((one) => [one.value, one.new, one.returning, one.dormant])).toEqual([
    ['phone', [0, 1, 0], [0, 0, 0], [0, 0, 1]],
    ['web', [1, 0, 0], [0, 0, 0], [0, 1, 0]],
  ])
  const web = { interval: '2026-03-03', state: 'dormant' as const, value: 'web' }
  expect((await ask('lifecycle', { ...asked, actors_of: web })).actors?.total).toBe(1)
})

it('of somebody in several accounts only what was done in those of the segment counts', async () => {
  const ask = await openReport({
    config: defineConfig({ events: {}, segments: { size: bands(trait('seats'), { small: 1, large: 100 }) } }),
    events: [
      row('2026-03-03', 'ann', { in: 'small' }),
      row('2026-03-10', 'ann', { in: 'big' }),
      row('2026-03-17', 'ann', { in: 'small' }),
    ],
    segmentOf: (account) => (account === 'big' ? 'large' : 'small'),
  })
  const weeks = { interval: 'week', date_from: '2026-03-02', date_to: '2026-03-22' } as const
  const large = { filter: { segment: 'size', value: 'large' } }
  expect(await ask('lifecycle', { ...weeks, ...large })).toMatchObject({
    new: [0, 1, 0],
    returning: [0, 0, 0],
    dormant: [0, 0, 1],
  })
  expect((await ask('active', { ...weeks, ...large })).values).toEqual([0, 1, 0])
  expect((await ask('stickiness', { ...weeks, ...large })).bars).toEqual([1, 0, 0])
  const { buckets } = await ask('stickiness', { ...weeks, breakdown: { segment: 'size' } })
  expect(buckets!.map(({ value, bars }) => [value, bars])).toEqual([
    ['small', [0, 1, 0]],
    ['large', [1, 0, 0]],
    [null, [0, 0, 0]],
  ])
})
