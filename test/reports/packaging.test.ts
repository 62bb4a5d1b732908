import { expect, it } from 'vitest'
import { defineConfig, event, gauge, latest, limit, trait } from '../../src/index.ts'
import type { Fate } from '../../src/reports/landmark/fate.ts'
import { instant, openReport, type ReportStory } from './open-report.ts'
import { subscriptions } from './paid.ts'

const config = defineConfig({
  events: {
    note: event('Note Written', { kind: 'core', feature: 'notes' }),
    report: event('Report Viewed', { kind: 'depth', feature: 'reports' }),
    wall: event('Plan Limit Reached', { kind: 'intent' }),
    space: gauge('Space Measured', 'gigabytes'),
  },
  entitlements: { space: limit(latest('space'), trait('space_limit')) },
  metrics: { paywall: ['wall'], features: { reports: { plans: ['pro'] } } },
})

const PAYS: Fate = { outcomes: [], unpaid: [{ from: Number.NEGATIVE_INFINITY, to: instant('2025-01-01') }] }
const NEVER: Fate = { outcomes: [], unpaid: [{ from: Number.NEGATIVE_INFINITY, to: Number.POSITIVE_INFINITY }] }
const left = (on: string): Fate => ({
  outcomes: [instant(on)],
  unpaid: [...PAYS.unpaid, { from: instant(on), to: Number.POSITIVE_INFINITY }],
})
const on = (plan: string, accounts: readonly string[], from = 40) =>
  accounts.map((subject, i) => ({
    ...{ n: from + i, of: 'account' as const, subject, key: 'plan', value: plan, from: 0, knownAt: 0 },
  }))
const CREATED = ['ada', 'bo', 'cy', 'di', 'eve', 'fay'].map((subject, i) => ({
  ...{ n: 60 + i, of: 'account' as const, subject, key: '$first_seen', value: '2025-01-01T00:00:00Z', from: 0 },
  knownAt: 0,
}))
const decided = (at: string): Fate => ({ outcomes: [instant(at)], unpaid: [] })

/** As of the end of 30 June; those who paid on 1 April are followed for 91 days. */
const story: ReportStory = {
  config,
  now: '2026-07-01T06:00:00Z',
  events: [
    ...['ada', 'bo', 'cy', 'di', 'eve'].map((account) => ({ at: '2026-03-20', who: 'ana', in: account })),
    ...['ada', 'bo'].map((account) => ({ at: '2026-03-21', who: 'ana', in: account, did: 'Report Viewed' })),
    { at: '2026-06-20', who: 'fi', in: 'fay' },
    { at: '2026-04-10', who: 'ana', in: 'ada', did: 'Plan Limit Reached' },
    { at: '2026-04-12', who: 'bob', in: 'ada', did: 'Plan Limit Reached' },
    { at: '2026-05-10', who: 'ana', in: 'bo', did: 'Plan Limit Reached' },
    { at: '2026-06-10', who: 'fi', in: 'fay', did: 'Plan Limit Reached' },
  ],
  fatesOf: {
    churned: { ada: PAYS, bo: PAYS, cy: left('2026-05-01'), di: PAYS, eve: left('2026-06-01'), fay: NEVER },
    converted: {},
    expanded: { ada: decided('2026-05-01'), bo: decided('2026-06-10') },
  },
  limits: [
    { account: 'ada', limit: 'space', used: 9, most: 10 },
    { account: 'bo', limit: 'space', used: 12, most: 10 },
    { account: 'di', limit: 'space', used: 3, most: Number.POSITIVE_INFINITY },
    { account: 'fay', limit: 'space', used: null, most: 1 },
  ],
  batch: {
    subscriptions: subscriptions([
      { account: 'ada', from: '2025-01-01', minor: 1000 },
      { account: 'bo', from: '2025-01-01', minor: 3000 },
      { account: 'di', from: '2025-01-01', minor: 500 },
    ]),
    traits: [...on('pro', ['ada', 'bo', 'cy']), ...on('basic', ['di', 'eve', 'fay'], 50), ...CREATED],
  },
}

it('by plan: how much of the limits is used, who met the end and paid more, and with which features they stay; the whole answer', async () => {
  const ask = await openReport(story)
  const { definition, plans, ...rest } = await ask('packaging', { within_days: 91 })
  expect(definition).toBe(
    'Accounts that pay or were active in the 28 days up to 2026-06-30, by their plan at its close: how much of each limit they use; who met the end of the plan (wall) from 2026-04-02 on, and who paid for the first time or more within 30 days of it; and, of those that paid 91 days before, by the features they had used in the 28 days up to then, how many stayed. It says what goes together, not what causes what; days of UTC.',
  )
  expect(rest).toEqual({
    ...{ complete: true, excluded: 0, without_account: 0, warnings: [], currency: 'EUR', unit: 'minor' },
  })
  const none = { count: 0, of: 0, rate: null }
  const of = (count: number, all: number) => ({
    count,
    of: all,
    rate: expect.objectContaining({ estimate: count / all }),
  })
  const [basic, pro] = plans
  // Who left is in no plan any more, and among those that were followed.
  expect(pro).toEqual({
    ...{ plan: 'pro', other: false, accounts: 2, customers: 2, mrr: 4000 },
    limits: [
      { limit: 'space', limited: 2, unlimited: 0, unknown: 0, median_use: 1.05, near: of(1, 2), reached: of(1, 2) },
    ],
    // Bo paid more, but after 31 days.
    paywall: { hits: 3, accounts: of(2, 2), upgraded: of(1, 2) },
    features: [
      { feature: 'reports', users: of(2, 2), others: of(0, 1), difference: expect.objectContaining({ estimate: 1 }) },
      { feature: 'notes', users: of(2, 3), others: none, difference: null },
    ],
  })
  expect(basic).toEqual({
    ...{ plan: 'basic', other: false, accounts: 2, customers: 1, mrr: 500 },
    limits: [{ limit: 'space', limited: 0, unlimited: 1, unknown: 1, median_use: null, near: none, reached: none }],
    // The thirty days of fay are not over.
    paywall: { hits: 1, accounts: of(1, 2), upgraded: none },
    features: [{ feature: 'notes', users: of(1, 2), others: none, difference: null }],
  })
})

it('plans beyond the limit are one; without a paywall, limits or rates the rest is told, and why the money is not', async () => {
  const events = { note: event('Note Written', { kind: 'core' }) }
  const batch = {
    ...story.batch,
    subscriptions: subscriptions([
      { account: 'ada', from: '2025-01-01', minor: 1000 },
      { account: 'bo', from: '2025-01-01', minor: 900, currency: 'USD' },
    ]),
  }
  const ask = await openReport({ ...story, limits: [], batch, config: defineConfig({ events }) })
  const { plans, warnings, currency } = await ask('packaging', { plan_limit: 1 })
  expect(
    plans.map(({ plan, other, accounts, mrr, paywall, limits }) => [plan, other, accounts, mrr, paywall, limits]),
  ).toEqual([
    ['basic', false, 2, null, null, []],
    ['other', true, 2, null, null, []],
  ])
  expect([currency, warnings.map(({ code }) => code)]).toEqual([null, ['breakdown_capped', 'money_untold']])
  await expect(ask('packaging', { paywall: ['nope'] })).rejects.toMatchObject({ code: 'unknown_name' })
  await expect(ask('packaging', { date_to: '2026-07-01' })).rejects.toThrow('date_to is 2026-07-01')
})
