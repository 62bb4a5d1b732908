import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Webhook } from 'standardwebhooks'
import { expect, it, onTestFinished, vi } from 'vitest'
import { packageRoot } from '../../src/core/package-root.ts'
import * as t from '../../src/index.ts'
import { generateWorld } from '../../src/worlds/generate-world.ts'
import type { WorldMessage } from '../../src/worlds/world-message.ts'
import { startReceiver } from '../deliver/start-receiver.ts'
import { startSmtp } from '../deliver/start-smtp.ts'

const SECRET = `whsec_${Buffer.alloc(24, 1).toString('base64')}`
const END = Date.parse('2026-06-30T15:00:00Z')

/** The demo's configuration, with every way to people and programs, and a playbook that takes them all at a limit. */
function demoWithChannels(folder: string, hook: string): string {
  const text = readFileSync(join(packageRoot(), 'examples', 'demo', 'telltale.config.ts'), 'utf8')
  const said = "subject: 'Limit of {{ account.name }}', text: '{{ because }}'"
  const more = `
  delivery: { allow: ['127.0.0.1/32'] },
  channels: {
    app: inApp(),
    chat: slack({ webhook: 'SLACK' }),
    mail: email({ smtp: 'SMTP', from: 'Telltale <telltale@example.com>' }),
    hook: webhook({ url: '${hook}', secrets: ['HOOK'] }),
  },
  playbooks: {
    limitMet: playbook(opens('limitReached')).do(
      send({ via: 'chat', ${said} }),
      send({ via: 'mail', to: address('sales@example.com'), ${said} }),
      send({ via: 'hook', ${said} }),
      send({ via: 'app', ${said} }),
      addTask({ team: 'sales', action: 'Call {{ account.name }} at once' }),
    ),`
  const path = join(folder, 'telltale.config.ts')
  const changed = text
    .replace('{', '{\n  address, email, slack, webhook,')
    .replace('\n  channels: { app: inApp() },', '')
    .replace('\n  playbooks: {', more)
  writeFileSync(path, changed)
  return path
}

const ofAccount = (message: WorldMessage): string | undefined =>
  message.type === 'track' && message.userId !== undefined ? message.context.groupId : undefined

it('in the demo’s world, the demo’s signal at a limit leads to Slack, a letter, a signed webhook, a prompt in the product and a task', async () => {
  const [slack, hook] = [await taking('ok'), await taking('')]
  const { port, letters } = await startSmtp()
  const folder = mkdtempSync(join(tmpdir(), 'telltale-demo-world-'))
  const messages = [
    ...generateWorld({ seed: 7, size: { accounts: 12, trials: 24, events: 20_000 }, end: END }).messages(),
  ]
  writeFileSync(join(folder, 'world.ndjson'), messages.map((one) => JSON.stringify(one)).join('\n'))
  let now = END
  const telltale = await t.openTelltale({
    ...{ dataDir: join(folder, 'data'), config: demoWithChannels(folder, hook.url), clock: { now: () => now } },
    env: {
      ...{ SLACK: slack.url, SMTP: `smtp://127.0.0.1:${port}`, HOOK: SECRET },
      TELLTALE_STATE_SECRET: 'a secret of more than thirty-two characters',
    },
  })
  onTestFinished(async () => {
    await telltale.close()
    rmSync(folder, { recursive: true, force: true })
  })
  await telltale.importFile(join(folder, 'world.ndjson'))
  await telltale.advance()
  expect((await telltale.deliveries()).data).toEqual([])

  const isLimit = (one: WorldMessage): boolean => one.type === 'track' && one.event === 'Plan Limit Reached'
  const limited = new Set(messages.filter(isLimit).map(ofAccount))
  const last = messages.findLast((one) => ofAccount(one) !== undefined && !limited.has(ofAccount(one)))!
  const [account, userId] = [ofAccount(last)!, last.type === 'track' ? last.userId! : '']
  const { name } = (await telltale.accounts({ q: account })).data.find(({ key }) => key === account)!
  now = END + 60_000
  await telltale.send([{ type: 'track', event: 'Plan Limit Reached', userId, context: { groupId: account } }] as never)
  for (let again = 0; again < 3; again++) {
    await telltale.advance()
    await telltale.deliver()
  }

  const sent = (await telltale.deliveries()).data
  // The demo's own playbook tells the admins, in the product alone.
  const told = 'You have reached a limit of your plan'
  const own = sent.filter(({ title }) => title !== told)
  expect(own.map(({ channel, state, why }) => [channel, state, why]).sort()).toEqual(
    ['app', 'chat', 'hook', 'mail'].map((channel) => [channel, 'delivered', null]),
  )
  expect([...new Set(sent.filter(({ title }) => title === told).map(({ channel }) => channel))]).toEqual(['app'])
  expect(slack.received.map(({ body }) => JSON.parse(body).text)).toEqual([`Limit of ${name}`])
  expect(letters.map(({ to }) => to)).toEqual([['sales@example.com']])
  vi.useFakeTimers({ now, toFake: ['Date'] })
  const [{ headers, body }] = hook.received as [(typeof hook.received)[number]]
  expect(new Webhook(SECRET).verify(body, headers)).toMatchObject({ type: 'playbook.limitMet', data: { account } })
  vi.useRealTimers()
  const { messages: shown } = (await telltale.state(userId, { account }))!
  expect(shown.map(({ title }) => title)).toEqual([told, `Limit of ${name}`])
  const { tasks } = await telltale.today({ team: 'sales' })
  expect(
    tasks.filter((task) => task.reasons.some(({ suggest }) => suggest.action === `Call ${name} at once`)),
  ).toHaveLength(1)
}, 120_000)

const taking = (body: string) => startReceiver(() => ({ status: 200, body }))
