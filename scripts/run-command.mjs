import { spawn } from 'node:child_process'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** The folder of the checkout. */
export const ROOT = dirname(dirname(fileURLToPath(import.meta.url)))

const BIN = join(ROOT, 'node_modules', '.bin')
const WINDOWS = process.platform === 'win32'

/**
 * Runs one program and resolves with its exit code and everything it printed.
 * `show: true` also passes the output on while it runs.
 * @param {string} program a name on PATH, or in node_modules/.bin
 * @param {readonly string[]} args
 * @param {{ cwd?: string, env?: Record<string, string | undefined>, show?: boolean }} [options]
 * @returns {Promise<{ code: number, output: string }>}
 */
export function runCommand(program, args, { cwd = ROOT, env = {}, show = false } = {}) {
  const path = `${BIN}${WINDOWS ? ';' : ':'}${process.env.PATH ?? ''}`
  const child = spawn(program, args, {
    cwd,
    env: { ...process.env, PATH: path, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
    shell: WINDOWS,
  })
  const chunks = []
  const take = (stream) => (chunk) => {
    chunks.push(chunk)
    if (show) stream.write(chunk)
  }
  child.stdout.on('data', take(process.stdout))
  child.stderr.on('data', take(process.stderr))
  return new Promise((resolve) => {
    const end = (code) => resolve({ code, output: Buffer.concat(chunks).toString('utf8') })
    child.on('error', (error) => {
      chunks.push(Buffer.from(`${program}: ${error.message}\n`))
      end(127)
    })
    child.on('close', (code) => end(code ?? 1))
  })
}

/**
 * One step with a name, a mark and its time; what it printed is shown only when it failed.
 * @param {string} name
 * @param {() => Promise<{ code: number, output: string }>} work
 * @returns {Promise<boolean>} whether it passed
 */
export async function runStep(name, work) {
  const began = performance.now()
  if (process.stdout.isTTY) process.stdout.write(`… ${name}`)
  const { code, output } = await work()
  const seconds = ((performance.now() - began) / 1000).toFixed(1)
  const back = process.stdout.isTTY ? '\r\u001b[K' : ''
  process.stdout.write(`${back}${code === 0 ? '✓' : '✗'} ${name} (${seconds} s)\n`)
  if (code !== 0) process.stdout.write(`${output.trimEnd()}\n`)
  return code === 0
}

/** Ends the process with a line on stderr; nobody needs a stack for what they can mend themselves. */
export function stop(line, code = 1) {
  process.stderr.write(`${line}\n`)
  process.exit(code)
}
