import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { onTestFinished } from 'vitest'
import type { ExitCode } from '../../src/cli/command.ts'
import type { Io } from '../../src/cli/io.ts'
import { main } from '../../src/cli/main.ts'

export type Ran = { readonly code: ExitCode; readonly out: string; readonly err: string }

export type RunOptions = {
  readonly cwd: string
  readonly env?: Readonly<Record<string, string>>
  /** What the clock shows. */
  readonly now?: number
  readonly stdin?: string | Buffer
  /** What is answered to questions, in order; absent: nobody sits at a terminal. */
  readonly answers?: readonly string[]
  readonly signal?: AbortSignal
}

/** Runs a command line in this process against a fake outside: what it prints is kept, its clock stands. */
export async function runCommand(argv: readonly string[], options: RunOptions): Promise<Ran> {
  const out: string[] = []
  const err: string[] = []
  const answers = [...(options.answers ?? [])]
  const io: Io = {
    out: (text) => void out.push(text),
    err: (text) => void err.push(text),
    rewriteLine: null,
    stdin: () => Readable.from([Buffer.from(options.stdin ?? '')]),
    choose: options.answers === undefined ? null : async () => answers.shift() ?? null,
    env: options.env ?? {},
    cwd: options.cwd,
    clock: { now: () => options.now ?? Date.UTC(2026, 5, 15, 12) },
    randomBytes: (size) => new Uint8Array(size).fill(7),
    signal: options.signal ?? new AbortController().signal,
  }
  const code = await main(argv, io)
  return { code, out: out.join('\n'), err: err.join('\n') }
}

/** A folder that is gone after the test. */
export function tempFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'telltale-cli-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}
