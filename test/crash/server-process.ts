import { type ChildProcess, spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { setTimeout } from 'node:timers/promises'
import { onTestFinished } from 'vitest'
import { packageRoot } from '../../src/core/package-root.ts'
import { createKey } from '../../src/store/control/api-keys.ts'
import { openControlStore } from '../../src/store/control/open-control-store.ts'
import { requireBuilt } from '../require-built.ts'

const CONFIG = `
import { count, days, defineConfig, event, signal } from 'telltale'
export default defineConfig({
  events: { done: event('Task Done', { kind: 'core' }) },
  signals: {
    first: signal('activation').on('done').when(count('done', days(7)).atMost(3)),
    keen: signal('engagement').on('done').when(count('done', days(7)).atLeast(5)).cooldown(7),
  },
})
`

export type ServerProcess = {
  readonly url: string
  readonly child: ChildProcess
  /** Ends when the process has: its code, its signal, and all it wrote to stderr but for the link to the first admin, which is another one each time. */
  readonly ended: Promise<{ code: number | null; signal: string | null; err: string }>
}

export function writeConfig(folder: string): string {
  const path = join(folder, 'telltale.config.ts')
  writeFileSync(path, CONFIG)
  return path
}

export async function makeKey(dataDir: string): Promise<string> {
  const control = await openControlStore(dataDir)
  const key = { scope: 'write', source: 'web', expiresAt: null, random: randomBytes(32), now: Date.now() } as const
  const { secret } = await createKey(control, key)
  await control.destroy()
  return secret
}

/** Starts the built server on a data folder. `url` is '' when it ended before it listened. */
export async function startServer(dataDir: string, config: string): Promise<ServerProcess> {
  requireBuilt('cli/main.js')
  const args = ['start', '--json', '--data', dataDir, '--config', config, '--port', '0', '--host', '127.0.0.1']
  const child = spawn(process.execPath, [join(packageRoot(), 'bin', 'telltale.cjs'), ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  onTestFinished(() => void child.kill('SIGKILL'))
  let err = ''
  child.stderr.on('data', (chunk: Buffer) => {
    err += chunk.toString()
  })
  const ended = once(child, 'close').then(([code, signal]) => ({
    ...{ code, signal },
    err: err.replace(/^Nobody can sign in yet, .*\n?/m, ''),
  }))
  for await (const line of createInterface({ input: child.stdout })) {
    const { url = '' } = JSON.parse(line) as { url?: string }
    return { url, child, ended }
  }
  await ended
  return { url: '', child, ended }
}

export type Load = {
  /** Message ids that were acknowledged. */
  readonly acknowledged: Set<string>
  readonly sent: Set<string>
  /** Answers that were neither success nor a refused connection, by status. */
  readonly refused: Map<number, number>
  /** Until so many messages were acknowledged, however long that takes, or nobody answers any more. */
  readonly reach: (count: number) => Promise<void>
  readonly stop: () => Promise<void>
}

/** Keeps `lanes` requests of a batch each under way until stopped, or until nobody answers any more. */
export function sendLoad(server: { url: string; key: string }, options: { lanes: number; batch: number }): Load {
  const load = { acknowledged: new Set<string>(), sent: new Set<string>(), refused: new Map<number, number>() }
  let stopped = false
  const lane = async (): Promise<void> => {
    while (!stopped) {
      const ids = Array.from({ length: options.batch }, () => randomBytes(9).toString('base64url'))
      for (const id of ids) load.sent.add(id)
      const status = await post(server, ids.map(messageOf))
      if (status === null) return
      if (status === 200) for (const id of ids) load.acknowledged.add(id)
      else load.refused.set(status, (load.refused.get(status) ?? 0) + 1)
    }
  }
  const ended = Promise.all(Array.from({ length: options.lanes }, lane)).then(() => {
    stopped = true
  })
  return {
    ...load,
    reach: async (count) => {
      while (!stopped && load.acknowledged.size < count) await setTimeout(1)
    },
    stop: async () => {
      stopped = true
      await ended
    },
  }
}

function messageOf(messageId: string): Record<string, unknown> {
  const groupId = `account-${messageId.charCodeAt(0) % 7}`
  return { type: 'track', event: 'Task Done', userId: 'ana', messageId, context: { groupId } }
}

/** The status of one batch; null: the connection was lost. */
export async function post(server: { url: string; key: string }, batch: readonly unknown[]): Promise<number | null> {
  try {
    const answer = await fetch(`${server.url}/v1/batch`, {
      method: 'POST',
      headers: { authorization: `Bearer ${server.key}`, 'content-type': 'application/json' },
      body: JSON.stringify({ batch }),
    })
    await answer.arrayBuffer()
    return answer.status
  } catch {
    return null
  }
}
