import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { pathToFileURL } from 'node:url'
import { expect, it } from 'vitest'
import type { ProductState } from '../../src/contract/state.ts'
import { ROOT } from '../architecture/read-sources.ts'
import { runCommand, tempFolder } from './run-command.ts'
import { startServer } from './start-server.ts'

const NOW = Date.UTC(2026, 5, 15, 12)
const SECRET = 'a secret of more than thirty-two characters'
const CONFIG = `
import { bands, count, defineConfig, event, limit, members, milestone, trait } from 'telltale'
export default defineConfig({
  events: { note: event('Note Written', { kind: 'core' }) },
  segments: { size: bands(trait('seats'), { small: 1, large: 11 }) },
  entitlements: { seats: limit(members(), trait('seats')) },
  activation: {
    levels: ['account', 'member'],
    milestones: {
      firstNote: milestone('core').when(count('note').atLeast(1)),
      threeNotes: milestone('core').when(count('note').atLeast(3)).optional(),
    },
  },
})
`

it('the product asks with a token of its own, as the guide makes it, and a step is done in the moment it is done', async () => {
  const cwd = tempFolder()
  writeFileSync(join(cwd, 'telltale.config.ts'), CONFIG)
  const join_ = (userId: string, groupId: string) =>
    JSON.stringify({ type: 'group', userId, groupId, traits: { seats: 5 }, timestamp: '2026-06-10T09:00:00Z' })
  writeFileSync(
    join(cwd, 'history.ndjson'),
    [join_('ana', 'acme'), join_('ben', 'acme'), join_('ana', 'bolt')].join('\n'),
  )
  await runCommand(['import', 'history.ndjson'], { cwd, now: NOW })
  const guide = readFileSync(join(ROOT, 'docs', 'guide', 'state.md'), 'utf8')
  writeFileSync(join(cwd, 'token.mjs'), /```js\n(import[\s\S]*?)```/.exec(guide)![1]!)
  const { stateToken } = await import(pathToFileURL(join(cwd, 'token.mjs')).href)

  const url = await startServer(cwd, { TELLTALE_STATE_SECRET: SECRET })
  const { secret: key } = JSON.parse((await runCommand(['keys', 'create', '--json'], { cwd })).out)
  const ask = async (of: object): Promise<[number, ProductState]> => {
    const token = stateToken({ secret: SECRET, now: NOW, ...of })
    const answer = await fetch(`${url}/v1/state`, { headers: { authorization: `Bearer ${token}` } })
    expect(answer.headers.get('access-control-allow-origin')).toBe('*')
    return [answer.status, (await answer.json()) as ProductState]
  }
  const steps = ({ milestones }: ProductState) =>
    milestones.map((one) => `${one.level} ${one.key} ${one.doneAt === null ? Math.round(one.progress * 100) : 'done'}`)

  const [status, before] = await ask({ user: 'ben' })
  expect([status, { ...before, milestones: steps(before) }]).toEqual([
    200,
    {
      ...{ user: 'ben', account: 'acme', at: '2026-06-15T12:00:00.000Z', activatedAt: null },
      milestones: ['account firstNote 0', 'account threeNotes 0', 'member firstNote 0', 'member threeNotes 0'],
      limits: [{ key: 'seats', usage: 2, limit: 5, use: 0.4 }],
      segments: [{ key: 'size', value: 'small' }],
      messages: [],
    },
  ])
  const send = (userId: string, messageId: string) =>
    fetch(`${url}/v1/track`, {
      method: 'POST',
      headers: { authorization: `Bearer ${key}` },
      body: JSON.stringify({ event: 'Note Written', userId, messageId, context: { groupId: 'acme' } }),
    })
  while ((await send('ben', 'm1')).status === 401) await setTimeout(50)
  await send('ana', 'm2')
  let after = before
  while (!steps(after).includes('account threeNotes 67')) after = (await ask({ user: 'ben' }))[1]
  expect(steps(after)).toEqual([
    'account firstNote done',
    'account threeNotes 67',
    'member firstNote done',
    'member threeNotes 33',
  ])
  expect(after.activatedAt).not.toBeNull()

  const statuses = async (...asked: object[]) => Promise.all(asked.map(async (of) => (await ask(of))[0]))
  expect(
    await statuses(
      { user: 'ana' },
      { user: 'ana', account: 'bolt' },
      { user: 'ben', account: 'bolt' },
      { user: 'zoe' },
    ),
  ).toEqual([400, 200, 404, 404])
  expect(
    await statuses(
      { user: 'ben', secret: 'another secret of thirty-two characters' },
      { user: 'ben', now: NOW - 3_601_000 },
    ),
  ).toEqual([401, 401])
  const unsigned = `${Buffer.from('{"alg":"none"}').toString('base64url')}.${Buffer.from('{"sub":"ben","exp":9999999999}').toString('base64url')}.`
  expect((await fetch(`${url}/v1/state`, { headers: { authorization: `Bearer ${unsigned}` } })).status).toBe(401)
  const told = await runCommand(['state', 'ana', '--account', 'bolt'], { cwd })
  expect(told.out.split('\n').slice(0, 2)).toEqual([
    'ana of bolt at 2026-06-15T12:00:00.000Z: not activated',
    '  ○ First note (account)  0 %',
  ])
}, 60_000)
