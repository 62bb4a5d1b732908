import { expect, it } from 'vitest'
import { openReport } from './open-report.ts'

const at = (text: string) => Date.parse(text)
const traitOf = (n: number, key: string, value: string | number, from: string) => ({
  ...{ n, of: 'account' as const, subject: 'acme', key, value, from: at(from), knownAt: 0 },
})

it('by role: the one in the account then; the last word on a membership counts, and one that ended is none', async () => {
  const member = (n: number, person: string, role: string | null, from: string, to: string | null = null) => ({
    ...{ n, account: 'acme', person, role, from: at(from), to: to === null ? null : at(to), knownAt: 0 },
  })
  const ask = await openReport({
    joins: [{ actor: 'phone', person: 'ann' }],
    events: [
      { at: '2026-03-02', who: 'phone' },
      { at: '2026-03-03', who: 'ann' },
      { at: '2026-03-04', who: 'ann' },
      { at: '2026-03-02', who: 'bob' },
      { at: '2026-03-02', who: 'bob', in: 'beta' },
    ],
    batch: {
      memberships: [
        member(50, 'ann', 'viewer', '2026-03-01T00:00:00Z'),
        member(51, 'ann', 'viewer', '2026-03-01T00:00:00Z', '2026-03-03T00:00:00Z'),
        member(52, 'ann', 'admin', '2026-03-03T00:00:00Z', '2026-03-04T00:00:00Z'),
        member(53, 'bob', 'admin', '2026-03-01T00:00:00Z'),
      ],
    },
  })
  const days = { date_from: '2026-03-02', date_to: '2026-03-04', breakdown: 'role' } as const
  expect((await ask('active', days)).buckets?.map(({ value, values }) => [value, values])).toEqual([
    ['admin', [1, 1, 0]],
    [null, [1, 0, 1]],
    ['viewer', [1, 0, 0]],
  ])
})

const paid = (n: number, id: string, plan: string, from: string, to: string) => ({
  ...{ type: 'subscription' as const, n, source: 'b', messageId: `s${n}`, ts: 0, tsRaw: 0, knownAt: 0, warnings: [] },
  ...{ arrivalAssumed: false, imported: true, userId: null, anonymousId: null, accountKey: 'acme' },
  ...{
    subscriptionId: id,
    plan,
    status: 'active' as const,
    termsMinor: 1,
    mrrMinor: 1,
    currency: 'EUR',
    cancelDecidedAt: null,
    from: at(from),
    to: at(to),
  },
})

it('by plan: the trait then, else what was paid for, of several the one that began last and goes on; by tenure: whole months since the account is there', async () => {
  const ask = await openReport({
    events: [
      { at: '2026-01-15', who: 'ann' },
      { at: '2026-02-14T23:59:59Z', who: 'ann' },
      { at: '2026-02-15T00:00:00Z', who: 'ann' },
      { at: '2026-03-20', who: 'ann' },
    ],
    batch: {
      traits: [
        traitOf(50, '$first_seen', '2026-01-20T00:00:00.000Z', '2026-01-20T00:00:00Z'),
        traitOf(51, 'created_at', '2026-01-15', '2026-01-20T00:00:00Z'),
        traitOf(52, 'plan', 'pro', '2026-03-01T00:00:00Z'),
      ],
      subscriptions: [
        paid(60, 'main', 'team', '2026-02-01T00:00:00Z', '2026-02-15T00:00:00Z'),
        paid(61, 'trial of more', 'big', '2026-02-10T00:00:00Z', '2026-02-12T00:00:00Z'),
      ],
    },
  })
  const months = { interval: 'month', actor: 'account', date_from: '2026-01-01', date_to: '2026-03-31' } as const
  expect(
    (await ask('active', { ...months, breakdown: 'plan' })).buckets?.map((one) => [one.value, one.values]),
  ).toEqual([
    ['pro', [0, 0, 1]],
    ['team', [0, 1, 0]],
    [null, [1, 1, 0]],
  ])
  expect(
    (await ask('active', { ...months, breakdown: 'tenure' })).buckets?.map((one) => [one.value, one.values]),
  ).toEqual([
    ['1 to 3 months', [0, 1, 1]],
    ['under 1 month', [1, 1, 0]],
  ])
})

it('a million values would not fit an answer: the largest are shown, the rest is one, and it says so', async () => {
  const events = Array.from({ length: 3000 }, (_, i) => ({ at: '2026-03-02', who: `p${i % 50}`, with: { id: i } }))
  const ask = await openReport({ events: [...events, { at: '2026-03-02', who: 'p1', with: { id: 7 } }] })
  const asked = {
    date_from: '2026-03-02',
    date_to: '2026-03-02',
    breakdown: { event_property: 'id' },
    breakdown_limit: 2,
  }
  expect(await ask('active', asked)).toMatchObject({
    values: [50],
    buckets: [
      { value: 7, values: [2] },
      { value: 0, values: [1] },
      { value: 'other', other: true, values: [50] },
    ],
    warnings: [
      {
        code: 'breakdown_capped',
        message: 'There are 3000 values; the 2 with the most actors are shown, the others together as "other".',
      },
    ],
  })
})
