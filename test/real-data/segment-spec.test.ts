import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { describe, expect, it, onTestFinished } from 'vitest'
import { runCommand } from '../cli/run-command.ts'
import { requireBuilt } from '../require-built.ts'
import { readLines, realFile, tally } from './real-data.ts'

const { path: FILE, skipped } = realFile('segment_spec/payload_examples.ndjson')
const NOW = Date.UTC(2026, 2, 10, 12)
const TYPES = new Set(['track', 'page', 'screen', 'identify', 'group', 'alias'])

type Payload = {
  readonly type?: string
  readonly event?: string
  readonly userId?: string
  readonly anonymousId?: string
  readonly previousId?: string
  readonly messageId?: string
  readonly timestamp?: string
}
type Refused = {
  readonly byReason: readonly { readonly reason: string; readonly n: number }[]
  readonly data: readonly { readonly reason: string; readonly raw: string }[]
}

type Status = { readonly counts: { readonly events: number; readonly quarantined: number } }

/** What the specification demands, read off a payload without the product: a type it knows, and somebody. */
function verdictOf({ type, userId, anonymousId, previousId }: Payload): 'accepted' | 'unknown_type' | 'missing_id' {
  if (type === undefined || !TYPES.has(type)) return 'unknown_type'
  return userId === undefined && anonymousId === undefined && previousId === undefined ? 'missing_id' : 'accepted'
}

const WINDOW_MS = 30 * 86_400_000

/** Events that remain when a message id counts once within 30 days: the documentation shows two messages twice, and one of them again ten months later. */
function countDistinct(payloads: readonly Payload[]): number {
  const kept: Payload[] = []
  for (const one of payloads.filter(({ type = '' }) => ['track', 'page', 'screen'].includes(type))) {
    const near = (other: Payload) => Math.abs(timeOf(other) - timeOf(one)) <= WINDOW_MS
    if (!kept.some((other) => one.messageId !== undefined && other.messageId === one.messageId && near(other)))
      kept.push(one)
  }
  return kept.length
}

function timeOf({ timestamp }: Payload): number {
  return timestamp === undefined ? NOW : Date.parse(timestamp)
}

function newFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'telltale-spec-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}

describe.skipIf(skipped !== '')(`the payloads of Segment's own documentation${skipped}`, () => {
  const payloads: Payload[] = skipped === '' ? readLines(FILE).map((line) => JSON.parse(line).payload) : []
  const accepted = payloads.filter((one) => verdictOf(one) === 'accepted')
  const reasons = [
    { reason: 'unknown_type', n: 33 },
    { reason: 'missing_id', n: 4 },
  ]

  it('are accepted or refused for a reason when imported from a file', async () => {
    expect(tally(payloads.map(verdictOf))).toEqual({ accepted: 33, missing_id: 4, unknown_type: 33 })
    expect(countDistinct(accepted)).toBe(26)
    const cwd = newFolder()
    writeFileSync(join(cwd, 'spec.ndjson'), payloads.map((one) => JSON.stringify(one)).join('\n'))
    const imported = await runCommand(['import', 'spec.ndjson', '--json'], { cwd, now: NOW })
    expect(JSON.parse(imported.out).counts.events).toBe(26)
    const { out } = await runCommand(['quarantine', '--json', '--limit', '100'], { cwd, now: NOW })
    const refused: Refused = JSON.parse(out)
    expect(refused.byReason).toEqual(reasons)
    expect(
      refused.data
        .map(({ reason, raw }) => [reason, JSON.parse(raw)])
        .map(keyOf)
        .sort(),
    ).toEqual(
      payloads
        .filter((one) => verdictOf(one) !== 'accepted')
        .map((one) => keyOf([verdictOf(one), one]))
        .sort(),
    )
  })

  it('meet the same fate over HTTP', async () => {
    const cwd = newFolder()
    const url = await startServer(cwd)
    const created = await runCommand(['keys', 'create', '--scope', 'write', '--json'], { cwd })
    const headers = { authorization: `Bearer ${JSON.parse(created.out).secret}` }
    const send = () => fetch(`${url}/v1/batch`, { method: 'POST', headers, body: JSON.stringify({ batch: payloads }) })
    await until(async () => (await send()).status === 200)
    const ask = async (path: string): Promise<Status> => JSON.parse(await (await fetch(`${url}/api/v1${path}`)).text())
    await until(async () => (await ask('/status')).counts.quarantined > 0)
    expect(await ask('/quarantine?limit=100')).toMatchObject({ total: 37, byReason: reasons })
    expect((await ask('/status')).counts).toMatchObject({ events: 26, quarantined: 37 })
  })
})

/** Payloads apart from what the way in adds to them. */
function keyOf([reason, payload]: readonly [string, Payload] | readonly unknown[]): string {
  const { type, event, userId } = payload as Payload
  return JSON.stringify([reason, type, event, userId])
}

/** Starts a server on the default folder of `cwd` and stops it after the test. Its threads are the built ones. */
async function startServer(cwd: string): Promise<string> {
  requireBuilt('store/log/log-writer.worker.js')
  const stop = new AbortController()
  const ended = runCommand(['start', '--port', '0'], { cwd, signal: stop.signal, now: NOW })
  onTestFinished(async () => {
    stop.abort()
    await ended
  })
  const file = join(cwd, '.telltale', 'server.json')
  await until(() => existsSync(file))
  return JSON.parse(readFileSync(file, 'utf8')).url
}

/** @throws when it does not come true within ten seconds. */
async function until(holds: () => boolean | Promise<boolean>): Promise<void> {
  for (let attempt = 0; attempt < 200; attempt++) {
    if (await holds()) return
    await setTimeout(50)
  }
  throw new Error('it did not come true in time')
}
