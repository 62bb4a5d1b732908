import { expect, it } from 'vitest'
import { RevenueQuery } from '../../src/contract/analyze/revenue.ts'
import type { MetricRow } from '../../src/contract/metrics.ts'
import { defineConfig, event, trait } from '../../src/index.ts'
import { type MetricsAsked, reportMetrics } from '../../src/reports/metrics/report-metrics.ts'
import { reportWho } from '../../src/reports/metrics/report-who.ts'
import { reportRevenue } from '../../src/reports/revenue/report-revenue.ts'
import { openSource, type ReportStory, type Told } from './open-report.ts'
import { subscriptions } from './paid.ts'

const config = defineConfig({
  product: { name: 'Fugu', grossMargin: 0.5, trialDays: 14 },
  account: { createdAt: trait('created_at'), renewsOn: trait('renews') },
  events: {
    note: event('Note Written', { kind: 'core', feature: 'notes' }),
    chart: event('Chart Drawn', { kind: 'depth', feature: 'charts' }),
    theme: event('Theme Changed', { kind: 'depth', feature: 'themes' }),
    visit: event('Landing Viewed'),
    demo: event('Demo Asked', { kind: 'intent' }),
    signedUp: event('Signed Up'),
  },
  metrics: {
    visit: 'visit',
    lead: { event: 'demo' },
    features: { themes: { tier: 'nice-to-have' }, charts: { plans: ['pro'] } },
    promotions: [{ feature: 'charts', on: '2026-02-01' }],
    spend: { '2026-02': { ads: 300, partner: 100 } },
    northStar: {
      event: 'note',
      count: 'per_account',
      inputs: ['activation_rate', 'core_feature_adoption', 'stickiness'],
    },
  },
})

/** Metrics of a story by id, as of the end of 1 March 2026. */
async function tell(story: ReportStory, asked: MetricsAsked): Promise<Record<string, MetricRow>> {
  const source = await openSource({ config, now: '2026-03-02T06:00:00Z', ...story })
  const { metrics } = await reportMetrics(source, asked)
  return Object.fromEntries(metrics.map((one) => [one.id, one]))
}

/** Accounts are known of by what is said of them. */
const known = (accounts: readonly string[]) => accounts.map((account) => [account, 'created_at', '2026-01-12'] as const)

function traits(told: readonly (readonly [string, string, string | number])[]) {
  return told.map(([account, key, value], i) => ({
    ...{ n: 900 + i, of: 'account' as const, subject: account, key, value, from: 0, knownAt: 0 },
  }))
}

const usage: readonly Told[] = [
  // Four weeks before: only Ada, on one day.
  { at: '2026-01-31', who: 'ada', in: 'acme' },
  { at: '2026-02-10', who: 'ada', in: 'acme', did: 'Chart Drawn' },
  { at: '2026-02-25', who: 'ada', in: 'acme' },
  { at: '2026-02-26', who: 'ada', in: 'acme' },
  { at: '2026-03-01', who: 'ada', in: 'acme' },
  { at: '2026-03-01', who: 'bo', in: 'bolt', did: 'Theme Changed' },
  // Today is not over.
  { at: '2026-03-02T01:00:00Z', who: 'cy', in: 'bolt' },
]

it('users of the last day, week and month, how sticky, and on how many days', async () => {
  const told = await tell({ events: usage }, { metrics: 'dau,wau,mau,active_accounts,stickiness,dau_mau,l7,l28' })
  const pairs = Object.values(told).map(({ id, value, previous }) => [id, value, previous])
  expect(pairs).toEqual([
    ['dau', 2, 0],
    ['wau', 2, 1],
    ['mau', 2, 1],
    ['active_accounts', 2, 1],
    ['stickiness', 1, 1],
    ['dau_mau', 1, 0],
    // Ada on three days, Bo on one; in four weeks Ada on four.
    ['l7', 2, 1],
    ['l28', 2.5, 1],
  ])
  expect(told.l7?.rows.map(({ value }) => value)).toEqual([1, 0, 1, 0, 0, 0, 0])
  expect(told.stickiness?.rows[1]).toMatchObject({ label: 'mean DAU/MAU', value: 6 / 30 / 2 })
})

it('sessions per user and what was done in them; a pause of more than half an hour ends one', async () => {
  const events: Told[] = [
    { at: '2026-02-25T10:00:00Z', who: 'ada' },
    { at: '2026-02-25T10:30:00Z', who: 'ada' },
    { at: '2026-02-25T11:00:01Z', who: 'ada', did: 'Landing Viewed' },
    { at: '2026-02-26T10:00:00Z', who: 'bo' },
  ]
  const { sessions, key_actions } = await tell({ events }, { metrics: 'sessions,key_actions' })
  expect([sessions?.value, key_actions?.value]).toEqual([1.5, 1])
  expect(sessions?.rows.map(({ value }) => value)).toEqual([3, 1 / 3, 0])
})

it('adoption: of the core feature, its breadth, its depth, key features, and what is nice to have', async () => {
  const batch = {
    traits: traits([...known(['acme', 'bolt']), ['acme', 'plan', 'pro'], ['bolt', 'plan', 'free']]),
  }
  const ids = 'core_feature_adoption,adoption_breadth,adoption_depth,account_adoption,nice_to_have_adoption'
  const told = await tell({ events: usage, batch }, { metrics: ids })
  expect(told.core_feature_adoption).toMatchObject({ value: 0.5, of: { count: 1, total: 2 } })
  // Charts are for plan pro only: one of one. Notes one of two, themes one of two.
  expect(told.adoption_breadth?.rows.map(({ label, count, total }) => [label, count, total])).toEqual([
    ['charts (expansion)', 1, 1],
    ['notes (core)', 1, 2],
    ['themes (nice-to-have)', 1, 2],
  ])
  expect(told.adoption_breadth?.value).toBeCloseTo(2 / 3, 12)
  const groups = await tell({ events: usage, batch }, { metrics: 'adoption_breadth', by: 'plan', include: 'rows' })
  const rowsOf = groups.adoption_breadth?.groups?.map(({ group, rows }) => [
    group,
    rows?.map(({ label, count, total }) => [label, count, total]),
  ])
  expect(rowsOf).toEqual([
    [
      'free',
      [
        ['charts (expansion)', 0, 0],
        ['notes (core)', 0, 1],
        ['themes (nice-to-have)', 1, 1],
      ],
    ],
    [
      'pro',
      [
        ['charts (expansion)', 1, 1],
        ['notes (core)', 1, 1],
        ['themes (nice-to-have)', 0, 1],
      ],
    ],
  ])
  const source = await openSource({ config, now: '2026-03-02T06:00:00Z', events: usage, batch })
  const who = { row: 'notes (core)', by: 'plan' }
  const listOf = async (group: string) => {
    const { counted, rest } = await reportWho(source, 'adoption_breadth', { ...who, group })
    return [counted?.data, rest?.data]
  }
  expect(await listOf('pro')).toEqual([[{ account: 'acme' }], []])
  expect(await listOf('free')).toEqual([[], [{ account: 'bolt' }]])
  // Acme wrote three notes in four weeks, in one of them.
  expect(told.adoption_depth).toMatchObject({ value: 0.75 })
  expect(told.adoption_depth?.rows[0]).toMatchObject({ count: 0, total: 1 })
  // Acme used two of two key features, Bolt none of one.
  expect(told.account_adoption?.value).toBe(0.5)
  expect(told.nice_to_have_adoption).toMatchObject({ value: 0.5, of: { count: 1, total: 2 } })
})

it('a promotion that barely moves adoption is named', async () => {
  const before = ['a', 'b', 'c', 'd'].map((account) => ({ at: '2026-01-20', who: account, in: account }))
  const after = before.map((one) => ({ ...one, at: '2026-02-20' }))
  const drawn = (accounts: readonly string[]) =>
    accounts.map((account) => ({ at: '2026-02-21', who: account, in: account, did: 'Chart Drawn' }))
  const barely = await tell({ events: [...before, ...after, ...drawn(['a'])] }, { metrics: 'promoted_adoption' })
  expect(barely.promoted_adoption).toMatchObject({ value: 0, of: { count: 0, total: 1 } })
  expect(barely.promoted_adoption?.rows[0]).toMatchObject({
    label: 'charts from 2026-02-01: barely moved',
    value: 0.25,
  })
  const moved = await tell(
    { events: [...before, ...after, ...drawn(['a', 'b', 'c', 'd'])] },
    { metrics: 'promoted_adoption' },
  )
  expect(moved.promoted_adoption).toMatchObject({ value: 1, of: { count: 1, total: 1 } })
})

it('the North Star: notes per active account in a week', async () => {
  const { north_star } = await tell({ events: usage }, { metrics: 'north_star' })
  expect([north_star?.value, north_star?.previous]).toEqual([1.5, 1])
})

it('visitors who sign up within 14 days, leads within 30, trials that are paid', async () => {
  const events: Told[] = [
    // Their 14 days are over: the 28 days end on 15 February.
    { at: '2026-02-01', who: 'v1', in: null, did: 'Landing Viewed' },
    { at: '2026-02-15', who: 'v1', did: 'Signed Up' },
    { at: '2026-02-02', who: 'v2', in: null, did: 'Landing Viewed' },
    { at: '2026-02-03', who: 'v3', in: null, did: 'Landing Viewed' },
    { at: '2026-02-18', who: 'v3', in: 'late', did: 'Signed Up' },
    { at: '2026-02-20', who: 'v4', in: null, did: 'Landing Viewed' },
    { at: '2026-01-10', who: 'l1', in: null, did: 'Demo Asked' },
    { at: '2026-01-12', who: 'l1', in: 'lead', did: 'Signed Up' },
    { at: '2026-01-11', who: 'l2', in: null, did: 'Demo Asked' },
  ]
  const paid = subscriptions([{ account: 'lead', from: '2026-02-08', minor: 100 }])
  const told = await tell(
    { events, batch: { subscriptions: paid, traits: traits(known(['lead', 'late'])) } },
    { metrics: 'visitor_to_sign_up,lead_to_trial,trial_to_paid' },
  )
  expect(told.visitor_to_sign_up).toMatchObject({
    of: { count: 1, total: 3 },
    period: { from: '2026-01-19', to: '2026-02-15' },
  })
  expect(told.lead_to_trial).toMatchObject({ of: { count: 1, total: 2 } })
  // Both accounts were made on 12 January; one paid on day 27 of its 28.
  expect(told.trial_to_paid).toMatchObject({
    of: { count: 1, total: 2 },
    period: { from: '2026-01-05', to: '2026-02-01' },
  })
})

const paid = subscriptions([
  { account: 'acme', from: '2025-11-01', minor: 1000, plan: 'pro' },
  { account: 'bolt', from: '2025-12-01', to: '2026-02-10', minor: 500, plan: 'free' },
  { account: 'cog', from: '2026-02-03', minor: 300, plan: 'free' },
  { account: 'acme', from: '2026-02-05', minor: 200, id: 'seats', plan: 'pro' },
])

it('revenue of the last full month: movements, rates, worth of a customer, concentration', async () => {
  const ids =
    'mrr,arr,new_mrr,expansion_mrr,reactivation_mrr,contraction_mrr,churned_mrr,expansion_rate,nrr,grr,quick_ratio'
  const story = { batch: { subscriptions: paid } }
  const told = await tell(story, { metrics: `${ids},arpa,ltv,concentration,logo_churn,logo_retention,revenue_churn` })
  const value = (id: string) => told[id]?.value
  expect(
    ['mrr', 'arr', 'new_mrr', 'expansion_mrr', 'reactivation_mrr', 'contraction_mrr', 'churned_mrr'].map(value),
  ).toEqual([1500, 18_000, 300, 200, 0, 0, 500])
  expect(value('nrr')).toBeCloseTo(1200 / 1500, 12)
  expect(value('grr')).toBeCloseTo(1000 / 1500, 12)
  expect(value('expansion_rate')).toBeCloseTo(200 / 1500, 12)
  expect([value('quick_ratio'), value('arpa'), value('concentration')]).toEqual([1, 750, 1])
  // 750 × 0.5 of margin, at a churn of one in two.
  expect(told.ltv).toMatchObject({ value: 750, unit: 'money', currency: 'EUR' })
  expect(told.logo_churn).toMatchObject({
    of: { count: 1, total: 2 },
    period: { from: '2026-02-01', to: '2026-02-28' },
  })
  expect([value('logo_retention'), value('revenue_churn')]).toEqual([0.5, 500 / 1500])
  expect(told.mrr).toMatchObject({ previous: 1500 })
})

it('by plan: what accounts were at the end of the month; groups come to the whole', async () => {
  const told = await tell(
    { events: usage, batch: { subscriptions: paid, traits: traits(known(['acme', 'bolt', 'cog'])) } },
    { metrics: 'mrr,logo_churn,dau', by: 'plan' },
  )
  const groups = (id: string) => told[id]?.groups?.map(({ group, value, of }) => [group, value, of?.total])
  expect(groups('mrr')).toEqual([
    ['free', 300, undefined],
    ['pro', 1200, undefined],
  ])
  expect(groups('logo_churn')).toEqual([
    ['free', 1, 1],
    ['pro', 0, 1],
  ])
  expect(groups('dau')).toEqual([
    ['free', 1, undefined],
    ['pro', 1, undefined],
  ])
})

it('what a customer cost, by channel, in months and against its worth', async () => {
  const batch = {
    subscriptions: paid,
    traits: traits([
      ['cog', '$source', 'ads'],
      ['acme', '$source', 'partner'],
    ]),
  }
  const told = await tell({ batch }, { metrics: 'cac,cac_payback,ltv_cac' })
  // 400 spent for one customer; it brings 7.50 × 0.5 a month.
  expect(told.cac).toMatchObject({ value: 40_000, currency: 'EUR' })
  expect(told.cac?.rows.map(({ label, value }) => [label, value])).toEqual([
    ['new customers', 1],
    ['ads', 30_000],
    ['partner', null],
  ])
  expect(told.cac_payback?.value).toBeCloseTo(40_000 / 375, 9)
  expect(told.ltv_cac?.value).toBeCloseTo(750 / 40_000, 12)
})

it('by source: what a customer cost beside how many use what matters, and how many stay', async () => {
  const batch = {
    subscriptions: paid,
    traits: traits([
      ...known(['acme', 'bolt', 'cog']),
      ['cog', '$source', 'ads'],
      ['acme', '$source', 'partner'],
      ['bolt', '$source', 'ads'],
    ]),
  }
  const told = await tell(
    { events: usage, batch },
    { metrics: 'cac,core_feature_adoption,logo_retention', by: 'source' },
  )
  const groups = (id: string) => told[id]?.groups?.map(({ group, value, of }) => [group, value, of?.total])
  // In February one came by ads, and of those who paid before it one left.
  expect(groups('cac')).toEqual([
    ['ads', 30_000, undefined],
    ['partner', null, undefined],
  ])
  expect(groups('core_feature_adoption')).toEqual([
    ['ads', 0, 1],
    ['partner', 1, 1],
  ])
  expect(groups('logo_retention')).toEqual([
    ['ads', 0, 1],
    ['partner', 1, 1],
  ])
})

it('upgrades that nobody had to help with, and renewals with their forecast', async () => {
  const batch = {
    subscriptions: paid,
    traits: traits([
      ['acme', 'renews', '2026-04-01'],
      ['cog', 'renews', '2026-09-01'],
    ]),
  }
  const touches = { cog: [Date.parse('2026-01-20T00:00:00Z')] }
  const events = ['acme', 'cog'].map((account) => ({ at: '2026-02-01', who: account, in: account }))
  const told = await tell({ batch, touches, events }, { metrics: 'untouched_upgrades,renewals_due' })
  // Acme and Cog rose; Cog had been helped 14 days before.
  expect(told.untouched_upgrades).toMatchObject({ of: { count: 1, total: 2 } })
  expect(told.renewals_due).toMatchObject({ value: 1200, currency: 'EUR' })
  // Of the one who paid 90 days before, and of Bolt who left: half stayed.
  expect(told.renewals_due?.rows[1]).toMatchObject({ label: 'forecast of what is kept', value: 600 })
})

it('what is not configured, not there or too early is null and says why', async () => {
  const young = [{ at: '2026-02-20', who: 'ada', in: 'acme' }]
  const told = await tell({ events: young, config: defineConfig({ events: {} }) }, { preset: 'all' })
  const unknown = Object.values(told).filter(({ value }) => value === null)
  expect(unknown.every(({ because }) => because !== null && because !== '')).toBe(true)
  expect(
    Object.values(told)
      .filter(({ value }) => value !== null)
      .map(({ id }) => id),
  ).toEqual(['dau', 'wau', 'mau', 'active_accounts', 'stickiness', 'dau_mau', 'l28', 'sessions', 'key_actions'])
  // Its fourth week after the week of 16 February ends on 22 March.
  expect(told.cohort_retention).toMatchObject({ value: null, ready: '2026-03-23' })
})

it('a metric, group or day that is not there is refused with what there is', async () => {
  await expect(tell({}, { metrics: 'nrrr' })).rejects.toMatchObject({ code: 'unknown_name' })
  await expect(tell({}, { by: 'segment:none' })).rejects.toMatchObject({ code: 'unknown_name' })
  await expect(tell({}, { as_of: '2026-03-02' })).rejects.toMatchObject({ code: 'bad_argument' })
})

it('several currencies: untold without rates; with dated ones a change of the rate is a movement of its own', async () => {
  const batch = {
    subscriptions: subscriptions([
      { account: 'acme', from: '2025-12-01', minor: 1000, currency: 'USD' },
      { account: 'acme', from: '2026-02-10', minor: 500, currency: 'USD', id: 'seats' },
      { account: 'bolt', from: '2025-12-01', minor: 1000 },
    ]),
  }
  const events = { note: event('Note Written', { kind: 'core' }) }
  const without = await tell({ batch, config: defineConfig({ events }) }, { metrics: 'nrr' })
  expect(without.nrr).toMatchObject({ value: null })
  expect(without.nrr?.because).toContain('EUR, USD')
  const dated = { '2025-01-01': { USD: '0.8' }, '2026-02-15': { USD: '0.9' } }
  const rated = defineConfig({ events, metrics: { rates: { to: 'EUR', dated } } })
  const told = await tell({ batch, config: rated }, { metrics: 'mrr,expansion_mrr,nrr,churned_mrr' })
  const values = Object.values(told).map(({ id, value, previous }) => [id, value, previous])
  // January ends at 0.8: 800 + 1,000. February at 0.9: 900 + 450 + 1,000; of it 100 are the rate, 450 the seats.
  expect(values).toEqual([
    ['mrr', 2350, 1800],
    ['expansion_mrr', 450, 0],
    ['churned_mrr', 0, 0],
    ['nrr', 2350 / 1900, 1],
  ])
  const { rows } = await reportRevenue(
    await openSource({ config: rated, now: '2026-03-02T06:00:00Z', batch }),
    RevenueQuery.parse({ from: '2026-02-01', to: '2026-02-28' }),
  )
  expect(rows[0]).toMatchObject({ start: 1800, fx: 100, expansion: 450, end: 2350, nrr: 2350 / 1900 })
})

it('one setting says whose books the metrics follow: what counts as MRR, and the formulas', async () => {
  const batch = {
    subscriptions: subscriptions([
      { account: 'acme', from: '2025-12-01', minor: 1000 },
      { account: 'bolt', from: '2025-12-01', minor: 1000, status: 'paused' },
      { account: 'core', from: '2026-01-01', to: '2026-02-10', minor: 500 },
      { account: 'dash', from: '2026-02-05', minor: 300 },
    ]),
  }
  const tellBy = async (books: 'default' | 'stripe' | 'chartmogul') => {
    const config = defineConfig({ events: {}, metrics: { books } })
    const told = await tell({ batch, config }, { metrics: 'mrr,logo_churn' })
    const { rows } = await reportRevenue(
      await openSource({ config, batch, now: '2026-03-02T06:00:00Z' }),
      RevenueQuery.parse({ from: '2026-02-01', to: '2026-02-28' }),
    )
    expect([rows[0]?.end, rows[0]?.logo_churn]).toEqual([told.mrr?.value, told.logo_churn?.value])
    return [told.mrr?.value, told.logo_churn?.value, told.logo_churn?.of]
  }
  expect(await tellBy('default')).toEqual([1300, 1 / 2, { count: 1, total: 2 }])
  expect(await tellBy('stripe')).toEqual([1300, 1 / 3, { count: 1, total: 3 }])
  expect(await tellBy('chartmogul')).toEqual([2300, 1 / 3, { count: 1, total: 3 }])
})

/** So many per user or account, counted and no share. */
const MEANS = ['north_star', 'sessions', 'key_actions', 'adoption_depth']

it('who is behind a metric: as many as it counts, and the rest of those it is a share of', async () => {
  const batch = {
    subscriptions: subscriptions([
      { account: 'acme', from: '2025-12-01', minor: 1000 },
      { account: 'core', from: '2026-01-01', to: '2026-02-10', minor: 500 },
      { account: 'dash', from: '2026-02-05', minor: 300 },
    ]),
  }
  const source = await openSource({ config, now: '2026-03-02T06:00:00Z', events: usage, batch })
  const { metrics } = await reportMetrics(source, { preset: 'all' })
  const counted: string[] = []
  for (const { id, rows } of metrics)
    for (const { label, count, total, who } of rows.filter((row) => row.who !== null)) {
      const told = await reportWho(source, id, { row: label })
      expect([told.of, told.counted!.total, told.counted!.total + told.rest!.total]).toEqual([who, count, total])
      counted.push(id)
    }
  await expect(reportWho(source, 'adoption_breadth', { row: 'none' })).rejects.toMatchObject({ code: 'unknown_name' })
  for (const { id, of, who, unit, value } of metrics) {
    const told = await reportWho(source, id)
    expect([id, told.of]).toEqual([id, who])
    if (told.counted === null) continue
    if (unit === 'count' && !MEANS.includes(id)) expect([id, told.counted.total]).toEqual([id, value])
    if (of === null || told.rest === null) continue
    counted.push(id)
    expect([id, told.counted.total, told.counted.total + told.rest!.total]).toEqual([id, of.count, of.total])
  }
  expect(counted).toEqual(expect.arrayContaining(['core_feature_adoption', 'logo_churn', 'adoption_breadth']))
  const { counted: left, rest } = await reportWho(source, 'logo_churn')
  expect([left, rest]).toEqual([
    { total: 1, data: [{ account: 'core' }] },
    { total: 1, data: [{ account: 'acme' }] },
  ])
  const { counted: users } = await reportWho(source, 'wau')
  expect(users?.data).toEqual([{ person: 'ada' }, { person: 'bo' }])
  await expect(reportWho(source, 'nrrr')).rejects.toMatchObject({ code: 'unknown_name' })
})

it('the preset of the configuration is told where none is asked for; with the statements of each metric where they are', async () => {
  const source = await openSource({
    config: defineConfig({ events: { note: event('Note Written', { kind: 'core' }) }, metrics: { preset: 'early' } }),
    events: usage,
    now: '2026-03-02T06:00:00Z',
  })
  const told = async (asked: MetricsAsked) => {
    const { preset, metrics } = await reportMetrics(source, asked)
    return [preset, metrics.length, metrics[0]!.id]
  }
  expect(await told({})).toEqual(['early', 5, 'activation_rate'])
  expect(await told({ preset: 'mature' })).toEqual(['mature', 4, 'pqa'])
  expect(await told({ metrics: 'wau' })).toEqual([null, 1, 'wau'])
  const { metrics } = await reportMetrics(source, { metrics: 'wau,mau,nrr', include: 'sql' })
  const heads = metrics.map(({ id, sql }) => [id, sql!.map((one) => one.split(',')[0])])
  expect(heads).toEqual([
    ['wau', ['-- in which units each actor did it']],
    ['mau', ['-- in which units each actor did it']],
    ['nrr', ['-- what accounts pay', expect.stringMatching(/^-- what the terms say in words\n/)]],
  ])
})
