import { execFileSync } from 'node:child_process'
import {
  appendFileSync,
  chmodSync,
  existsSync,
  readdirSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { expect, onTestFinished, type TestContext, test } from 'vitest'
import { dataFolder } from '../log-stories.ts'
import { readFolder } from './read-folder.ts'
import { makeKey, post, sendLoad, startServer, writeConfig } from './server-process.ts'

async function newFolder(dir = dataFolder()) {
  return { dir, config: writeConfig(dir), key: await makeKey(dir) }
}

const kept = (stored: ReadonlyMap<string, number>, ids: ReadonlySet<string>) =>
  [...ids].filter((id) => stored.get(id) !== 1)

test('told to end under load, the server ends well within ten seconds, and everything acknowledged is there', async () => {
  const { dir, config, key } = await newFolder()
  const { url, child, ended } = await startServer(dir, config)
  const load = sendLoad({ url, key }, { lanes: 8, batch: 20 })
  await load.reach(400)
  const began = performance.now()
  child.kill('SIGTERM')
  const { code, signal, err } = await ended
  await load.stop()
  expect({ code, signal, err, inTime: performance.now() - began < 10_000 }).toEqual({
    ...{ code: 0, signal: null, err: '', inTime: true },
  })
  expect(existsSync(join(dir, 'server.json'))).toBe(false)
  const { stored, said } = await readFolder(dir, config)
  expect(kept(stored, load.acknowledged)).toEqual([])
  expect(said).toEqual([])
}, 60_000)

test('a second server on a folder in use says who has it and does no harm; the lock of a dead one is taken over', async () => {
  const { dir, config, key } = await newFolder()
  const first = await startServer(dir, config)
  const second = await startServer(dir, config)
  expect(await second.ended).toEqual({
    ...{ code: 2, signal: null },
    err: `The data folder ${dir} is in use by process ${first.child.pid}. Stop it, or talk to it over HTTP.\n`,
  })
  const message = { type: 'track', event: 'Task Done', userId: 'ana', messageId: 'm1', context: { groupId: 'acme' } }
  expect(await post({ url: first.url, key }, [message])).toBe(200)
  first.child.kill('SIGKILL')
  await first.ended
  expect(existsSync(join(dir, 'lock'))).toBe(true)
  const third = await startServer(dir, config)
  expect(third.url).toMatch(/^http/)
  third.child.kill('SIGTERM')
  expect(await third.ended).toMatchObject({ code: 0, err: '' })
  expect((await readFolder(dir, config)).stored.get('m1')).toBe(1)
}, 60_000)

test('a data folder that is a file, or cannot be written, is one clear line and no damage', async () => {
  const outer = dataFolder()
  const config = writeConfig(outer)
  const file = join(outer, 'data')
  writeFileSync(file, 'mine')
  const { ended } = await startServer(file, config)
  const { code, err } = await ended
  expect({ code, lines: err.trim().split('\n').length }).toEqual({ code: 2, lines: 1 })
  expect(err).toMatch(/^The data folder .* cannot be written: /)
  expect(statSync(file).size).toBe(4)
  if (process.getuid?.() === 0) return
  chmodSync(outer, 0o555)
  expect((await (await startServer(join(outer, 'new'), config)).ended).err).toMatch(/cannot be written/)
}, 60_000)

/** A disk of its own; the test is skipped where one may not be mounted. */
function smallDisk(context: TestContext): string {
  const dir = dataFolder()
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=192m', 'tmpfs', dir], { stdio: 'pipe' })
  } catch (error) {
    context.skip(`a tmpfs cannot be mounted here: ${(error as Error).message}`)
  }
  onTestFinished(() => void execFileSync('umount', ['-l', dir]))
  return dir
}

/** Asks until the answer has the status, for at most ten seconds. */
async function until(ask: () => Promise<Response>, status: number): Promise<Response> {
  let answer = await ask()
  for (let attempt = 0; attempt < 100 && answer.status !== status; attempt++) {
    await answer.arrayBuffer()
    await setTimeout(100)
    answer = await ask()
  }
  expect(answer.status).toBe(status)
  return answer
}

test('a full disk: 503 with Retry-After and not ready, until there is room again; nothing acknowledged is lost', async (context) => {
  const { dir, config, key } = await newFolder(smallDisk(context))
  const { url, child, ended } = await startServer(dir, config)
  const acknowledged = new Set<string>()
  let n = 0
  const ask = async () => {
    const messageId = `m${++n}`
    const message = { type: 'track', event: 'Task Done', userId: 'ana', messageId, context: { groupId: 'acme' } }
    const headers = { authorization: `Bearer ${key}` }
    const answer = await fetch(`${url}/v1/track`, { method: 'POST', headers, body: JSON.stringify(message) })
    if (answer.status === 200) acknowledged.add(messageId)
    return answer
  }
  await until(ask, 200)
  const ballast = join(dir, 'ballast')
  try {
    for (;;) appendFileSync(ballast, Buffer.alloc(1 << 20))
  } catch {
    // Full.
  }
  const refused = await until(ask, 503)
  expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0)
  await until(() => fetch(`${url}/readyz`), 503)
  expect((await fetch(`${url}/livez`)).status).toBe(200)
  rmSync(ballast)
  await until(ask, 200)
  await until(() => fetch(`${url}/readyz`), 200)
  child.kill('SIGTERM')
  expect(await ended).toMatchObject({ code: 0 })
  expect(kept((await readFolder(dir, config)).stored, acknowledged)).toEqual([])
}, 60_000)

const DAMAGES: readonly (readonly [string, (dir: string) => void])[] = [
  ['a torn write-ahead log', (dir) => eachFile(dir, '.wal', (path, size) => truncateSync(path, Math.floor(size / 2)))],
  [
    'zeros behind the write-ahead log',
    (dir) => eachFile(dir, '.wal', (path) => appendFileSync(path, Buffer.alloc(4096))),
  ],
  ['an analytic store that is rubbish', (dir) => eachFile(dir, '.duckdb', (path) => writeFileSync(path, 'rubbish'))],
]

function eachFile(dir: string, ending: string, damage: (path: string, size: number) => void): void {
  const names = readdirSync(join(dir, 'analytic')).filter((name) => name.endsWith(ending))
  expect(names).not.toEqual([])
  for (const name of names) damage(join(dir, 'analytic', name), statSync(join(dir, 'analytic', name)).size)
}

test.each(DAMAGES)(
  '%s is at most one clear line, and the counts are equal after it',
  async (_, damage) => {
    const { dir, config, key } = await newFolder()
    const first = await startServer(dir, config)
    const load = sendLoad({ url: first.url, key }, { lanes: 2, batch: 20 })
    await load.reach(200)
    await load.stop()
    const status = async () =>
      (await (await fetch(`${first.url}/api/v1/status`)).json()) as { applied: { n: number }[] }
    for (let attempt = 0; attempt < 100 && (await status()).applied[0]?.n !== load.acknowledged.size + 2; attempt++)
      await setTimeout(50)
    first.child.kill('SIGKILL')
    await first.ended
    damage(dir)
    const second = await startServer(dir, config)
    expect(second.url).toMatch(/^http/)
    second.child.kill('SIGTERM')
    const { code, err } = await second.ended
    expect(code).toBe(0)
    expect(err).toMatch(
      /^(The analytic store was damaged \(.*\); it was set aside as .* and rebuilt from archives and log\.\n)?$/,
    )
    const { stored } = await readFolder(dir, config)
    expect([...stored].filter(([id, times]) => times !== 1 || !load.sent.has(id))).toEqual([])
    expect(kept(stored, load.acknowledged)).toEqual([])
  },
  60_000,
)
