import { randomBytes } from 'node:crypto'
import type { Readable } from 'node:stream'
import type { Clock } from '../core/time.ts'

/** All that a command may touch of the outside: the one place where clock, randomness and environment enter. Tests pass their own. */
export type Io = {
  /** Data, to stdout, a line (or a block of lines) at a time. */
  readonly out: (text: string) => void
  /** Progress and remarks, to stderr. */
  readonly err: (text: string) => void
  readonly rewriteLine: ((text: string) => void) | null
  /** A function, since merely touching the process's own keeps it open. */
  readonly stdin: () => Readable
  /** Asks in the terminal; null where nobody sits at one. Gives null when they leave it. */
  readonly choose: ((question: string, choices: readonly string[]) => Promise<string | null>) | null
  readonly env: Readonly<Record<string, string | undefined>>
  readonly cwd: string
  readonly clock: Clock
  readonly randomBytes: (size: number) => Uint8Array
  /** Aborted by Ctrl-C and SIGTERM. */
  readonly signal: AbortSignal
}

export function processIo(): Io {
  const stop = new AbortController()
  for (const name of ['SIGINT', 'SIGTERM'] as const) process.once(name, () => stop.abort())
  for (const stream of [process.stdout, process.stderr]) stream.on('error', forgiveClosedPipe)
  return {
    out: (text) => void process.stdout.write(`${text}\n`),
    err: (text) => void process.stderr.write(`${text}\n`),
    rewriteLine: process.stderr.isTTY ? (text) => void process.stderr.write(`\r\x1b[2K${text}`) : null,
    stdin: () => process.stdin,
    choose: process.stdin.isTTY && process.stdout.isTTY ? chooseInTerminal : null,
    env: process.env,
    cwd: process.cwd(),
    clock: { now: () => Date.now() },
    randomBytes: (size) => randomBytes(size),
    signal: stop.signal,
  }
}

/** Whoever reads may stop reading, as `head` does: the rest is written to nobody. */
function forgiveClosedPipe(error: NodeJS.ErrnoException): void {
  if (error.code !== 'EPIPE') throw error
}

async function chooseInTerminal(question: string, choices: readonly string[]): Promise<string | null> {
  const { isCancel, select } = await import('@clack/prompts')
  const chosen = await select({ message: question, options: choices.map((value) => ({ value })) })
  return isCancel(chosen) ? null : chosen
}
