import { randomBytes } from 'node:crypto'
import { expect, it, onTestFinished } from 'vitest'
import { buildApp } from '../../src/http/build-app.ts'
import { count, days, defineConfig, event, signal, team } from '../../src/index.ts'
import { apiDeps } from '../../src/run/read/api-deps.ts'
import { createKey } from '../../src/store/control/api-keys.ts'
import { openStory } from './open-story-project.ts'

const config = defineConfig({
  events: { ticket: event('Ticket Opened') },
  teams: { success: team({ people: ['ana', 'ben'] }) },
  signals: {
    tickets: signal('risk')
      .when(count('ticket', days(7)).atLeast(1))
      .suggest({ team: 'success', action: 'Call', cadence: 'daily' }),
  },
})

type Method = 'GET' | 'POST' | 'DELETE'
type Asking = { readonly key?: string | undefined; readonly body?: object | undefined }

/** Three accounts with a ticket each on 2 March; it is the morning after. Every key is a real one. */
async function openWork() {
  const story = await openStory({ config, start: '2026-03-02T09:00:00Z' })
  const of = (account: string) => ({ userId: `of-${account}`, context: { groupId: account } })
  for (const account of ['acme', 'bolt', 'core'])
    await story.send(
      { type: 'group', groupId: account, ...of(account) },
      { type: 'track', event: 'Ticket Opened', ...of(account) },
    )
  await story.moveTo('2026-03-03T08:00:00Z')
  const { control, clock } = story.project()
  const keyOf = async (scope: 'admin' | 'read' | 'write'): Promise<string> => {
    const made = { scope, source: scope, expiresAt: null, random: randomBytes(32), now: clock.now() }
    return (await createKey(control, made as Parameters<typeof createKey>[1])).secret
  }
  const app = await buildApp({
    ...{ api: apiDeps(story.project(), randomBytes), clock, segment: null, checks: [], metrics: null, hosts: [] },
    ...{ open: true, version: '0.0.0', dashboardFolder: null, logger: null },
  })
  onTestFinished(() => app.close())
  const ask = async (method: Method, url: string, { key, body }: Asking = {}) => {
    const headers = { host: 'localhost:4620', ...(key === undefined ? {} : { authorization: `Bearer ${key}` }) }
    const payload = body === undefined ? {} : { payload: body }
    const answer = await app.inject({ method, url: `/api/v1${url}`, headers, ...payload })
    const json = answer.body === '' ? null : answer.json()
    return { status: answer.statusCode, type: String(answer.headers['content-type']), json }
  }
  const taskOf = async (account: string): Promise<string> => {
    const { json } = await ask('GET', '/today')
    return encodeURIComponent(json.tasks.find((task: { account: string }) => task.account === account).id)
  }
  return { ask, taskOf, keys: { admin: await keyOf('admin'), read: await keyOf('read'), write: await keyOf('write') } }
}

it('without a key, with one to read or to send with, and with one that nobody made each is refused, and nothing is done', async () => {
  const { ask, taskOf, keys } = await openWork()
  const acme = `/tasks/${await taskOf('acme')}`
  const acts: readonly (readonly [Method, string, object?])[] = [
    ['POST', `${acme}/done`, { by: 'ana', result: 'solved' }],
    ['POST', `${acme}/snooze`, { by: 'ana', until: '2026-03-09', reason: 'away' }],
    ['POST', `${acme}/dismiss`, { by: 'ana', reason: 'a test' }],
    ['POST', `${acme}/undo`, { by: 'ana' }],
    ['POST', '/accounts/acme/pulse', { by: 'ana', colour: 'red' }],
    ['POST', '/absences', { by: 'ben', person: 'ana', from: '2026-03-10', to: '2026-03-12' }],
    ['DELETE', '/absences/1'],
  ]
  const standing = async () => [
    (await ask('GET', '/today')).json.tasks,
    (await ask('GET', '/pulses')).json.data,
    (await ask('GET', '/team')).json.absences,
  ]
  const before = await standing()
  const refusals = [
    [undefined, 401, 'unauthorized'],
    ['tta_0123456789abcdefghijklmnopqrstuvwxyz', 401, 'unauthorized'],
    [keys.read, 403, 'scope_too_small'],
    [keys.write, 403, 'scope_too_small'],
  ] as const
  for (const [method, path, body] of acts)
    for (const [key, refused, code] of refusals) {
      const { status, type, json } = await ask(method, path, { key, body })
      expect([path, status, type, json.code]).toEqual([
        ...[path, refused, expect.stringContaining('application/problem+json')],
        code,
      ])
    }
  expect(await standing()).toEqual(before)
  expect(before[0]).toHaveLength(3)
})

it('with an admin key each is done, once, and says who did it and when', async () => {
  const { ask, taskOf, keys } = await openWork()
  const key = keys.admin
  const act = async (account: string, what: string, body: object) => {
    const { status, json } = await ask('POST', `/tasks/${await taskOf(account)}/${what}`, { key, body })
    return [status, json.account, json.what, json.by, json.at]
  }
  const at = '2026-03-03T08:00:00.000Z'
  expect(await act('bolt', 'snooze', { by: 'ben', until: '2026-03-05', reason: 'they are away' })).toEqual([
    200,
    'bolt',
    'snoozed',
    'ben',
    at,
  ])
  expect(await act('core', 'dismiss', { by: 'ana', reason: 'our own test' })).toEqual([
    200,
    'core',
    'dismissed',
    'ana',
    at,
  ])
  const acme = await taskOf('acme')
  const done = await ask('POST', `/tasks/${acme}/done`, {
    key,
    body: { by: 'ana', result: 'contacted', note: 'rang twice' },
  })
  expect([done.status, done.json]).toEqual([
    200,
    expect.objectContaining({ account: 'acme', what: 'done', result: 'contacted', note: 'rang twice', by: 'ana', at }),
  ])
  expect((await ask('GET', '/today')).json.tasks).toEqual([])
  const undone = await ask('POST', `/tasks/${acme}/undo`, { key, body: { by: 'ben' } })
  expect([undone.status, undone.json.what]).toEqual([200, 'done'])
  expect((await ask('GET', '/today')).json.tasks.map((task: { account: string }) => task.account)).toEqual(['acme'])

  const pulse = await ask('POST', '/accounts/acme/pulse', {
    key,
    body: { by: 'ana', colour: 'red', note: 'new buyer' },
  })
  expect([pulse.status, pulse.json.pulse]).toEqual([
    200,
    expect.objectContaining({ account: 'acme', colour: 'red', by: 'ana', at }),
  ])
  const away = await ask('POST', '/absences', {
    key,
    body: { by: 'ben', person: 'ana', from: '2026-03-10', to: '2026-03-12' },
  })
  expect([away.status, away.json]).toEqual([201, expect.objectContaining({ person: 'ana', by: 'ben', at })])
  expect((await ask('DELETE', `/absences/${away.json.id}`, { key })).status).toBe(204)
  // Which key was used, and when, is kept as well.
  const used = (await ask('GET', '/keys', { key })).json.data as { source: string; lastUsedAt: string | null }[]
  expect(
    used
      .filter(({ lastUsedAt }) => lastUsedAt === at)
      .map(({ source }) => source)
      .sort(),
  ).toContain('admin')
})

it('a body that is wrong, and a task that is not there, are told as such also to who may', async () => {
  const { ask, taskOf, keys } = await openWork()
  const key = keys.admin
  const wrong = await ask('POST', `/tasks/${await taskOf('acme')}/done`, { key, body: { by: 'ana', result: 'magic' } })
  expect([wrong.status, wrong.json.code]).toEqual([400, 'bad_argument'])
  expect((await ask('POST', '/tasks/nobody/done', { key, body: { by: 'ana', result: 'solved' } })).status).toBe(404)
  expect((await ask('POST', '/accounts/nobody/pulse', { key, body: { by: 'ana', colour: 'red' } })).status).toBe(404)
})
