import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { expect, onTestFinished, test } from 'vitest'
import { packageRoot } from '../../src/core/package-root.ts'
import type { LogFrame } from '../../src/store/log/log-record.ts'
import { openLogReader } from '../../src/store/log/open-log-reader.ts'
import { dataFolder } from '../log-stories.ts'
import { requireBuilt } from '../require-built.ts'

type Said =
  | { readonly what: 'opened'; readonly lastN: number; readonly torn?: unknown }
  | { readonly what: 'acknowledged'; readonly firstN: number; readonly text: string }
  | { readonly what: 'closed'; readonly asked: number }

/** Starts a process that appends, and ends it with a signal once it has acknowledged so many. Returns all it said. */
async function appendUntil(dir: string, name: string, stop: { after: number; signal: NodeJS.Signals }) {
  requireBuilt('store/log/log-writer.worker.js')
  const script = join(packageRoot(), 'test', 'crash', 'append-under-load.mjs')
  const child = spawn(process.execPath, [script, dir, name], { stdio: ['ignore', 'pipe', 'pipe'] })
  onTestFinished(() => {
    child.kill('SIGKILL')
  })
  const errors: Buffer[] = []
  child.stderr.on('data', (chunk: Buffer) => errors.push(chunk))
  const exited = once(child, 'exit')
  const said = await collect(child, stop)
  const [code, signal] = await exited
  return { said, code, signal, stderr: Buffer.concat(errors).toString() }
}

async function collect(child: ChildProcess, { after, signal }: { after: number; signal: NodeJS.Signals }) {
  const said: Said[] = []
  let acknowledged = 0
  for await (const line of createInterface({ input: child.stdout! })) {
    const what: Said = JSON.parse(line)
    said.push(what)
    if (what.what === 'acknowledged') acknowledged += 1
    if (acknowledged === after) child.kill(signal)
  }
  return said
}

function readAll(dir: string): LogFrame[] {
  const reader = openLogReader({ dir, logName: 'server', after: 0 })
  const frames: LogFrame[] = []
  for (let read = reader.read(1 << 20); read.frames.length > 0; read = reader.read(1 << 20)) frames.push(...read.frames)
  reader.close()
  return frames
}

test('killed under load twenty times, the log keeps every acknowledged append at its position, and none twice', async () => {
  const dir = dataFolder()
  const acknowledged = new Map<number, string>()
  for (let round = 0; round < 20; round++) {
    const stop = { after: 1 + ((round * 83) % 400), signal: 'SIGKILL' } as const
    const { said, signal, stderr } = await appendUntil(dir, `round ${round}`, stop)
    expect({ signal, stderr }).toEqual({ signal: 'SIGKILL', stderr: '' })
    for (const line of said) if (line.what === 'acknowledged') acknowledged.set(line.firstN, line.text)
    const found = readAll(dir)
    expect(found.map(({ header }) => header.firstN)).toEqual(found.map((_, i) => i + 1))
    const texts = found.map(({ body }) => body.toString())
    expect(new Set(texts).size).toBe(texts.length)
    for (const [n, text] of acknowledged) expect(texts[n - 1]).toBe(text)
  }
  expect(acknowledged.size).toBeGreaterThan(2000)
}, 60_000)

test('told to end under load, it writes all it was asked to, and ends well', async () => {
  const dir = dataFolder()
  const { said, code, stderr } = await appendUntil(dir, 'ends', { after: 300, signal: 'SIGTERM' })
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
  const closed = said.find((line) => line.what === 'closed')
  expect(closed?.asked).toBeGreaterThanOrEqual(300)
  expect(readAll(dir)).toHaveLength(closed?.asked ?? 0)
  expect(said.filter((line) => line.what === 'acknowledged')).toHaveLength(closed?.asked ?? 0)
})
