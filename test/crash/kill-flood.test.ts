import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { beforeAll, expect, onTestFinished, test } from 'vitest'
import { packageRoot } from '../../src/core/package-root.ts'
import { openControlStore } from '../../src/store/control/open-control-store.ts'
import { readEnrolments } from '../../src/store/control/playbooks/enrolments.ts'
import { readPlaybookStandings } from '../../src/store/control/playbooks/playbook-standing.ts'
import { readDeliveries } from '../../src/store/control/read-deliveries.ts'
import { startReceiver } from '../deliver/start-receiver.ts'
import { requireBuilt } from '../require-built.ts'

const SECRET = `whsec_${Buffer.alloc(24, 1).toString('base64')}`
const ACCOUNTS = 700

beforeAll(() => requireBuilt('run/playbooks/advance-playbooks.js'))

function live(folder: string, url: string, killed: string): Promise<string | number | null> {
  const script = join(packageRoot(), 'test', 'crash', 'flood-under-fault.mjs')
  const args = [script, folder, url, SECRET, String(ACCOUNTS), killed]
  const child = spawn(process.execPath, args, { stdio: 'inherit' })
  return new Promise((done) => child.on('exit', (code, signal) => done(signal ?? code)))
}

test('killed while 700 accounts begin playbooks, by the close of a day and by a calendar: each begins each once, and too many are noticed before anything is sent', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'telltale-flood-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  const { url, received } = await startReceiver(() => ({ status: 200 }))
  const ends = []
  for (const killed of ['closed=300', 'daily=1', '']) ends.push(await live(folder, url, killed))
  expect(ends).toEqual(['SIGKILL', 'SIGKILL', 0])
  const control = await openControlStore(join(folder, 'data'))
  const standings = await readPlaybookStandings(control)
  for (const playbook of ['closed', 'daily']) {
    const inside = await readEnrolments(control, { playbook, limit: 2 * ACCOUNTS })
    expect([inside.length, new Set(inside.map(({ account }) => account)).size]).toEqual([ACCOUNTS, ACCOUNTS])
    expect(new Set(inside.map(({ state, step }) => `${state} at ${step}`))).toEqual(new Set(['live at 0']))
    expect(standings.get(playbook)?.why).toBe('700 began it within a day, over 600')
  }
  const rows = await readDeliveries(control, { states: null, failed: false, channel: null, before: null, limit: 10 })
  await control.destroy()
  expect([rows, received]).toEqual([[], []])
}, 180_000)
