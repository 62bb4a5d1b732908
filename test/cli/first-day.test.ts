import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { Analytics } from '@segment/analytics-node'
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest'
import type { AccountDetail } from '../../src/contract/account.ts'
import { type Cluster, findPostgres, NO_POSTGRES, query, startCluster } from '../postgres-cluster.ts'
import { STRIPE_KEY, seconds, startStripe } from '../stripe-server.ts'
import { runCommand, tempFolder } from './run-command.ts'
import { startServer } from './start-server.ts'

/** Twelve accounts of an application with thirty users, as its own tables have them. */
const APP = `
  CREATE TABLE plans (name text PRIMARY KEY, seat_limit int);
  INSERT INTO plans VALUES ('free', 3), ('pro', 10), ('team', 50);
  CREATE TABLE accounts (id text PRIMARY KEY, name text, plan text REFERENCES plans, stripe_customer_id text, created_at timestamptz);
  INSERT INTO accounts SELECT 'acc-' || i, 'Account ' || i, (ARRAY['free', 'pro', 'team'])[1 + i % 3],
    CASE WHEN i % 3 > 0 THEN 'cus_' || i END, '2026-03-01Z'::timestamptz + i * interval '1 day' FROM generate_series(1, 12) i;
  CREATE TABLE users (id text PRIMARY KEY, email text, created_at timestamptz);
  INSERT INTO users SELECT 'user-' || i, 'user' || i || '@example.test', '2026-03-02Z'::timestamptz + i * interval '1 day' FROM generate_series(1, 30) i;
  CREATE TABLE memberships (user_id text REFERENCES users, account_id text REFERENCES accounts, role text, created_at timestamptz);
  INSERT INTO memberships SELECT 'user-' || i, 'acc-' || (1 + i % 12), CASE WHEN i <= 12 THEN 'owner' ELSE 'member' END,
    '2026-03-20Z'::timestamptz + i * interval '1 hour' FROM generate_series(1, 30) i;
`

const CONFIG = `
import { count, days, defineConfig, event, limit, limitUse, members, postgres, signal, stripe, trait } from 'telltale'
export default defineConfig({
  events: { report: event('Report Built', { kind: 'core' }), ticket: event('Ticket Opened', { kind: 'support' }) },
  entitlements: { seats: limit(members(), trait('seat_limit')) },
  signals: { full: signal('expansion').when(limitUse('seats').atLeast(0.9)), busy: signal('engagement').when(count('report', days(28)).atLeast(2)) },
  sources: {
    postgres: postgres({
      accounts: { sql: 'select * from accounts', account: 'id', since: 'created_at' },
      people: { sql: 'select * from users', person: 'id', since: 'created_at' },
      memberships: { sql: 'select * from memberships', person: 'user_id', account: 'account_id', role: 'role', since: 'created_at' },
      entitlements: { sql: 'select a.id, p.seat_limit from accounts a join plans p on p.name = a.plan', account: 'id' },
    }),
    stripe: stripe({ account: [trait('stripe_customer_id')] }),
  },
})
`
/** The day before the server's: what the pages show is the last day that is over. */
const FIRST = Date.UTC(2026, 5, 14, 12)

describe.skipIf(findPostgres() === null)(`the first day${findPostgres() === null ? ` (${NO_POSTGRES})` : ''}`, () => {
  let cluster: Cluster
  beforeAll(async () => {
    cluster = await startCluster()
  }, 60_000)
  afterAll(() => cluster.stop())

  it('database, Stripe, SDK and help desk meet on the page of an account, and its numbers are those of SQL on the source', async () => {
    const url = await cluster.database('app')
    await query(url, APP)
    const billing = await startStripe()
    onTestFinished(() => billing.stop())
    const paying = (await query(
      url,
      'SELECT id, plan, stripe_customer_id AS customer FROM accounts WHERE stripe_customer_id IS NOT NULL',
    )) as { id: string; plan: string; customer: string }[]
    const amounts: Record<string, number> = { pro: 4_900, team: 19_900 }
    billing.things.customers = paying.map(({ customer }, i) => ({ id: customer, created: i }))
    billing.things.subscriptions = paying.map(({ id, plan, customer }, i) => ({
      ...{ id: `sub_${id}`, customer, created: i, start_date: seconds('2026-04-01T00:00Z'), status: 'active' },
      items: {
        data: [
          {
            quantity: 1,
            price: {
              id: plan,
              nickname: plan,
              currency: 'eur',
              unit_amount: amounts[plan],
              recurring: { interval: 'month', interval_count: 1 },
            },
          },
        ],
      },
    }))
    const cwd = tempFolder()
    const env = { TELLTALE_POSTGRES_URL: url, TELLTALE_STRIPE_KEY: STRIPE_KEY, TELLTALE_STRIPE_URL: billing.url }
    const run = async (line: string, now = FIRST) => {
      const ran = await runCommand([...line.split(' '), '--json'], { cwd, env, now })
      expect(ran.code, ran.err).toBe(0)
      return JSON.parse(ran.out)
    }
    writeFileSync(join(cwd, 'telltale.config.ts'), CONFIG)
    await run('sync postgres')
    await run('sync stripe')
    const tickets = Array.from(
      { length: 9 },
      (_, i) => `t-${i},Ticket Opened,user-${i + 1},acc-${1 + ((i + 1) % 12)},2026-05-0${i + 1}T08:00:00Z,high`,
    )
    writeFileSync(join(cwd, 'tickets.csv'), `id,event,user,account,at,severity\n${tickets.join('\n')}\n`)
    await run('import tickets.csv --event event --user user --account account --id id --time at')

    const { secret } = await run('keys create')
    const server = await startServer(cwd, env)
    const status = async () => (await (await fetch(`${server}/api/v1/status`)).json()) as { counts: { events: number } }
    const analytics = new Analytics({ writeKey: secret, host: server, flushAt: 5, maxRetries: 10 })
    for (let i = 0; i < 20; i++)
      analytics.track({
        userId: `user-${1 + (i % 10)}`,
        event: 'Report Built',
        timestamp: new Date(FIRST - i * 60_000),
        context: { groupId: `acc-${1 + ((1 + (i % 10)) % 12)}` },
      })
    await analytics.closeAndFlush({ timeout: 20_000 })
    for (let attempt = 0; attempt < 400 && (await status()).counts.events < 29; attempt++) await setTimeout(50)
    expect((await status()).counts.events).toBe(29)

    const page = async (key: string) =>
      (await (await fetch(`${server}/api/v1/accounts/${key}`)).json()) as AccountDetail
    const acc = await page('acc-2')
    expect(acc.header).toMatchObject({
      plan: 'team',
      members: 3,
      mrr: { minor: 19_900, currency: 'EUR' },
      createdDay: '2026-03-03',
    })
    expect(acc.traits.find(({ key }) => key === 'seat_limit')?.value).toBe(50)
    expect(acc.recentEvents.map(({ name }) => name).sort()).toEqual(['Report Built', 'Report Built', 'Ticket Opened'])
    expect(acc.subscriptions.map(({ id, plan }) => [id, plan])).toEqual([['sub_acc-2', 'team']])

    const source = await query(
      url,
      `SELECT a.id, a.name, a.plan, p.seat_limit AS seats, to_char(a.created_at AT TIME ZONE 'UTC', 'YYYY-MM-DD') AS created,
         (SELECT count(*)::int FROM memberships m WHERE m.account_id = a.id) AS members
       FROM accounts a JOIN plans p ON p.name = a.plan ORDER BY a.id`,
    )
    const known = await Promise.all(
      source.map(async ({ id }) => {
        const { name, header, traits } = await page(String(id))
        const seats = traits.find(({ key }) => key === 'seat_limit')?.value
        return { id, name, plan: header.plan, seats, created: header.createdDay, members: header.members }
      }),
    )
    expect(known).toEqual(source)
    const mrr = paying.reduce((sum, { plan }) => sum + amounts[plan]!, 0)
    const asked = await fetch(`${server}/api/v1/analyze/revenue`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ from: '2026-05-01', to: '2026-05-31' }),
    })
    const { rows } = (await asked.json()) as { rows: { end: number }[] }
    expect(rows[0]!.end).toBe(mrr)
  }, 120_000)
})
