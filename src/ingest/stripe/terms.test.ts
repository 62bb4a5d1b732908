import { describe, expect, it } from 'vitest'
import { priceItems } from './price-items.ts'
import { billedOf, continueTerms, type Terms, termsHistory, termsNow } from './terms-of.ts'

const s = (iso: string): number => Date.parse(iso) / 1_000
const price = (of: object) => ({
  id: 'price_1',
  currency: 'eur',
  recurring: { interval: 'month', interval_count: 1 },
  ...of,
})
const items = (...data: object[]) => ({ items: { object: 'list', data } })

describe('what a subscription comes to a month', () => {
  it.each<[string, object, number]>([
    ['by the month, three of it', items({ quantity: 3, price: price({ unit_amount: 1_000 }) }), 3_000],
    [
      'by the year',
      items({ quantity: 1, price: price({ unit_amount: 12_000, recurring: { interval: 'year', interval_count: 1 } }) }),
      1_000,
    ],
    [
      'every two weeks: 52.14 weeks a year',
      items({ quantity: 1, price: price({ unit_amount: 1_000, recurring: { interval: 'week', interval_count: 2 } }) }),
      2_173,
    ],
    ['parts of a cent, rounded once', items({ quantity: 10, price: price({ unit_amount_decimal: '0.25' }) }), 3],
    [
      'metered is not MRR, and once is not',
      items(
        { price: price({ unit_amount: 5, recurring: { interval: 'month', usage_type: 'metered' } }) },
        { quantity: 1, price: { ...price({ unit_amount: 9 }), recurring: null } },
      ),
      0,
    ],
    [
      'packages of ten, rounded up',
      items({ quantity: 21, price: price({ unit_amount: 500, transform_quantity: { divide_by: 10, round: 'up' } }) }),
      1_500,
    ],
    [
      'graduated tiers: 5 at 10.00, 2 at 8.00 and 3.00 flat',
      items({
        quantity: 7,
        price: price({
          billing_scheme: 'tiered',
          tiers_mode: 'graduated',
          tiers: [
            { up_to: 5, unit_amount: 1_000 },
            { up_to: null, unit_amount: 800, flat_amount: 300 },
          ],
        }),
      }),
      6_900,
    ],
    [
      'volume: all 7 at 8.00 and 3.00 flat',
      items({
        quantity: 7,
        price: price({
          billing_scheme: 'tiered',
          tiers_mode: 'volume',
          tiers: [
            { up_to: 5, unit_amount: 1_000 },
            { up_to: null, unit_amount: 800, flat_amount: 300 },
          ],
        }),
      }),
      5_900,
    ],
    [
      '20 % off for ever',
      {
        ...items({ quantity: 1, price: price({ unit_amount: 5_000 }) }),
        discounts: [{ source: { coupon: { duration: 'forever', percent_off: 20 } } }],
      },
      4_000,
    ],
    [
      'the same, as it was sent before',
      {
        ...items({ quantity: 1, price: price({ unit_amount: 5_000 }) }),
        discount: { coupon: { duration: 'forever', percent_off: 20 } },
      },
      4_000,
    ],
    [
      'off for a while is not off for ever',
      {
        ...items({ quantity: 1, price: price({ unit_amount: 5_000 }) }),
        discounts: [{ source: { coupon: { duration: 'repeating', percent_off: 20 } } }],
      },
      5_000,
    ],
    [
      'a plan, before there were prices',
      items({
        quantity: 2,
        plan: { id: 'plan_1', amount: 900, currency: 'eur', interval: 'month', interval_count: 1 },
      }),
      1_800,
    ],
    [
      'one plan, before there were items',
      { quantity: 2, plan: { id: 'plan_1', amount: 900, currency: 'eur', interval: 'month', interval_count: 1 } },
      1_800,
    ],
  ])('%s', (_, subscription, minor) => {
    expect(priceItems(subscription as never)).toMatchObject({ minor, currency: 'EUR', unpriced: null })
  })

  it('says of tiers that were not sent that it cannot tell', () => {
    const bare = items({ quantity: 1, price: price({ billing_scheme: 'tiered', unit_amount: null }) })
    expect(priceItems(bare as never)).toMatchObject({
      minor: 0,
      unpriced: 'the price price_1 has tiers that were not sent',
    })
  })
})

describe('the terms of a subscription over time', () => {
  const active = {
    id: 'sub_1',
    status: 'active',
    start_date: s('2026-01-10T00:00Z'),
    ...items({ quantity: 1, price: price({ unit_amount: 2_000, nickname: 'Pro' }) }),
  }
  const line = (amount: number, from: string, to: string, more: object) => ({
    amount,
    period: { start: s(from), end: s(to) },
    ...more,
  })
  const invoice = (lines: object[]) => ({ id: 'in_1', status: 'paid', lines: { data: lines } }) as never
  const NEW = { parent: { type: 'subscription_item_details', subscription_item_details: { proration: false } } }
  const OLD = { type: 'subscription', proration: false }

  it('an invoice says what was billed, in the shapes of new and old versions; prorations and what is charged once do not count', () => {
    const prorated = { parent: { type: 'subscription_item_details', subscription_item_details: { proration: true } } }
    const once = { parent: { type: 'invoice_item_details' } }
    const [from, to] = ['2026-01-10T00:00Z', '2026-02-10T00:00Z'] as const
    expect(
      billedOf(invoice([line(1_500, from, to, NEW), line(99, from, to, prorated), line(7, from, to, once)])),
    ).toEqual({ from: '2026-01-10T00:00:00.000Z', minor: 1_500 })
    expect(
      billedOf(invoice([line(18_000, from, '2027-01-10T00:00Z', { ...OLD, discount_amounts: [{ amount: 6_000 }] })])),
    ).toEqual({ from: '2026-01-10T00:00:00.000Z', minor: 1_000 })
    expect(billedOf({ ...(invoice([line(1, from, to, NEW)]) as object), status: 'void' })).toBeNull()
  })

  it('the past is told by what was billed: a trial, a raise, and what it comes to now', () => {
    const subscription = { ...active, trial_start: s('2026-01-10T00:00Z') }
    const billed = [
      { from: '2026-02-10T00:00:00.000Z', minor: 2_000 },
      { from: '2026-01-24T00:00:00.000Z', minor: 1_000 },
    ]
    const history = termsHistory(termsNow(subscription)!.terms, {
      subscription,
      billed,
      seen: '2026-03-01T00:00:00.000Z',
    })
    expect(
      history.map(({ from, to, minor, status }) => [from.slice(0, 10), to?.slice(0, 10) ?? null, minor, status]),
    ).toEqual([
      ['2026-01-10', '2026-01-24', 2_000, 'trialing'],
      ['2026-01-24', '2026-02-10', 1_000, 'active'],
      ['2026-02-10', null, 2_000, 'active'],
    ])
  })

  it('what is said later goes on or begins anew; the end is that of the period, wherever the version keeps it', () => {
    const [first] = [termsNow(active)!.terms]
    const raised: Terms = { ...first, minor: 3_000 }
    const two = continueTerms([first], raised, '2026-03-01T00:00:00.000Z')
    expect(two.map(({ from, to, minor }) => [from.slice(0, 10), to?.slice(0, 10) ?? null, minor])).toEqual([
      ['2026-01-10', '2026-03-01', 2_000],
      ['2026-03-01', null, 3_000],
    ])
    const ends = (more: object) =>
      termsNow({ ...active, cancel_at_period_end: true, canceled_at: s('2026-04-01T00:00Z'), ...more })!.terms
    const period = s('2026-04-10T00:00Z')
    const old = ends({ current_period_end: period })
    const now = ends({ items: { data: [{ ...active.items.data[0], current_period_end: period }] } })
    expect([old, now]).toEqual([
      { ...first, to: '2026-04-10T00:00:00.000Z', cancelDecidedAt: '2026-04-01T00:00:00.000Z' },
      old,
    ])
    expect(
      continueTerms(two, { ...raised, to: old.to, cancelDecidedAt: old.cancelDecidedAt }, '2026-04-01T00:00:00.000Z'),
    ).toHaveLength(2)
  })
})
