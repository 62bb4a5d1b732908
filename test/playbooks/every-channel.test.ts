import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Webhook } from 'standardwebhooks'
import { expect, it, onTestFinished } from 'vitest'
import * as t from '../../src/index.ts'
import { type Received, startReceiver } from '../deliver/start-receiver.ts'
import { startSmtp } from '../deliver/start-smtp.ts'

const SECRET = `whsec_${Buffer.alloc(24, 1).toString('base64')}`
const said = { subject: 'Limit of {{ account.name }}', text: '{{ because }}' }

/** The addresses are those of the receivers, known when they listen. */
const configOf = (hook: string, segment: string, hubspot: string) =>
  t.defineConfig({
    events: { note: t.event('Note Written', { kind: 'core' }), limit: t.event('Limit Hit', { kind: 'intent' }) },
    account: { assignee: t.trait('csm') },
    entitlements: { seats: t.limit(t.members(), t.trait('seats')) },
    signals: { limitHit: t.signal('intent').on('limit') },
    teams: { success: t.team({ people: ['ana'] }) },
    delivery: { allow: ['127.0.0.1/32'], baseUrl: 'https://telltale.example.com' },
    channels: {
      chat: t.slack({ webhook: 'SLACK' }),
      mail: t.email({ smtp: 'SMTP', from: 'Telltale <telltale@example.com>' }),
      hook: t.webhook({ url: hook, secrets: ['HOOK'] }),
      product: t.inApp(),
      warehouse: t.segmentApi({ url: segment, writeKey: 'KEY' }),
      crm: t.hubspot({ token: 'HUBSPOT', idProperty: 'account_id', api: hubspot }),
    },
    outreach: { addresses: { ana: 'ana@example.com' } },
    playbooks: {
      limit: t.playbook(t.opens('limitHit')).do(
        t.send({ via: 'chat', ...said }),
        t.send({ via: 'mail', to: 'assignee', ...said }),
        t.send({ via: 'hook', ...said }),
        t.send({
          via: 'product',
          to: 'champion',
          subject: 'You are at your limit',
          text: 'There is more.',
          link: UPGRADE,
          shows: t.limitNotice('seats', { plans: [{ name: 'Pro', price: '12 EUR' }] }),
        }),
        t.call({ via: 'warehouse', type: 'limit.met', data: { name: '{{ account.name }}' } }),
        t.setField({ via: 'crm', field: 'atLimit', value: 'true' }),
        t.addTask({ team: 'success', action: 'Call {{ account.name }}' }),
      ),
    },
  })
const UPGRADE = { text: 'Upgrade', href: '/checkout' }

it('one signal leads to a message in Slack, a letter, a signed webhook, a prompt in the product, an event, a property of the company and a task, each once', async () => {
  const [slack, hook, segment] = [await taking('ok'), await taking(''), await taking('')]
  const hubspot = await taking(JSON.stringify({ status: 'COMPLETE', results: [] }))
  const { port, letters } = await startSmtp()
  const dataDir = mkdtempSync(join(tmpdir(), 'telltale-channels-'))
  // Verifiers of webhooks refuse what is more than five minutes off.
  const today = Date.now()
  let now = today - 86_400_000
  const telltale = await t.openTelltale({
    ...{ dataDir, config: configOf(hook.url, segment.url, hubspot.url), clock: { now: () => now } },
    env: {
      ...{ SLACK: slack.url, SMTP: `smtp://127.0.0.1:${port}`, HOOK: SECRET, KEY: 'w-1', HUBSPOT: 'pat-1' },
      TELLTALE_STATE_SECRET: 'a secret of more than thirty-two characters',
    },
  })
  onTestFinished(async () => {
    await telltale.close()
    rmSync(dataDir, { recursive: true, force: true })
  })
  const tracked = (event: string) => ({ type: 'track', event, userId: 'ben', context: { groupId: 'acme' } })
  const traits = { name: 'Acme <!channel>', csm: 'ana', seats: 5 }
  await telltale.send([{ type: 'group', userId: 'ben', groupId: 'acme', traits }, tracked('Note Written')])
  now = today
  await telltale.advance()
  await telltale.send([tracked('Limit Hit')])
  for (let again = 0; again < 3; again++) {
    await telltale.advance()
    await telltale.deliver()
  }

  const all = (await telltale.deliveries()).data
  expect(all.map(({ channel, state, why }) => [channel, state, why]).sort()).toEqual(
    ['chat', 'crm', 'hook', 'mail', 'product', 'warehouse'].map((channel) => [channel, 'delivered', null]),
  )
  expect(slack.received.map(({ body }) => JSON.parse(body).text)).toEqual(['Limit of Acme &lt;!channel&gt;'])
  expect(letters.map(({ to }) => to)).toEqual([['ana@example.com']])
  expect(letters[0]!.letter).toContain('Subject: Limit of Acme <!channel>')
  const [{ headers, body }] = hook.received as [Received]
  expect(new Webhook(SECRET).verify(body, headers)).toMatchObject({ type: 'playbook.limit', data: { account: 'acme' } })
  expect(segment.received.map((one) => JSON.parse(one.body).batch)).toMatchObject([
    [{ type: 'track', event: 'limit.met', context: { groupId: 'acme' }, properties: { name: 'Acme <!channel>' } }],
  ])
  expect(hubspot.received.map((one) => JSON.parse(one.body).inputs)).toMatchObject([
    [{ id: 'acme', idProperty: 'account_id', properties: { telltale_at_limit: 'true' } }],
  ])
  const { messages } = (await telltale.state('ben'))!
  expect(messages.map(({ title, text, link, limit, plans }) => [title, text, link?.text, limit?.use, plans])).toEqual([
    ['You are at your limit', 'There is more.', 'Upgrade', 0.2, [{ name: 'Pro', price: '12 EUR', points: [] }]],
  ])
  expect(messages[0]!.link!.href).toContain('/checkout?utm_source=telltale&utm_medium=in-app&utm_campaign=')
  expect((await telltale.today({ assignee: 'ana' })).tasks.map(({ account, action }) => [account, action])).toEqual([
    ['acme', 'Call Acme <!channel>'],
  ])
}, 120_000)

const taking = (body: string) => startReceiver(() => ({ status: 200, body }))
