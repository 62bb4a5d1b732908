import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, expect, it } from 'vitest'
import * as t from '../../src/index.ts'
import { signUp, track } from '../playbooks/run-playbooks.ts'
import { requireBuilt } from '../require-built.ts'
import { runCommand, tempFolder } from './run-command.ts'

const CONFIG = `
import { defineConfig, email, event, inApp, opens, byHand, playbook, send, signal, slack, wait, days } from 'telltale'
export default defineConfig({
  events: { limit: event('Limit Hit', { kind: 'core' }) },
  signals: { limitHit: signal('intent').on('limit') },
  channels: { chat: slack({ webhook: 'SLACK' }), mail: email({ smtp: 'SMTP', from: 'cs@example.com' }), product: inApp() },
  playbooks: {
    limit: playbook(opens('limitHit')).do(
      send({ via: 'chat', subject: 'Limit of {{ account.name }}', text: '-' }),
      wait(days(30)),
      send({ via: 'chat', subject: 'Later: {{ account.name }}', text: '-' }),
    ),
    welcome: playbook(byHand()).do(
      send({ via: 'mail', subject: 'Welcome', text: '-', to: 'admins' }),
      send({ via: 'product', subject: 'Hello', text: '-' }),
    ),
    offer: playbook(byHand()).once().do(send({ via: 'chat', subject: 'Offer', text: '-' })),
  },
})
`
let cwd = ''

beforeAll(() => requireBuilt('store/log/log-writer.worker.js'))

const telltale = async (...argv: readonly string[]) => {
  const { code, out, err } = await runCommand(['playbooks', ...argv], { cwd, env: { SLACK: 'http://127.0.0.1:9/' } })
  return { code, out, err }
}

/** Two accounts that met a limit on the 9th of June, looked at on the 15th. */
async function fill(): Promise<void> {
  cwd = tempFolder()
  writeFileSync(join(cwd, 'telltale.config.ts'), CONFIG)
  let now = Date.parse('2026-06-08T09:00:00Z')
  const config = join(cwd, 'telltale.config.ts')
  const project = await t.openTelltale({ dataDir: join(cwd, '.telltale'), config, clock: { now: () => now }, env: {} })
  await project.send([...signUp('acme'), ...signUp('bolt')] as never)
  await project.advance()
  now = Date.parse('2026-06-09T09:00:00Z')
  await project.send([track('Limit Hit', 'acme'), track('Limit Hit', 'bolt')])
  await project.advance()
  await project.close()
}

it('playbooks are listed, shown, paused, resumed, begun by hand, simulated and tested by commands, as text and as JSON, and a wrong name says the right ones', async () => {
  await fill()
  const listed = await telltale('list')
  expect([listed.code, listed.out.split('\n').map((line) => line.trim().split(/\s+/).slice(0, 5))]).toEqual([
    0,
    [
      ['playbook', 'state', 'inside', 'finished', 'ended'],
      ['limit', 'on', '2', '0', '0'],
      ['offer', 'on', '0', '0', '0'],
      ['welcome', 'on', '0', '0', '0'],
    ],
  ])
  const shown = await telltale('show', 'limit', '--state', 'live')
  expect(shown.code).toBe(0)
  expect(shown.out).toContain(
    'When the signal limitHit turns on: send “Limit of {{ account.name }}” by chat, then wait 30 days',
  )
  expect(shown.out.split('\n').slice(-2)).toEqual([
    'bolt           2026-06-09 09:00  live   0     2026-06-09 09:00  Limit hit',
    'acme           2026-06-09 09:00  live   0     2026-06-09 09:00  Limit hit',
  ])
  const paused = await telltale('pause', 'limit', '--why', 'the offer is over', '--by', 'ana')
  expect(paused).toEqual({ code: 0, out: 'limit is paused; 2 wait in it.', err: '' })
  expect(JSON.parse((await telltale('list', '--json')).out).data[0]).toMatchObject({
    ...{ key: 'limit', state: 'paused', live: 2, paused: { by: 'ana', why: 'the offer is over' } },
  })
  expect(await telltale('resume', 'limit')).toEqual({ code: 0, out: 'limit goes on with 2.', err: '' })
  expect(await telltale('enrol', 'offer', 'acme', '--by', 'ana')).toEqual({
    code: 0,
    out: 'acme is in offer.',
    err: '',
  })
  const again = await telltale('enrol', 'offer', 'acme', '--by', 'ana')
  expect([again.code, again.out]).toEqual([
    1,
    'acme may not begin it now: it is not of its audience, has its goal, or began it or another of its group not long ago.',
  ])
  const simulated = await telltale('simulate', 'limit', '--from', '2026-06-08', '--to', '2026-06-14')
  expect([simulated.code, simulated.out.split('\n')]).toEqual([
    0,
    [
      'From 2026-06-08 to 2026-06-14 2 would have begun it, with 2 messages and 0 tasks.',
      'account  when              what',
      'acme     2026-06-09 09:00  begins',
      '         2026-06-09 09:00  send    chat: Limit of {{ account.name }}',
      'bolt     2026-06-09 09:00  begins',
      '         2026-06-09 09:00  send    chat: Limit of {{ account.name }}',
    ],
  ])
  const json = JSON.parse((await telltale('simulate', 'limit', '--from', '2026-06-08', '--json')).out)
  expect(json).toMatchObject({ entered: 2, messages: 2, tasks: 0, mostInADay: 2, wouldPause: false })
  expect(await telltale('test', 'limit', 'acme')).toEqual({
    ...{ code: 0, err: '' },
    out: [
      '“Limit of acme” goes by chat (slack) to where it leads.',
      '“Later: acme” goes by chat (slack) to where it leads.',
      '`telltale deliveries` says what becomes of them.',
    ].join('\n'),
  })
  const welcome = ['test', 'welcome', 'acme', '--to', 'me@example.com', '--user', 'ben']
  expect((await telltale(...welcome)).out.split('\n').slice(0, 2)).toEqual([
    '“Welcome” goes by mail (email) to me@example.com.',
    '“Hello” goes by product (in-app) to user/ben/in/acme.',
  ])
  expect(await telltale(...welcome.slice(0, 3))).toMatchObject({
    code: 2,
    err: 'to is ""; expected an e-mail address.',
  })
  expect(await telltale(...welcome.slice(0, 5))).toMatchObject({
    ...{ code: 2, err: 'user is nothing; expected the id of the user of the product who is to see it there.' },
  })
  const wrong = [
    await telltale('show', 'limt'),
    await telltale('pause', 'limt'),
    await telltale('simulate', 'limit', '--from', 'june'),
    await telltale('test', 'limit', 'nobody'),
    await telltale('enrol', 'limit', 'acme', '--member', 'ben'),
    await telltale('simulate'),
  ]
  expect(wrong.map(({ code, err }) => [code, err])).toEqual([
    [2, 'There is no playbook called limt. There are: limit, offer, welcome.'],
    [2, 'There is no playbook called limt. There are: limit, offer, welcome.'],
    [2, 'from is "june"; expected a day such as 2026-03-01.'],
    [2, 'There is no account nobody.'],
    [2, 'person is "ben"; expected nobody: the playbook is about accounts.'],
    [2, "error: missing required argument 'name'"],
  ])
}, 180_000)

it.each(['list', 'show', 'simulate', 'enrol', 'pause', 'resume', 'test'])(
  'the help of playbooks %s has an example',
  async (name) => {
    cwd = tempFolder()
    const { code, out } = await telltale(name, '--help')
    expect(code).toBe(0)
    expect(out).toContain(`npx telltale playbooks ${name}`)
  },
)
