import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { beforeAll, expect, onTestFinished, test } from 'vitest'
import { packageRoot } from '../../src/core/package-root.ts'
import { openControlStore } from '../../src/store/control/open-control-store.ts'
import { readDeliveries } from '../../src/store/control/read-deliveries.ts'
import { startReceiver } from '../deliver/start-receiver.ts'
import { requireBuilt } from '../require-built.ts'

const SECRET = `whsec_${Buffer.alloc(24, 1).toString('base64')}`
const MESSAGES = 120
/** Attempts under way at a time in a webhook. */
const CONCURRENCY = 8

beforeAll(() => requireBuilt('deliver/run-dispatcher.js'))

/** One life of a dispatcher; ends with it. */
function live(
  folder: string,
  url: string,
): { readonly kill: () => void; readonly ended: Promise<string | number | null> } {
  const script = join(packageRoot(), 'test', 'crash', 'dispatch-under-fault.mjs')
  const child = spawn(process.execPath, [script, folder, url, SECRET, String(MESSAGES)], { stdio: 'inherit' })
  const ended = new Promise<string | number | null>((done) => child.on('exit', (code, signal) => done(signal ?? code)))
  return { kill: () => void child.kill('SIGKILL'), ended }
}

test('killed in the middle of sending, again and again: every message arrives, at most once more for each kill, always under one id', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'telltale-dispatch-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  const killAt = [13, 50]
  let life: ReturnType<typeof live> | null = null
  const { url, received } = await startReceiver((n) => {
    // Between the receiver's answer and the moment at which it is written down, or before there is an answer at all.
    if (killAt.includes(n)) life?.kill()
    return n % 2 === 0 ? { status: 200 } : (response) => setTimeout(() => response.writeHead(200).end(), 3)
  })
  const ends: (string | number | null)[] = []
  while (ends.at(-1) !== 0 && ends.length < 10) {
    life = live(folder, url)
    ends.push(await life.ended)
  }
  expect(ends).toEqual(['SIGKILL', 'SIGKILL', 0])
  const times = new Map<string, Set<string>>()
  const counts = new Map<string, number>()
  for (const { headers, body } of received) {
    const { key } = JSON.parse(body) as { key: string }
    counts.set(key, (counts.get(key) ?? 0) + 1)
    times.set(key, (times.get(key) ?? new Set()).add(headers['webhook-id']!))
  }
  expect(counts.size).toBe(MESSAGES)
  expect([...times.values()].every(({ size }) => size === 1)).toBe(true)
  expect(received.length).toBeLessThanOrEqual(MESSAGES + killAt.length * CONCURRENCY)
  const control = await openControlStore(folder)
  const rows = await readDeliveries(control, { states: null, failed: false, channel: null, before: null, limit: 1_000 })
  await control.destroy()
  expect(rows.map(({ state }) => state)).toEqual(Array.from({ length: MESSAGES }, () => 'delivered'))
})
