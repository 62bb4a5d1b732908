import { type ChildProcess, execFile, spawn } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { packageRoot } from '../../src/core/package-root.ts'

const START_MS = 150_000
const STOP_MS = 15_000

/** An address that is of this machine, and yet none of those at which a server asks for no key. */
export const BEYOND = '127.0.0.2'

/** A server under test, over a data folder of its own. */
export type Server = {
  readonly url: string
  /** A new key that may send events, one that may read, and one that may change something. */
  readonly writeKey: () => Promise<string>
  readonly readKey: () => Promise<string>
  readonly adminKey: () => Promise<string>
  /** Runs a command over the server's data; returns what it printed. */
  readonly tell: (command: readonly string[]) => Promise<string>
  /** What it has printed so far, since it was started last. */
  readonly said: () => string
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

/** Runs a command of the built package to its end; returns what it printed. @throws Error when it fails, or nothing is built */
export async function runTelltale(args: readonly string[], cwd: string): Promise<string> {
  return (await promisify(execFile)(process.execPath, [builtCommand(), ...args], { cwd })).stdout.trim()
}

/** A fresh folder for what a server keeps. */
export function makeFolder(): string {
  return mkdtempSync(join(tmpdir(), 'telltale-browser-'))
}

/** Starts a server (`demo`, `start …`) over a data folder on a free port, and waits for the line that says where it is. */
export async function startServer(args: readonly string[], folder: string): Promise<Server> {
  let { child, url, said } = await launch({ args, folder, port: 0 })
  const makeKey = (scope: string): Promise<string> =>
    runTelltale(['keys', 'create', '--scope', scope, '--data', folder], folder)
  return {
    url,
    writeKey: () => makeKey('write'),
    readKey: () => makeKey('read'),
    adminKey: () => makeKey('admin'),
    tell: (command) => runTelltale([...command, '--data', folder], folder),
    said: () => said(),
    stop: () => stop(child),
    startAgain: async () => {
      const again = await launch({ args, folder, port: Number(new URL(url).port) })
      child = again.child
      url = again.url
      said = again.said
    },
    remove: async () => {
      await stop(child)
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

function builtCommand(): string {
  const command = findServer()
  if (command === null) throw new Error('The server is not built: npm run build.')
  return command
}

type Launched = { readonly child: ChildProcess; readonly url: string; readonly said: () => string }

type Launch = { readonly args: readonly string[]; readonly folder: string; readonly port: number }

async function launch({ args, folder, port }: Launch): Promise<Launched> {
  const child = spawn(process.execPath, [builtCommand(), ...args, '--data', folder, '--port', String(port)], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, NO_COLOR: '1', HOST: '127.0.0.1', TELLTALE_ALLOWED_HOSTS: BEYOND },
  })
  let all = ''
  for (const stream of [child.stdout, child.stderr])
    stream?.on('data', (chunk: Buffer) => {
      all += chunk.toString('utf8')
    })
  const url = await addressOf(child).catch((error) => {
    child.kill('SIGKILL')
    throw error
  })
  return { child, url, said: () => all }
}

/** The first address the server prints. */
function addressOf(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let said = ''
    const timer = setTimeout(() => reject(new Error(`The server did not start in time. It said:\n${said}`)), START_MS)
    const listen = (chunk: Buffer) => {
      said += chunk.toString('utf8')
      const address = /http:\/\/(127\.0\.0\.\d|localhost):(\d+)/.exec(said)
      if (address === null) return
      clearTimeout(timer)
      resolve(`http://${address[1]}:${address[2]}`)
    }
    child.stdout?.on('data', listen)
    child.stderr?.on('data', listen)
    child.once('exit', (code) => {
      clearTimeout(timer)
      reject(new Error(`The server ended with ${code}. It said:\n${said}`))
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
