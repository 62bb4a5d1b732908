import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import Stripe from 'stripe'
import { expect, it, onTestFinished } from 'vitest'
import { ROOT } from '../architecture/read-sources.ts'
import { STRIPE_KEY, seconds, startStripe } from '../stripe-server.ts'
import { runCommand, tempFolder } from './run-command.ts'
import { startServer } from './start-server.ts'

const NOW = Date.UTC(2026, 5, 15, 12) / 1_000
const SECRET = 'whsec_of_the_guide'

it('the configuration and the commands of the guide do what it says, and a server takes webhooks over HTTP', async () => {
  const server = await startStripe()
  onTestFinished(() => server.stop())
  const price = { id: 'p', currency: 'eur', unit_amount: 120_000, recurring: { interval: 'month', interval_count: 1 } }
  const begun = { created: seconds('2026-06-01T00:00Z'), start_date: seconds('2026-06-01T00:00Z'), status: 'active' }
  const subscription = {
    id: 'sub_1',
    object: 'subscription',
    customer: 'cus_1',
    ...begun,
    items: { data: [{ quantity: 1, price }] },
  }
  server.things.customers = [{ id: 'cus_1', name: 'Northpath', email: 'ap@northpath.test', created: begun.created }]
  server.things.subscriptions = [subscription]
  const cwd = tempFolder()
  const guide = readFileSync(join(ROOT, 'docs', 'guide', 'stripe.md'), 'utf8')
  writeFileSync(join(cwd, 'telltale.config.ts'), /```ts\n([\s\S]*?)```/.exec(guide)![1]!)
  const commands = guide
    .split('\n')
    .flatMap((line) => /^(?:[A-Z_]+=\S+ )*npx telltale (sync .*)$/.exec(line)?.[1] ?? [])
  expect(commands).toEqual(['sync stripe', 'sync unmatched'])
  const env = {
    TELLTALE_STRIPE_KEY: STRIPE_KEY,
    TELLTALE_STRIPE_URL: server.url,
    TELLTALE_STRIPE_WEBHOOK_SECRET: SECRET,
  }
  const run = (command: string) => runCommand(command.split(' '), { cwd, env })

  const early = await run('sync unmatched')
  expect([early.code, early.out]).toEqual([1, 'Stripe was not read yet: npx telltale sync stripe'])
  expect((await run('sync stripe')).out.split('\n')).toEqual([
    'target                   rows  new  changed  ended  refused',
    'customers (history)         1    1        0      0        0',
    'invoices (history)          0    0        0      0        0',
    'subscriptions (history)     1    1        0      0        0',
  ])
  const unmatched = await run('sync unmatched')
  expect([unmatched.code, ...unmatched.out.split('\n')]).toEqual([
    1,
    'customer  name       e-mail             subscriptions        MRR',
    'cus_1     Northpath  ap@northpath.test              1  1,200 EUR',
    'All of them: 1,200 EUR a month that no account is said to pay.',
  ])

  const url = await startServer(cwd, env)
  const event = {
    id: 'evt_1',
    type: 'customer.updated',
    created: NOW,
    data: { object: { id: 'cus_1', metadata: { account_id: 'northpath' } } },
  }
  const payload = JSON.stringify(event)
  const post = (headers: Record<string, string>) =>
    fetch(`${url}/v1/stripe/webhook`, {
      method: 'POST',
      body: payload,
      headers: { 'content-type': 'application/json', ...headers },
    })
  expect((await post({})).status).toBe(401)
  expect((await post({ 'stripe-signature': `t=${NOW},v1=00` })).status).toBe(401)
  const signature = Stripe.webhooks.generateTestHeaderString({ payload, secret: SECRET, timestamp: NOW })
  const taken = await post({ 'stripe-signature': signature })
  expect([taken.status, await taken.json()]).toEqual([200, { received: true, taken: 'taken' }])
  const matched = await run('sync unmatched')
  expect([matched.code, matched.out]).toEqual([0, 'Every customer who pays is an account.'])
}, 60_000)
