import fc from 'fast-check'
import { expect, it } from 'vitest'
import { defineConfig, trait } from '../../src/index.ts'
import { comparePresets } from '../../src/reports/metrics/compare-presets.ts'
import { foldMovements } from '../../src/reports/revenue/fold-movements.ts'
import { addMovement, checkIdentity, emptySum } from '../../src/reports/revenue/sum-rows.ts'
import { changesOf, type Terms } from '../../src/reports/subscriptions/mrr-changes.ts'
import { type Ask, openReport, openSource } from './open-report.ts'
import { type Paid, subscriptions } from './paid.ts'

const open = (paid: readonly Paid[], more: Parameters<typeof openReport>[0] = {}): Promise<Ask> =>
  openReport({ ...more, batch: { ...more.batch, subscriptions: subscriptions(paid) } })

const PAID: readonly Paid[] = [
  { account: 'stays', from: '2025-12-10', minor: 10_000 },
  { account: 'grows', from: '2025-12-01', minor: 10_000 },
  { account: 'grows', from: '2026-02-15', minor: 13_000 },
  { account: 'shrinks', from: '2025-06-01', minor: 10_000 },
  { account: 'shrinks', from: '2026-02-28', minor: 8_000 },
  { account: 'leaves', from: '2025-06-01', to: '2026-02-20', minor: 10_000 },
  { account: 'joins', from: '2026-02-01', minor: 5_000 },
  { account: 'returns', from: '2025-06-01', to: '2025-09-01', minor: 4_000 },
  { account: 'returns', from: '2026-02-27', minor: 4_000, id: 'second' },
  { account: 'tries', from: '2026-02-05', to: '2026-02-25', minor: 9_000 },
]

it('one month, the whole answer: start + new + reactivation + expansion − contraction − churn = end', async () => {
  const ask = await open(PAID)
  expect(await ask('revenue', { from: '2026-02-03', to: '2026-02-10' })).toEqual({
    definition:
      "Monthly recurring revenue of all accounts per month: what each account's MRR at the end of the period is more or less than at its start; days of UTC.",
    complete: true,
    excluded: 0,
    without_account: 0,
    warnings: [],
    currency: 'EUR',
    unit: 'minor',
    rates_of: null,
    rows: [
      {
        period: '2026-02-01',
        complete: true,
        ready: null,
        start: 40_000,
        fx: 0,
        new: 5_000,
        expansion: 3_000,
        contraction: 2_000,
        churn: 10_000,
        reactivation: 4_000,
        end: 40_000,
        nrr: 31_000 / 40_000,
        grr: 28_000 / 40_000,
        logo_churn: 0.25,
        revenue_churn: 0.3,
        expansion_rate: 0.075,
        quick_ratio: 1,
        arpa: 8_000,
        customers_start: 4,
        customers_new: 1,
        customers_reactivated: 1,
        customers_churned: 1,
        customers_end: 5,
        joined_and_left: 1,
      },
    ],
    movements: [
      { account: 'grows', period: '2026-02-01', category: 'expansion', change: 3_000 },
      { account: 'shrinks', period: '2026-02-01', category: 'contraction', change: -2_000 },
      { account: 'leaves', period: '2026-02-01', category: 'churn', change: -10_000 },
      { account: 'joins', period: '2026-02-01', category: 'new', change: 5_000 },
      { account: 'returns', period: '2026-02-01', category: 'reactivation', change: 4_000 },
    ],
  })
  const churned = { period: '2026-02-01', category: 'churn' } as const
  expect((await ask('revenue', { from: '2026-02-03', to: '2026-02-10', actors_of: churned })).actors?.data).toEqual([
    { account: 'leaves' },
  ])
  const { rows } = await ask('revenue', { date_from: '2026-02-03', date_to: '2026-02-10' })
  expect(rows).toMatchObject([{ period: '2026-02-01', end: 40_000 }])
})

it('presets are the formulas of others over the same movements', async () => {
  const ask = await open(PAID)
  const rates = async (preset: 'stripe' | 'chartmogul' | 'baremetrics') => {
    const { rows } = await ask('revenue', { from: '2026-02-01', to: '2026-02-01', preset })
    return [rows[0]!.nrr, rows[0]!.logo_churn, rows[0]!.quick_ratio]
  }
  expect(await rates('stripe')).toEqual([31 / 40, 2 / 6, 1])
  expect(await rates('chartmogul')).toEqual([35 / 40, 0.25, 1])
  expect(await rates('baremetrics')).toEqual([33 / 40, 0.25, 8 / 12])
})

it('presets count other statuses, too: a trial nowhere, what is not paid while others still count on it', async () => {
  const ask = await open([
    { account: 'pays', from: '2025-01-01', minor: 1_000 },
    { account: 'tries', from: '2026-01-10', minor: 500, status: 'trialing' },
    { account: 'tries', from: '2026-02-10', minor: 500 },
    { account: 'owes', from: '2025-01-01', minor: 100 },
    { account: 'owes', from: '2026-01-20', minor: 100, status: 'past_due' },
    { account: 'owes', from: '2026-02-25', minor: 100, status: 'unpaid' },
    { account: 'rests', from: '2025-01-01', minor: 30 },
    { account: 'rests', from: '2026-02-05', minor: 30, status: 'paused' },
    { account: 'left', from: '2025-01-01', minor: 7 },
    { account: 'left', from: '2026-01-05', minor: 7, status: 'canceled' },
  ])
  const ends = async (preset: 'default' | 'stripe' | 'chartmogul' | 'baremetrics') => {
    const { rows } = await ask('revenue', { from: '2026-01-01', to: '2026-03-01', preset })
    return rows.map(({ end }) => end)
  }
  expect(await ends('default')).toEqual([1_130, 1_500, 1_500])
  expect(await ends('stripe')).toEqual([1_130, 1_500, 1_500])
  expect(await ends('chartmogul')).toEqual([1_130, 1_630, 1_630])
  // Owing since 20 January: thirty days are over on 19 February.
  expect(await ends('baremetrics')).toEqual([1_130, 1_500, 1_500])
  const days = async (preset: 'default' | 'baremetrics') => {
    const { rows } = await ask('revenue', { by: 'day', from: '2026-02-18', to: '2026-02-25', preset })
    return rows.map(({ end, churn }) => [end, churn])
  }
  const still = [1_600, 0]
  expect(await days('default')).toEqual([still, still, still, still, still, still, still, [1_500, 100]])
  const over = [1_500, 0]
  expect(await days('baremetrics')).toEqual([still, [1_500, 100], over, over, over, over, over, over])
})

it('gross 20 % and net 10 %: 10 churned, 10 contracted, 10 expanded of 100', async () => {
  const ask = await open([
    { account: 'a', from: '2025-01-01', to: '2026-02-10', minor: 10 },
    { account: 'b', from: '2025-01-01', minor: 40 },
    { account: 'b', from: '2026-02-10', minor: 30 },
    { account: 'c', from: '2025-01-01', minor: 50 },
    { account: 'c', from: '2026-02-10', minor: 60 },
  ])
  const { rows } = await ask('revenue', { from: '2026-02-01', to: '2026-02-01' })
  expect([rows[0]?.revenue_churn, rows[0]?.nrr, rows[0]?.grr]).toEqual([0.2, 0.9, 0.8])
})

it('a subscription that ends with the last period has not churned; a month that runs is null; one of two ending is contraction', async () => {
  const ask = await open(
    [
      { account: 'a', from: '2025-01-01', to: '2026-03-01', minor: 100 },
      { account: 'b', from: '2025-01-01', minor: 100 },
      { account: 'b', from: '2025-01-01', to: '2026-02-10', minor: 50, id: 'seats' },
      { account: 'c', from: '2025-01-01', to: '2026-02-10', minor: 70 },
      { account: 'c', from: '2026-02-10', minor: 70, id: 'renewed' },
    ],
    { now: '2026-03-10' },
  )
  const { rows, complete } = await ask('revenue', { from: '2026-02-01', to: '2026-03-10' })
  expect(complete).toBe(false)
  expect(rows[0]).toMatchObject({ churn: 0, contraction: 50, end: 270, customers_churned: 0 })
  expect(rows[1]).toMatchObject({
    complete: false,
    ready: '2026-04-01',
    start: null,
    churn: null,
    end: null,
    nrr: null,
  })
})

it('nothing at the start: rates of nothing are null, not 0', async () => {
  const ask = await open([{ account: 'a', from: '2026-02-10', minor: 100 }])
  const { rows } = await ask('revenue', { from: '2026-01-01', to: '2026-02-01' })
  expect(rows[0]).toMatchObject({
    start: 0,
    end: 0,
    nrr: null,
    grr: null,
    logo_churn: null,
    quick_ratio: null,
    arpa: null,
  })
  expect(rows[1]).toMatchObject({ new: 100, nrr: null, quick_ratio: null, arpa: 100 })
})

it('filtered and broken down by what accounts were at the end of each period; the parts come to the whole', async () => {
  const tier = (n: number, account: string, value: string, from: string) => ({
    ...{ n, of: 'account' as const, subject: account, key: 'tier', value, from: Date.parse(from), knownAt: 0 },
  })
  const ask = await open(
    [
      { account: 'a', from: '2025-01-01', minor: 100, plan: 'team' },
      { account: 'a', from: '2026-02-10', minor: 150, plan: 'pro' },
      { account: 'b', from: '2025-01-01', to: '2026-02-15', minor: 40, plan: 'team' },
      { account: 'c', from: '2026-02-20', minor: 7, plan: 'pro' },
      { account: 'd', from: '2025-01-01', minor: 9, currency: 'USD', plan: 'team' },
    ],
    {
      batch: {
        traits: [
          tier(50, 'a', 'gold', '2026-01-01'),
          tier(51, 'b', 'gold', '2026-01-01'),
          tier(52, 'c', 'iron', '2026-01-01'),
          tier(53, 'b', 'iron', '2026-02-25'),
        ],
      },
    },
  )
  const february = { from: '2026-02-01', to: '2026-02-01' }
  const euro = { ...february, filter: { trait: 'tier', op: 'is_set' as const } }
  const answer = await ask('revenue', { ...euro, breakdown: { trait: 'tier' } })
  const short = (rows: typeof answer.rows) =>
    rows.map(({ start, new: began, expansion, churn, end, nrr }) => [start, began, expansion, churn, end, nrr])
  expect(short(answer.rows)).toEqual([[140, 7, 50, 40, 157, 150 / 140]])
  expect(answer.buckets?.map(({ value, rows }) => [value, short(rows)])).toEqual([
    ['iron', [[40, 7, 0, 40, 7, 0]]],
    ['gold', [[100, 0, 50, 0, 150, 1.5]]],
  ])
  expect(answer.definition).toBe(
    'Monthly recurring revenue of all accounts per month: what each account\'s MRR at the end of the period is more or less than at its start, as accounts were at its end where trait "tier" is set, by trait "tier"; days of UTC.',
  )
  const byPlan = await ask('revenue', { ...euro, breakdown: 'plan', breakdown_limit: 1 })
  expect(byPlan.buckets?.map(({ value, other, rows }) => [value, other, short(rows)])).toEqual([
    ['pro', false, [[100, 7, 50, 0, 157, 1.5]]],
    ['other', true, [[40, 0, 0, 40, 0, 0]]],
  ])
  expect(byPlan.warnings.map(({ code }) => code)).toEqual(['breakdown_capped'])
  const churned = { period: '2026-02-01', category: 'churn' } as const
  const inIron = await ask('revenue', {
    ...euro,
    breakdown: { trait: 'tier' },
    actors_of: { ...churned, value: 'iron' },
  })
  expect(inIron.actors?.data).toEqual([{ account: 'b' }])
  const gold = await ask('revenue', { ...february, filter: { trait: 'tier', value: 'gold' } })
  expect(short(gold.rows)).toEqual([[100, 0, 50, 0, 150, 1.5]])
  await expect(ask('revenue', february)).rejects.toMatchObject({ code: 'currency_mixed' })
  await expect(ask('revenue', { ...february, breakdown: 'role' })).rejects.toMatchObject({ code: 'bad_argument' })
  await expect(ask('revenue', { ...february, breakdown: { trait: 'tear' } })).rejects.toMatchObject({
    code: 'unknown_name',
  })
})

it('terms of one subscription that overlap are never added up: the later ones count, and the answer says so', async () => {
  const ask = await open([
    { account: 'a', from: '2026-01-01', to: '2026-06-01', minor: 100 },
    { account: 'a', from: '2026-02-10', to: '2026-03-10', minor: 150 },
    { account: 'b', from: '2026-01-01', minor: 10 },
    { account: 'b', from: '2026-02-01', minor: 20 },
  ])
  const { rows, warnings } = await ask('revenue', { from: '2026-01-01', to: '2026-03-01' })
  expect(rows.map(({ end }) => end)).toEqual([110, 170, 20])
  expect(warnings).toEqual([
    {
      code: 'subscriptions_overlap',
      message:
        '1 subscription(s) were said to last beyond the beginning of other terms of theirs; from there on the later terms count.',
    },
  ])
})

it('an account that another took in pays as that one: no churn, and what is said later goes on', async () => {
  const ask = await open(
    [
      { account: 'small', from: '2025-01-01', minor: 100, id: 'main' },
      { account: 'big', from: '2025-01-01', minor: 500, id: 'main' },
      { account: 'small', from: '2025-01-01', minor: 30, id: 'seats' },
    ],
    {
      batch: {
        controls: [{ kind: 'account_merged', from: 'small', into: 'big', at: 0, receivedAt: 0, firstN: 20, count: 1 }],
      },
    },
  )
  const { rows, movements } = await ask('revenue', { from: '2026-01-01', to: '2026-01-01' })
  expect(rows[0]).toMatchObject({ start: 630, end: 630, customers_start: 1, churn: 0 })
  expect(movements).toEqual([])
})

it('currencies are never added up: an error, one of them, or all at the rates of one day', async () => {
  const ask = await open([
    { account: 'a', from: '2025-01-01', minor: 100_00 },
    { account: 'b', from: '2025-01-01', minor: 33, currency: 'USD' },
    { account: 'c', from: '2025-01-01', minor: 1_000, currency: 'JPY' },
  ])
  const january = { from: '2026-01-01', to: '2026-01-01' }
  await expect(ask('revenue', january)).rejects.toMatchObject({ code: 'currency_mixed' })
  expect((await ask('revenue', { ...january, currency: 'USD' })).rows[0]).toMatchObject({ end: 33, customers_end: 1 })
  await expect(ask('revenue', { ...january, currency: 'GBP' })).rejects.toMatchObject({ code: 'unknown_name' })
  const rates = { to: 'EUR', date: '2026-01-31', per: [{ currency: 'USD', rate: '0.5' }] }
  await expect(ask('revenue', { ...january, rates })).rejects.toMatchObject({ code: 'rate_missing' })
  const all = { ...rates, per: [...rates.per, { currency: 'JPY', rate: '0.0061' }] }
  expect((await ask('revenue', { ...january, rates: all })).rows[0]).toMatchObject({ end: 10_000 + 17 + 610 })
})

it('an excluded account is in no number', async () => {
  const config = defineConfig({ events: {}, exclude: [trait('internal').is(true)] })
  const ask = await open(
    [
      { account: 'a', from: '2025-01-01', minor: 100 },
      { account: 'us', from: '2025-01-01', minor: 7 },
    ],
    {
      config,
      batch: { traits: [{ n: 50, of: 'account', subject: 'us', key: 'internal', value: true, from: 0, knownAt: 0 }] },
    },
  )
  expect(await ask('revenue', { from: '2026-01-01', to: '2026-01-01' })).toMatchObject({
    excluded: 1,
    rows: [{ end: 100, customers_end: 1 }],
  })
})

const terms: fc.Arbitrary<Terms> = fc.record({
  account: fc.constant(1),
  subscription: fc.constantFrom(1, 2),
  plan: fc.constant(null),
  status: fc.constant('active' as const),
  termsMinor: fc.constant(0),
  from: fc.integer({ min: 0, max: 40 }),
  to: fc.oneof(fc.integer({ min: 0, max: 45 }), fc.constant(Number.POSITIVE_INFINITY)),
  minor: fc.constantFrom(0, 100, 200, 300),
  currency: fc.constant('EUR'),
})

/** MRR just before an instant: of each subscription the terms that began last (said last), if they are still in force. */
function naiveMrr(all: readonly Terms[], before: number): number {
  const at = before - 0.5
  return [1, 2].reduce((sum, id) => {
    const begun = all.filter((one) => one.subscription === id && one.from <= at)
    const latest = begun.filter((one) => one.from === Math.max(...begun.map(({ from }) => from))).at(-1)
    return sum + (latest !== undefined && at < latest.to ? latest.minor : 0)
  }, 0)
}

it('movements equal those of MRR asked instant by instant, and always come to the end', () => {
  fc.assert(
    fc.property(fc.array(terms, { maxLength: 6 }), fc.integer({ min: 0, max: 10 }), (all, from) => {
      const bounds = [0, 1, 2, 3].map((i) => from + i * 10)
      const movements = foldMovements(changesOf(all), bounds)
      for (let period = 0; period < 3; period++) {
        const [start, end] = [naiveMrr(all, bounds[period]!), naiveMrr(all, bounds[period + 1]!)]
        const had = Array.from({ length: bounds[period]! }, (_, t) => naiveMrr(all, t + 1)).some((mrr) => mrr > 0)
        const change = start === 0 && end > 0 ? (had ? 'reactivation' : 'new') : end === 0 && start > 0 ? 'churn' : null
        const category = change ?? (end > start ? 'expansion' : end < start ? 'contraction' : null)
        const found = movements.find((one) => one.period === period)
        expect([found?.start ?? 0, found?.end ?? 0, found?.category ?? null]).toEqual([start, end, category])
        const sum = emptySum()
        if (found !== undefined) addMovement(sum, found)
        checkIdentity(sum, String(period))
      }
    }),
    { numRuns: 500 },
  )
})

it('side by side: what differs of a month between the books', async () => {
  const source = await openSource({
    config: defineConfig({ product: { grossMargin: 0.8 }, events: {} }),
    batch: {
      subscriptions: subscriptions([...PAID, { account: 'owes', from: '2025-01-01', minor: 500, status: 'unpaid' }]),
    },
    now: '2026-03-02',
  })
  const { metrics, ...about } = await comparePresets(source, undefined)
  expect(about).toEqual({ as_of: '2026-03-01', month: '2026-02', currency: 'EUR' })
  const told = metrics.filter(({ differs }) => differs).map(({ id, values }) => [id, ...Object.values(values)])
  // Of ours, Stripe, ChartMogul (500 more that are owed at both ends), Baremetrics (owed for too long).
  expect(told).toEqual([
    ['logo_retention', 0.75, 1 - 2 / 6, 0.8, 0.75],
    ['logo_churn', 0.25, 2 / 6, 0.2, 0.25],
    ['revenue_churn', 0.3, 0.3, 12_000 / 40_500, 0.3],
    ['mrr', 40_000, 40_000, 40_500, 40_000],
    ['arr', 480_000, 480_000, 486_000, 480_000],
    ['expansion_rate', 0.075, 0.075, 3_000 / 40_500, 0.075],
    ['nrr', 31 / 40, 31 / 40, 35_500 / 40_500, 33 / 40],
    ['grr', 0.7, 0.7, 28_500 / 40_500, 0.7],
    ['quick_ratio', 1, 1, 1, 8 / 12],
    ['arpa', 8_000, 8_000, 40_500 / 6, 8_000],
    ['ltv', (8_000 * 0.8) / 0.25, (8_000 * 0.8) / (2 / 6), (6_750 * 0.8) / 0.2, (8_000 * 0.8) / 0.25],
  ])
  const alike = metrics.filter(({ differs }) => !differs).map(({ id, values }) => [id, values.chartmogul])
  expect(alike).toEqual([
    ['new_mrr', 5_000],
    ['expansion_mrr', 3_000],
    ['reactivation_mrr', 4_000],
    ['contraction_mrr', 2_000],
    ['churned_mrr', 10_000],
  ])
})
