import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { onTestFinished } from 'vitest'
import type { ServerAddress } from '../../src/run/server-file.ts'
import { requireBuilt } from '../require-built.ts'
import { type Ran, runCommand } from './run-command.ts'

/** Starts a server on the data folder of `cwd`, and stops it after the test. Its threads are the built ones. */
export async function startServer(cwd: string, env: Readonly<Record<string, string>> = {}): Promise<string> {
  return (await startStoppable(cwd, env)).url
}

/** The same; `stop` tells what it said. */
export async function startStoppable(
  cwd: string,
  env: Readonly<Record<string, string>> = {},
): Promise<{ readonly url: string; readonly stop: () => Promise<Ran> }> {
  requireBuilt('store/log/log-writer.worker.js')
  const stopping = new AbortController()
  const ended = runCommand(['start', '--port', '0'], { cwd, env, signal: stopping.signal })
  const stop = () => {
    stopping.abort()
    return ended
  }
  onTestFinished(async () => {
    await stop()
  })
  const file = join(cwd, '.telltale', 'server.json')
  for (let attempt = 0; attempt < 600; attempt++) {
    if (existsSync(file)) return { url: (JSON.parse(readFileSync(file, 'utf8')) as ServerAddress).url, stop }
    await setTimeout(50)
  }
  throw new Error(`the server did not start: ${(await ended).err}`)
}
