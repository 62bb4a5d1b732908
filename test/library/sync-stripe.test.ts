import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Stripe from 'stripe'
import { beforeEach, describe, expect, it, onTestFinished } from 'vitest'
import { defineConfig, event, type StripeOptions, stripe, trait } from '../../src/index.ts'
import { openTelltale, type Telltale } from '../../src/open-telltale.ts'
import { STRIPE_KEY, type StripeServer, type StripeThing, seconds, startStripe } from '../stripe-server.ts'

const SECRET = 'whsec_of_the_test'

describe('Stripe', { timeout: 60_000 }, () => {
  let server: StripeServer
  const time = { now: Date.parse('2026-04-15T12:00:00Z') }
  beforeEach(async () => {
    server = await startStripe()
    onTestFinished(() => server.stop())
    time.now = Date.parse('2026-04-15T12:00:00Z')
  })

  type Opened = { readonly telltale: Telltale; readonly dataDir: string }
  async function open(
    options: StripeOptions = {},
    env: Record<string, string> = { TELLTALE_STRIPE_KEY: STRIPE_KEY },
  ): Promise<Opened> {
    const dataDir = mkdtempSync(join(tmpdir(), 'telltale-stripe-'))
    onTestFinished(() => rmSync(dataDir, { recursive: true, force: true }))
    const telltale = await openTelltale({
      dataDir,
      config: defineConfig({
        events: { login: event('Login', { kind: 'core' }) },
        sources: { stripe: stripe(options) },
      }),
      clock: { now: () => time.now },
      env: { TELLTALE_STRIPE_URL: server.url, TELLTALE_STRIPE_WEBHOOK_SECRET: SECRET, ...env },
      threads: 1,
    })
    onTestFinished(() => telltale.close())
    return { telltale, dataDir }
  }

  const customer = (n: number, more: object = {}): StripeThing => ({
    id: `cus_${n}`,
    object: 'customer',
    created: n,
    name: `Customer ${n}`,
    email: `c${n}@x.test`,
    metadata: {},
    ...more,
  })
  const price = (unit_amount: number, more: object = {}) => ({
    id: `price_${unit_amount}`,
    currency: 'eur',
    unit_amount,
    nickname: `Plan ${unit_amount}`,
    recurring: { interval: 'month', interval_count: 1 },
    ...more,
  })
  const subscription = (id: string, of: string, amount: number, more: object = {}): StripeThing => ({
    ...{ id, object: 'subscription', customer: of, status: 'active', metadata: {} },
    ...{ created: seconds('2026-01-05T00:00Z'), start_date: seconds('2026-01-05T00:00Z'), discounts: [] },
    items: {
      object: 'list',
      data: [{ id: `si_${id}`, quantity: 1, current_period_end: seconds('2026-05-05T00:00Z'), price: price(amount) }],
    },
    ...more,
  })
  const invoice = (n: number, of: string, amount: number, from: string, to: string): StripeThing => ({
    ...{
      id: `in_${n}`,
      object: 'invoice',
      created: seconds(from),
      status: 'paid',
      parent: { subscription_details: { subscription: of } },
    },
    lines: {
      object: 'list',
      data: [
        {
          amount,
          period: { start: seconds(from), end: seconds(to) },
          parent: { type: 'subscription_item_details', subscription_item_details: { proration: false } },
        },
      ],
    },
  })
  const eventBody = (id: string, type: string, created: string, object: object): string =>
    JSON.stringify({ id, object: 'event', type, created: seconds(created), data: { object } })
  const signed = (body: string, at: number): string =>
    Stripe.webhooks.generateTestHeaderString({ payload: body, secret: SECRET, timestamp: Math.floor(at / 1_000) })
  const send = ({ telltale }: Opened, body: string, header = signed(body, time.now)) =>
    telltale.takeStripeEvent(Buffer.from(body), header)
  const mrrByMonth = async ({ telltale }: Opened) => {
    const { rows } = await telltale.analyze('revenue', { from: '2026-01-01', to: '2026-04-30' })
    return rows.map(({ period, end }) => [period, end])
  }

  it('history: what each account paid in each month, by its invoices and by what it pays now; and who pays without being an account', async () => {
    server.things.customers = Array.from({ length: 250 }, (_, n) => customer(n + 1))
    server.things.customers[0] = customer(1, { metadata: { account_id: 'acme' } })
    server.things.prices = [
      {
        ...price(0, { id: 'price_tiers', billing_scheme: 'tiered', tiers_mode: 'volume' }),
        tiers: [{ up_to: null, unit_amount: 700 }],
      },
    ]
    server.things.subscriptions = [
      subscription('sub_acme', 'cus_1', 3_000),
      subscription('sub_bolt', 'cus_2', 0, {
        metadata: { account_id: 'bolt' },
        items: { data: [{ quantity: 10, price: { ...server.things.prices[0], tiers: undefined } }] },
      }),
      subscription('sub_gone', 'cus_3', 500, {
        metadata: { account_id: 'core' },
        status: 'canceled',
        ended_at: seconds('2026-03-20T00:00Z'),
        canceled_at: seconds('2026-03-01T00:00Z'),
      }),
      subscription('sub_4', 'cus_4', 9_900, {
        discounts: [{ id: 'di_1', source: { coupon: { id: 'co_1', duration: 'forever', percent_off: 50 } } }],
      }),
      subscription('sub_5', 'cus_4', 100, { status: 'trialing' }),
      subscription('sub_6', 'cus_5', 100, { status: 'canceled', ended_at: seconds('2026-02-01T00:00Z') }),
    ]
    server.things.invoices = [
      invoice(1, 'sub_acme', 2_000, '2026-01-05T00:00Z', '2026-02-05T00:00Z'),
      invoice(2, 'sub_acme', 2_000, '2026-02-05T00:00Z', '2026-03-05T00:00Z'),
      invoice(3, 'sub_acme', 3_000, '2026-03-05T00:00Z', '2026-04-05T00:00Z'),
    ]
    const opened = await open()
    const { targets } = await opened.telltale.syncStripe()
    expect(targets.map(({ target, rows, history }) => [target, rows, history])).toEqual([
      ['customers', 250, true],
      ['invoices', 3, true],
      ['subscriptions', 6, true],
    ])
    time.now = Date.parse('2026-05-02T12:00:00Z')
    await opened.telltale.advance()
    expect(await mrrByMonth(opened)).toEqual([
      ['2026-01-01', 2_000 + 7_000 + 500],
      ['2026-02-01', 2_000 + 7_000 + 500],
      ['2026-03-01', 3_000 + 7_000],
      ['2026-04-01', 3_000 + 7_000],
    ])
    expect(await opened.telltale.unmatchedCustomers()).toEqual({
      data: [
        {
          customer: 'cus_4',
          name: 'Customer 4',
          email: 'c4@x.test',
          subscriptions: 2,
          mrr: [{ minor: 4_950, currency: 'EUR' }],
        },
      ],
      mrr: [{ minor: 4_950, currency: 'EUR' }],
      unpriced: [],
    })
    const before = (await opened.telltale.status()).applied
    const again = await opened.telltale.syncStripe()
    expect(again.targets.map(({ target, changed, messages }) => [target, changed, messages])).toEqual([
      ['customers', 0, 0],
      ['subscriptions', 0, 0],
    ])
    await opened.telltale.advance()
    expect((await opened.telltale.status()).applied.filter(({ log }) => log !== 'live')).toEqual(
      before.filter(({ log }) => log !== 'live'),
    )
  })

  it('a customer becomes an account when a property of an account says so, with all that was paid before', async () => {
    server.things.customers = [customer(1)]
    server.things.subscriptions = [subscription('sub_1', 'cus_1', 3_000)]
    const opened = await open({ account: [trait('stripe_id')] })
    await opened.telltale.syncStripe()
    expect((await opened.telltale.unmatchedCustomers()).data.map(({ customer: id }) => id)).toEqual(['cus_1'])
    await opened.telltale.send([{ type: 'group', userId: 'u1', groupId: 'acme', traits: { stripe_id: 'cus_1' } }])
    await opened.telltale.syncStripe()
    time.now = Date.parse('2026-05-02T12:00:00Z')
    await opened.telltale.advance()
    expect((await opened.telltale.unmatchedCustomers()).data).toEqual([])
    expect((await mrrByMonth(opened))[0]).toEqual(['2026-01-01', 3_000])
  })

  it('a reading that breaks off goes on at the page where it was, and tells nothing before all of it is read', async () => {
    server.things.customers = Array.from({ length: 250 }, (_, n) =>
      customer(n + 1, { metadata: { account_id: `a${n}` } }),
    )
    server.things.subscriptions = [subscription('sub_1', 'cus_1', 3_000)]
    const opened = await open()
    server.breaksAfter = 2
    await expect(opened.telltale.syncStripe()).rejects.toMatchObject({ code: 'source_unreachable' })
    expect((await opened.telltale.status()).counts.accounts).toBe(0)
    server.breaksAfter = null
    server.asked.length = 0
    const { targets } = await opened.telltale.syncStripe()
    expect(server.asked[0]).toBe('customers?limit=100&starting_after=cus_51')
    expect(targets.map(({ rows }) => rows)).toEqual([50, 0, 1])
    expect((await opened.telltale.status()).counts.accounts).toBe(1)
  })

  it('webhooks: signed and of now, each taken once, and an older one never undoes a later one', async () => {
    const opened = await open({}, {})
    const sub = (amount: number, more: object = {}) =>
      subscription('sub_1', 'cus_1', amount, { metadata: { account_id: 'acme' }, ...more })
    const created = eventBody(
      'evt_1',
      'customer.subscription.created',
      '2026-04-15T11:00:00Z',
      sub(1_000, { start_date: seconds('2026-04-15T11:00:00Z') }),
    )
    const raised = eventBody('evt_2', 'customer.subscription.updated', '2026-04-15T11:30:00Z', sub(2_000))
    const between = eventBody('evt_3', 'customer.subscription.updated', '2026-04-15T11:20:00Z', sub(1_500))
    const sameSecond = eventBody('evt_4', 'customer.subscription.created', '2026-04-15T11:30:00Z', sub(900))

    const minutes = (n: number) => time.now + n * 60_000
    expect(await send(opened, created, signed(created, minutes(-6)))).toBe('refused')
    expect(await send(opened, created, signed(created, minutes(6)))).toBe('refused')
    expect(await send(opened, created.replace('1000', '9000'), signed(created, time.now))).toBe('refused')
    expect(await send(opened, created, '')).toBe('refused')
    expect([await send(opened, created), await send(opened, created)]).toEqual(['taken', 'known'])
    expect(await Promise.all([send(opened, raised), send(opened, raised)])).toEqual(['taken', 'known'])
    expect([await send(opened, between), await send(opened, sameSecond)]).toEqual(['stale', 'stale'])
    expect(await send(opened, eventBody('evt_5', 'charge.refunded', '2026-04-15T11:31:00Z', { id: 'ch_1' }))).toBe(
      'ignored',
    )

    time.now = Date.parse('2026-04-16T12:00:00Z')
    await opened.telltale.advance()
    const page = (await opened.telltale.account('acme'))!
    expect(page.header.mrr).toEqual({ minor: 2_000, currency: 'EUR' })
    expect(
      page.subscriptions.map(({ from, to, mrr }) => [from.slice(11, 16), to?.slice(11, 16) ?? null, mrr.minor]),
    ).toEqual([
      ['11:30', null, 2_000],
      ['11:00', '11:30', 1_000],
    ])
    const ended = eventBody(
      'evt_6',
      'customer.subscription.deleted',
      '2026-04-16T11:59:00Z',
      sub(2_000, {
        status: 'canceled',
        ended_at: seconds('2026-04-16T11:59:00Z'),
        canceled_at: seconds('2026-04-16T11:59:00Z'),
      }),
    )
    expect(await send(opened, ended)).toBe('taken')
    time.now = Date.parse('2026-04-17T12:00:00Z')
    await opened.telltale.advance()
    expect((await opened.telltale.account('acme'))!.header.mrr).toBeNull()
  })

  it('with a key the object is read as it is now, in whatever order events come; its key is in no file and no error', async () => {
    const opened = await open()
    server.things.subscriptions = [subscription('sub_1', 'cus_1', 2_500, { metadata: { account_id: 'acme' } })]
    const late = eventBody(
      'evt_9',
      'customer.subscription.updated',
      '2026-04-15T10:00:00Z',
      subscription('sub_1', 'cus_1', 1, {}),
    )
    const paid = eventBody('evt_10', 'invoice.paid', '2026-04-15T09:00:00Z', { id: 'in_1', subscription: 'sub_1' })
    expect([await send(opened, late), await send(opened, paid)]).toEqual(['taken', 'taken'])
    expect(server.asked.filter((path) => path.startsWith('subscriptions/sub_1'))).toHaveLength(2)
    time.now = Date.parse('2026-04-16T12:00:00Z')
    await opened.telltale.advance()
    expect((await opened.telltale.account('acme'))!.header.mrr).toEqual({ minor: 2_500, currency: 'EUR' })

    const wrong = await open({}, { TELLTALE_STRIPE_KEY: 'rk_test_wrong_secret' })
    const error = await wrong.telltale.syncStripe().catch((thrown: unknown) => thrown)
    expect(error).toMatchObject({
      code: 'source_failed',
      message: 'The query of customers was refused, and nothing was taken from it: the key is not valid',
    })
    expect(JSON.stringify(error)).not.toContain('wrong_secret')
    const files = readdirSync(opened.dataDir, { recursive: true, withFileTypes: true }).filter((entry) =>
      entry.isFile(),
    )
    const texts = files.map((entry) => readFileSync(join(entry.parentPath, entry.name), 'latin1'))
    expect(texts.filter((text) => text.includes(STRIPE_KEY) || text.includes(SECRET))).toEqual([])
  })
})
