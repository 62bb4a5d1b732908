import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { expect, it, onTestFinished } from 'vitest'
import type { Diagnosis } from '../../src/cli/doctor/diagnosis.ts'
import { runCommand, tempFolder } from './run-command.ts'

/** A server that answers every request in one way, as a proxy in front of telltale might. */
async function answering(
  status: number,
  body: string,
  headers: Readonly<Record<string, string>> = {},
): Promise<string> {
  const server: Server = createServer((request, response) => {
    request.resume()
    response.writeHead(status, headers).end(body)
  })
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

async function diagnose(argv: readonly string[], options: Parameters<typeof runCommand>[1]) {
  const { code, out } = await runCommand(['doctor', '--json', ...argv], options)
  const { ok, diagnoses }: { ok: boolean; diagnoses: Diagnosis[] } = JSON.parse(out)
  const of = (check: string) => diagnoses.filter((one) => one.check === check)
  return { code, ok, diagnoses, of }
}

it('in a new folder nothing is bad, and nothing is made', async () => {
  const cwd = tempFolder()
  const { code, out } = await runCommand(['doctor'], { cwd })
  expect(code).toBe(0)
  const lines = out.split('\n').filter((line) => !line.startsWith('ok    disk'))
  expect(lines).toEqual([
    'note  configuration: there is none here: what arrives is shown, nothing is judged',
    '      Write one: telltale init',
    `ok    data folder: there is none at ${join(cwd, '.telltale')} yet; it is made when it is needed`,
    'note  server: none runs on this data folder',
    '      Start it: telltale start',
  ])
  expect(existsSync(join(cwd, '.telltale'))).toBe(false)
})

it('a redirect is bad: SDKs do not follow it with their events', async () => {
  const url = await answering(301, '', { location: 'https://events.example.com/v1/batch' })
  const { code, of } = await diagnose(['--url', url], { cwd: tempFolder() })
  expect(code).toBe(1)
  expect(of('server')).toEqual([
    {
      check: 'server',
      state: 'bad',
      text: `${url} answers 301 to events and sends them to https://events.example.com/v1/batch`,
      mend: 'Give your SDKs the address that answers itself: https://events.example.com/v1/batch; they do not follow redirects.',
    },
  ])
})

it.each([
  [200, '{"success":true}', 'ok', 'takes events'],
  [401, '{"success":false,"code":"write_key_missing"}', 'ok', 'set TELLTALE_WRITE_KEY to try a key too'],
  [401, '{"success":false,"code":"write_key_unknown"}', 'bad', 'does not know the key'],
  [403, '{"success":false,"code":"scope_too_small"}', 'bad', 'it is not one to send with'],
  [404, '<html>', 'bad', 'answers 404 to an empty batch'],
  [502, '', 'bad', 'answers 502 to an empty batch'],
])('a server that answers %i %s', async (status, body, state, text) => {
  const url = await answering(status, body)
  const { of } = await diagnose(['--url', `${url}/`], { cwd: tempFolder() })
  expect(of('server')).toMatchObject([{ state, text: expect.stringContaining(text) }])
})

it('an address where nobody answers is bad, with the reason', async () => {
  const { code, of } = await diagnose(['--url', 'http://127.0.0.1:1'], { cwd: tempFolder() })
  expect(code).toBe(1)
  expect(of('server')).toMatchObject([{ state: 'bad', text: expect.stringContaining('does not answer') }])
})

it('a bad configuration and a data folder that is a file are found, each with its mend', async () => {
  const cwd = tempFolder()
  writeFileSync(join(cwd, 'telltale.config.ts'), 'export default 3')
  writeFileSync(join(cwd, 'data'), '')
  const { code, of } = await diagnose(['--data', 'data'], { cwd })
  expect(code).toBe(1)
  expect(of('configuration')).toMatchObject([{ state: 'bad', text: expect.stringContaining('could not be loaded') }])
  expect(of('data folder')).toMatchObject([{ state: 'bad', text: expect.stringContaining('cannot be written') }])
})

it('events without account and refused messages are counted by reason, with what mends them', async () => {
  const cwd = tempFolder()
  const lines = [
    { type: 'track', event: 'Login', userId: 'ana', context: { groupId: 'acme' } },
    { type: 'track', event: 'Login', userId: 'bo' },
    { type: 'track', userId: 'ana' },
    { type: 'track', event: 'Login' },
  ].map((line, i) => JSON.stringify({ ...line, messageId: `m${i}`, timestamp: '2026-06-01T09:00:00Z' }))
  writeFileSync(join(cwd, 'x.ndjson'), lines.join('\n'))
  expect((await runCommand(['import', 'x.ndjson'], { cwd })).code).toBe(0)
  const { code, ok, of } = await diagnose([], { cwd })
  expect([code, ok]).toEqual([1, false])
  expect(of('events')).toMatchObject([{ text: '2 events of 1 account and 2 people' }])
  expect(of('accounts')).toEqual([
    {
      check: 'accounts',
      state: 'bad',
      text: '1 event without an account, of users who are members of none',
      mend: 'Send context.groupId, or a group call for each user, or name the property that holds the account in account.key.',
    },
  ])
  expect(
    of('quarantine')
      .map(({ text }) => text)
      .sort(),
  ).toEqual([
    '1 refused as missing_event: a track message names no event',
    '1 refused as missing_id: neither a valid userId nor a valid anonymousId',
  ])
}, 60_000)

it('accounts that nobody joined are named, where numbers rest on members', async () => {
  const cwd = tempFolder()
  const track = { type: 'track', event: 'Login', timestamp: '2026-06-01T09:00:00Z' }
  const lines = [
    { type: 'group', userId: 'ana', groupId: 'acme', timestamp: '2026-06-01T08:00:00Z' },
    { ...track, userId: 'ana', context: { groupId: 'acme' } },
    { ...track, userId: 'bo', context: { groupId: 'globex' } },
  ].map((line, i) => JSON.stringify({ ...line, messageId: `m${i}` }))
  writeFileSync(join(cwd, 'x.ndjson'), lines.join('\n'))
  writeFileSync(
    join(cwd, 'telltale.config.ts'),
    `import { count, days, defineConfig, event, members, ratio } from 'telltale'
    export default defineConfig({
      events: { login: event('Login', { kind: 'core' }) },
      indicators: { each: ratio(count('login', days(1)), members()) },
    })`,
  )
  expect((await runCommand(['import', 'x.ndjson', '--yes'], { cwd })).code).toBe(0)
  const { of } = await diagnose([], { cwd })
  expect(of('members')).toEqual([
    {
      ...{ check: 'members', state: 'note' },
      text: '1 of 2 accounts with events in the last 28 days has no members (globex): members cannot tell anything of them',
      mend: 'Send a group call for each user (or Account Added User); an event that names an account makes nobody its member.',
    },
  ])
  const checked = JSON.parse((await runCommand(['check', '--json'], { cwd })).out)
  expect(checked.data).toEqual([
    {
      ...{ check: 'data', state: 'note', mend: 'Hold it: telltale doctor' },
      text: 'no server runs here, so it was not held against the data',
    },
  ])
})

it('a data folder that another process holds is said to be in use', async () => {
  const cwd = tempFolder()
  writeFileSync(join(cwd, 'x.ndjson'), '{"type":"track","event":"A","userId":"u"}')
  await runCommand(['import', 'x.ndjson'], { cwd })
  mkdirSync(join(cwd, '.telltale'), { recursive: true })
  writeFileSync(join(cwd, '.telltale', 'lock'), JSON.stringify({ pid: process.pid, started: '' }))
  const { code, of } = await diagnose([], { cwd })
  expect(code).toBe(1)
  expect(of('events')).toMatchObject([
    { state: 'bad', text: expect.stringContaining(`in use by process ${process.pid}`) },
  ])
})
