import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { beforeAll, expect, onTestFinished, test } from 'vitest'
import { packageRoot } from '../../src/core/package-root.ts'
import { openControlStore } from '../../src/store/control/open-control-store.ts'
import { readEnrolments } from '../../src/store/control/playbooks/enrolments.ts'
import { readPlaybookTasks } from '../../src/store/control/playbooks/playbook-sends.ts'
import { readDeliveries } from '../../src/store/control/read-deliveries.ts'
import { startReceiver } from '../deliver/start-receiver.ts'
import { requireBuilt } from '../require-built.ts'

const SECRET = `whsec_${Buffer.alloc(24, 1).toString('base64')}`
const ACCOUNTS = 30
/** Attempts under way at a time in a webhook. */
const CONCURRENCY = 8
/** How often it is killed; `TELLTALE_KILLS=50` is what is done before a release. */
const KILLS = Number(process.env.TELLTALE_KILLS ?? 3)

beforeAll(() => requireBuilt('run/playbooks/advance-playbooks.js'))

type Life = { readonly kill: () => void; readonly ended: Promise<string | number | null> }

function live(folder: string, url: string): Life {
  const script = join(packageRoot(), 'test', 'crash', 'play-under-fault.mjs')
  const child = spawn(process.execPath, [script, folder, url, SECRET, String(ACCOUNTS)], { stdio: 'inherit' })
  const ended = new Promise<string | number | null>((done) => child.on('exit', (code, signal) => done(signal ?? code)))
  return { kill: () => void child.kill('SIGKILL'), ended }
}

test(
  'killed in the middle of a playbook, again and again: every message and every task comes, none under a second key',
  async () => {
    const folder = mkdtempSync(join(tmpdir(), 'telltale-play-'))
    onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
    let life: Life | null = null
    let [kills, until] = [0, 5]
    const kill = (): void => {
      if (kills === KILLS) return
      kills++
      life?.kill()
    }
    const { url, received } = await startReceiver(() => {
      // While a message is answered others wait in the outbox, and steps behind them.
      if (--until === 0 && kills < KILLS) {
        kills++
        life?.kill()
      }
      return { status: 200 }
    })
    const ends: (string | number | null)[] = []
    while (ends.at(-1) !== 0 && ends.length < KILLS * 20) {
      life = live(folder, url)
      // Some lives end before they send anything: while the log is judged, or a step is committed.
      const early = ends.length % 2 === 1 ? setTimeout(kill, 300 + 97 * ends.length) : null
      until = 1 + ((ends.length * 7) % 13)
      ends.push(await life.ended)
      if (early !== null) clearTimeout(early)
    }
    expect(ends.at(-1)).toBe(0)
    const control = await openControlStore(join(folder, 'data'))
    const rows = await readDeliveries(control, {
      states: null,
      failed: false,
      channel: null,
      before: null,
      limit: 1_000,
    })
    const enrolments = await readEnrolments(control, { playbook: 'limit', limit: 1_000 })
    const tasks = await readPlaybookTasks(control)
    await control.destroy()
    expect(enrolments.map(({ state }) => state)).toEqual(Array.from({ length: ACCOUNTS }, () => 'finished'))
    expect(rows.map(({ state }) => state)).toEqual(Array.from({ length: 2 * ACCOUNTS }, () => 'delivered'))
    expect(new Set(tasks.map(({ account }) => account)).size).toBe(ACCOUNTS)
    expect(tasks).toHaveLength(ACCOUNTS)
    const keys = new Set(received.map(({ body }) => (JSON.parse(body) as { key: string }).key))
    const ids = new Set(received.map(({ headers }) => headers['webhook-id']))
    expect([keys.size, ids.size]).toEqual([2 * ACCOUNTS, 2 * ACCOUNTS])
    expect(received.length).toBeLessThanOrEqual(2 * ACCOUNTS + kills * CONCURRENCY)
  },
  60_000 + KILLS * 30_000,
)
