import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { openControlStore } from '../../src/store/control/open-control-store.ts'
import { insertDeliveries } from '../../src/store/control/outbox.ts'
import { startReceiver } from '../deliver/start-receiver.ts'
import { runCommand, tempFolder } from './run-command.ts'

const SECRET = `whsec_${Buffer.alloc(24, 1).toString('base64')}`
const NOTE = { kind: 'note', title: 'Acme has gone quiet', intro: null, groups: [], link: null }

function writeConfig(cwd: string): void {
  const config = `
import { defineConfig, event, webhook } from 'telltale'
export default defineConfig({
  events: { note: event('Note Written', { kind: 'core' }) },
  channels: { ops: webhook({ url: 'HOOK_URL', secrets: ['HOOK_SECRET'] }) },
  delivery: { allow: ['127.0.0.1/32'] },
})
`
  writeFileSync(join(cwd, 'telltale.config.ts'), config)
}

async function put(folder: string, key: string, cannot: string | null): Promise<void> {
  const control = await openControlStore(folder)
  const at = Date.UTC(2026, 5, 15, 11)
  const where = { channel: 'ops', target: '', payload: JSON.stringify(NOTE), at, expiresAt: null }
  await insertDeliveries(control, [{ key, ...where, cannot }], at)
  await control.destroy()
}

it('check names a secret that is missing, and a test message goes out signed or says why not', async () => {
  const cwd = tempFolder()
  const { url, received } = await startReceiver((n) => ({ status: n === 1 ? 200 : 404 }))
  writeConfig(cwd)
  const checked = await runCommand(['check'], { cwd, env: { HOOK_URL: url } })
  expect(checked.code).toBe(0)
  expect(checked.out).toContain('The environment variable HOOK_SECRET, which channels.ops needs, is not set here.')
  const without = await runCommand(['channels', 'test', 'ops'], { cwd, env: { HOOK_URL: url } })
  expect([without.code, without.err]).toEqual([
    2,
    'The channel ops cannot send: HOOK_SECRET is not set in the environment.',
  ])
  const env = { HOOK_URL: url, HOOK_SECRET: SECRET }
  expect(await runCommand(['channels', 'test', 'ops'], { cwd, env })).toEqual({
    ...{ code: 0, err: '', out: 'The test message through ops was taken: HTTP 200.' },
  })
  expect(received.map(({ headers }) => headers['webhook-signature'])).toEqual([expect.stringMatching(/^v1,/)])
  const refused = await runCommand(['channels', 'test', 'ops', '--json'], { cwd, env })
  expect([refused.code, JSON.parse(refused.out)]).toEqual([
    1,
    { channel: 'ops', delivered: false, status: 404, detail: 'HTTP 404' },
  ])
  expect((await runCommand(['channels', 'test', 'opps'], { cwd, env })).err).toContain('There are: ops.')
})

it('after a restore nothing leaves until somebody has seen what waits', async () => {
  const cwd = tempFolder()
  writeConfig(cwd)
  await runCommand(['keys', 'create', '--scope', 'read'], { cwd })
  await put(join(cwd, '.telltale'), 'quiet/acme/1/tell', null)
  await put(join(cwd, '.telltale'), 'quiet/bolt/1/tell', 'nobody looks after bolt')
  const { url, received } = await startReceiver(() => ({ status: 200 }))
  const env = { HOOK_URL: url, HOOK_SECRET: SECRET }
  const failed = await runCommand(['deliveries', '--failed', '--json'], { cwd })
  expect(JSON.parse(failed.out).data).toMatchObject([{ id: 2, state: 'dead', why: 'nobody looks after bolt' }])
  const backup = await runCommand(['backup', 'kept'], { cwd })
  expect(backup.err).toBe('')
  const data = ['--data', join(cwd, 'again')]
  expect((await runCommand(['restore', 'kept', ...data], { cwd })).code).toBe(0)

  const { openTelltale } = await import('../../src/open-telltale.ts')
  const deliver = async (): Promise<void> => {
    const config = join(cwd, 'telltale.config.ts')
    const clock = { now: () => Date.UTC(2026, 5, 15, 12) }
    const telltale = await openTelltale({ dataDir: join(cwd, 'again'), config, clock, env })
    await telltale.deliver()
    await telltale.close()
  }
  await deliver()
  expect(received).toEqual([])
  const seen = await runCommand(['deliveries', 'confirm', ...data], { cwd })
  expect(seen.code).toBe(1)
  expect(seen.out).toContain('1 message may have left since that backup')
  expect(seen.out).toContain('Acme has gone quiet')
  const sent = await runCommand(['deliveries', 'confirm', '--send', '--by', 'lea', ...data], { cwd })
  expect(sent.out).toBe('Messages leave again; 1 that waited are sent as they fall due.')
  await deliver()
  expect(received.map(({ body }) => JSON.parse(body).key)).toEqual(['quiet/acme/1/tell'])

  const replayed = await runCommand(['deliveries', 'replay', '2', ...data], { cwd })
  expect([replayed.code, replayed.out]).toEqual([0, '2 (Acme has gone quiet) waits again.'])
  await deliver()
  const shown = await runCommand(['deliveries', 'show', 'quiet/bolt/1/tell', ...data], { cwd })
  expect(shown.out).toContain('attempt 1 2026-06-15 12:00: delivered')
  const channels = await runCommand(['channels', '--json', ...data], { cwd })
  expect(JSON.parse(channels.out).data).toMatchObject([{ channel: 'ops', kind: 'webhook', state: 'well', waiting: 0 }])
  expect((await runCommand(['deliveries', 'replay', '77', ...data], { cwd })).code).toBe(2)
  expect((await runCommand(['suppressions', ...data], { cwd })).out).toBe('There are none.')
})
