import { type ChildProcess, execFile, spawn } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { packageRoot } from '../../src/core/package-root.ts'

const START_MS = 150_000
const STOP_MS = 15_000

export type Demo = {
  readonly url: string
  /** A new key that may send events. */
  readonly writeKey: () => Promise<string>
  readonly stop: () => Promise<void>
  /** Starts it again over the same data, at the same address. */
  readonly startAgain: () => Promise<void>
  /** Stops it and takes its data away. */
  readonly remove: () => Promise<void>
}

/** The package's command, when it, the server and the dashboard are built; null until they are. */
export function findServer(): string | null {
  const root = packageRoot()
  const { bin } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { bin: { telltale: string } }
  const needed = [bin.telltale, 'dist/cli/main.js', 'dist/cli/commands/index.js', 'dist/dashboard/index.html']
  return needed.every((path) => existsSync(join(root, path))) ? join(root, bin.telltale) : null
}

/** Starts the demo on a free port over a fresh data folder, and waits for the line that says where it is. */
export async function startDemo(): Promise<Demo> {
  const command = findServer()
  if (command === null) throw new Error('The server is not built: npm run build.')
  const folder = mkdtempSync(join(tmpdir(), 'telltale-browser-'))
  let { child, url } = await launch(command, { folder, port: 0 })
  return {
    url,
    writeKey: () => createKey(command, folder),
    stop: () => stop(child),
    startAgain: async () => {
      const again = await launch(command, { folder, port: Number(new URL(url).port) })
      child = again.child
      url = again.url
    },
    remove: async () => {
      await stop(child)
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

async function createKey(command: string, folder: string): Promise<string> {
  const args = [command, 'keys', 'create', '--scope', 'write', '--data', folder]
  return (await promisify(execFile)(process.execPath, args)).stdout.trim()
}

type Launched = { readonly child: ChildProcess; readonly url: string }

async function launch(command: string, { folder, port }: { folder: string; port: number }): Promise<Launched> {
  const child = spawn(process.execPath, [command, 'demo', '--data', folder, '--port', String(port)], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, NO_COLOR: '1', HOST: '127.0.0.1' },
  })
  const url = await addressOf(child).catch((error) => {
    child.kill('SIGKILL')
    throw error
  })
  return { child, url }
}

/** The first address the server prints. */
function addressOf(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let said = ''
    const timer = setTimeout(() => reject(new Error(`The demo did not start in time. It said:\n${said}`)), START_MS)
    const listen = (chunk: Buffer) => {
      said += chunk.toString('utf8')
      const address = /http:\/\/(?:127\.0\.0\.1|localhost):(\d+)/.exec(said)
      if (address === null) return
      clearTimeout(timer)
      resolve(`http://127.0.0.1:${address[1]}`)
    }
    child.stdout?.on('data', listen)
    child.stderr?.on('data', listen)
    child.once('exit', (code) => {
      clearTimeout(timer)
      reject(new Error(`The demo ended with ${code}. It said:\n${said}`))
    })
  })
}

/** Asks it to end; one that does not is killed. */
async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const gone = new Promise((resolve) => child.once('exit', resolve))
  const timer = setTimeout(() => child.kill('SIGKILL'), STOP_MS)
  child.kill('SIGTERM')
  await gone
  clearTimeout(timer)
}
