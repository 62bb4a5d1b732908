import { randomBytes } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { expect, it } from 'vitest'
import { createKey } from '../../src/store/control/api-keys.ts'
import { openControlStore } from '../../src/store/control/open-control-store.ts'
import { runCommand, tempFolder } from '../cli/run-command.ts'
import { makeKey, post, type ServerProcess, startServer, writeConfig } from './server-process.ts'

const BEN = ['user-ben', 'device-ben', 'ben@acme.test']

async function adminKey(dataDir: string): Promise<string> {
  const control = await openControlStore(dataDir)
  const key = { scope: 'admin', source: 'tests', expiresAt: null, random: randomBytes(32), now: Date.now() } as const
  const { secret } = await createKey(control, key)
  await control.destroy()
  return secret
}

const done = (userId: string) => ({
  ...{ type: 'track', event: 'Task Done', userId, messageId: randomBytes(9).toString('base64url') },
  context: { groupId: 'acme' },
})

/** Sends one event after another, each until it is acknowledged; gives how many were, and all answers that came. */
function keepSending(server: { url: string; key: string }) {
  const stop = new AbortController()
  const answers = new Set<number | null>()
  let acknowledged = 0
  const ended = (async () => {
    while (!stop.signal.aborted) {
      const event = done('user-ana')
      let answer: number | null = null
      do {
        answer = await post(server, [event])
        answers.add(answer)
        await setTimeout(20)
      } while (answer !== 200)
      acknowledged++
    }
  })()
  return {
    answers,
    stop: async () => {
      stop.abort()
      await ended
      return acknowledged
    },
  }
}

/** What a question is answered with over and over, until stopped. */
function keepAsking({ url }: ServerProcess) {
  const seen = new Set<string>()
  let asking = true
  const ended = (async () => {
    while (asking) {
      const answer = await fetch(`${url}/api/v1/status`).catch(() => null)
      if (answer !== null) seen.add(`${answer.status} ${answer.headers.get('retry-after')}`)
      await answer?.arrayBuffer()
      await setTimeout(20)
    }
  })()
  return {
    stop: async () => {
      asking = false
      await ended
      return [...seen].sort()
    },
  }
}

async function untilEvents({ url }: ServerProcess, count: number): Promise<number> {
  for (let attempt = 0; ; attempt++) {
    const { counts } = (await (await fetch(`${url}/api/v1/status`)).json()) as { counts: { events: number } }
    if (counts.events >= count || attempt === 300) return counts.events
    await setTimeout(100)
  }
}

it('a person is forgotten while the server takes events in: it says when to come again, opens again by itself, and loses nothing that it acknowledged', async () => {
  const cwd = tempFolder()
  const dataDir = join(cwd, '.telltale')
  const config = writeConfig(cwd)
  mkdirSync(dataDir)
  const key = await makeKey(dataDir)
  const admin = await adminKey(dataDir)
  const server = await startServer(dataDir, config)
  const to = { url: server.url, key }
  const identify = {
    type: 'identify',
    userId: 'user-ben',
    anonymousId: 'device-ben',
    traits: { email: 'ben@acme.test' },
  }
  expect(await post(to, [identify, done('user-ben'), done('user-ben'), done('user-ana')])).toBe(200)
  await untilEvents(server, 3)

  const run = (env: Record<string, string>, ...line: string[]) =>
    runCommand([...line, '--json', '--data', dataDir, '--config', config], { cwd, env })
  const admitted = { TELLTALE_API_KEY: admin }
  const refused = await run({ TELLTALE_API_KEY: key }, 'forget', 'person', 'user-ben', '--yes')
  expect([refused.code, refused.err]).toEqual([2, expect.stringContaining('scope admin')])
  expect((await run(admitted, 'forget', 'person', 'nobody', '--yes')).err).toContain('There is no person nobody.')

  const [sending, asking] = [keepSending(to), keepAsking(server)]
  const forgotten = await run(admitted, 'forget', 'person', 'ben@acme.test', '--yes')
  expect(forgotten.code, forgotten.err).toBe(0)
  expect(JSON.parse(forgotten.out)).toMatchObject({ subject: 'person', removed: { event: 2, link: 1 }, found: [] })
  expect(await asking.stop()).toEqual(['200 null', '503 5'])
  const acknowledged = await sending.stop()
  expect([...sending.answers].filter((answer) => answer !== null).sort()).toEqual([200, 503])

  // What comes of him now is taken and dropped; of Ana everything is there that was acknowledged.
  expect(await post(to, [done('user-ben'), done('user-ana')])).toBe(200)
  expect(await untilEvents(server, acknowledged + 2)).toBe(acknowledged + 2)
  const held = readdirSync(dataDir, { recursive: true, withFileTypes: true })
    .filter((one) => one.isFile())
    .map((one) => readFileSync(join(one.parentPath, one.name), 'latin1'))
    .join('\n')
  expect(BEN.filter((text) => held.includes(text))).toEqual([])
  expect(held).toContain('user-ana')
  const audit = await run(admitted, 'audit')
  expect(audit.out).toMatch(/"what":"forget","subject":"a person"/)

  server.child.kill('SIGTERM')
  expect(await server.ended).toMatchObject({ code: 0, signal: null })
  expect(existsSync(join(dataDir, 'server.json'))).toBe(false)
}, 90_000)

it('who was half-forgotten when a server was killed is forgotten before the next one serves', async () => {
  const cwd = tempFolder()
  const dataDir = join(cwd, '.telltale')
  const config = writeConfig(cwd)
  mkdirSync(dataDir)
  const key = await makeKey(dataDir)
  const first = await startServer(dataDir, config)
  const to = { url: first.url, key }
  expect(await post(to, [done('user-ben'), done('user-ana')])).toBe(200)
  await untilEvents(first, 2)
  first.child.kill('SIGKILL')
  await first.ended
  const mark = join(dataDir, 'forgetting.json')
  writeFileSync(mark, JSON.stringify({ of: 'person', keys: ['u:user-ben'], mentions: [] }))
  const second = await startServer(dataDir, config)
  expect(await untilEvents(second, 1)).toBe(1)
  expect(existsSync(mark)).toBe(false)
  second.child.kill('SIGTERM')
  const { code, err } = await second.ended
  expect([code, err]).toEqual([0, expect.stringContaining('cut short is forgotten first')])
}, 60_000)
