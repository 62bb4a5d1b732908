import { type ChildProcess, spawn } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { packageRoot } from '../../src/core/package-root.ts'

const START_MS = 120_000

export type Demo = { readonly url: string; readonly folder: string; readonly stop: () => Promise<void> }

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
  const child = spawn(process.execPath, [command, 'demo', '--data', folder, '--port', '0'], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, NO_COLOR: '1', HOST: '127.0.0.1' },
  })
  const url = await addressOf(child).catch((error) => {
    child.kill('SIGKILL')
    throw error
  })
  return { url, folder, stop: () => stop(child, folder) }
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

async function stop(child: ChildProcess, folder: string): Promise<void> {
  if (child.exitCode === null) {
    const gone = new Promise((resolve) => child.once('exit', resolve))
    child.kill('SIGTERM')
    await gone
  }
  rmSync(folder, { recursive: true, force: true })
}
