import { spawn } from 'node:child_process'
import { createInterface } from 'node:readline'

/**
 * Runs a script in a process of its own, so that its memory and its garbage are its own. Each line of JSON it prints is an answer.
 * @returns {{ pid: number, next: () => Promise<any>, say: (message: object) => void, ended: Promise<number>, stop: () => Promise<number> }}
 */
export function startChild(script, args = [], { env = {}, nodeArgs = [] } = {}) {
  const child = spawn(process.execPath, [...nodeArgs, script, ...args], {
    stdio: ['pipe', 'pipe', 'inherit'],
    env: { ...process.env, UV_THREADPOOL_SIZE: '16', ...env },
  })
  const waiting = []
  const lines = []
  let over = false
  createInterface({ input: child.stdout }).on('line', (line) => {
    const answer = JSON.parse(line)
    const asker = waiting.shift()
    if (asker === undefined) lines.push(answer)
    else asker.resolve(answer)
  })
  const ended = new Promise((resolve) => {
    child.on('close', (code) => {
      over = true
      for (const { reject } of waiting.splice(0)) reject(new Error(`${script} ended with ${code} before it answered`))
      resolve(code ?? 1)
    })
  })
  return {
    pid: child.pid,
    ended,
    say: (message) => child.stdin.write(`${JSON.stringify(message)}\n`),
    next: () => {
      if (lines.length > 0) return Promise.resolve(lines.shift())
      if (over) return Promise.reject(new Error(`${script} has ended`))
      return new Promise((resolve, reject) => waiting.push({ resolve, reject }))
    },
    stop: () => {
      child.kill('SIGTERM')
      return ended
    },
  }
}
