import type { Clock } from '../core/time.ts'
import type { Io } from './io.ts'

export type OptionSpec = { readonly flags: string; readonly description: string; readonly default?: string }

/** What a command is given: options by camel-cased name, the common ones already read. */
export type Invocation = {
  readonly io: Io
  readonly args: readonly string[]
  readonly options: Readonly<Record<string, string | boolean | undefined>>
  readonly json: boolean
  readonly dataDir: string
  readonly configPath: string | null
  /** The clock, stopped at --now where given. */
  readonly clock: Clock
}

export type ExitCode = 0 | 1 | 2 | 3

/** One command as data: help, the reference page and the parser are all made from it. */
export type CommandSpec = {
  /** `import <files...>`: name and arguments. */
  readonly usage: string
  readonly summary: string
  readonly options: readonly OptionSpec[]
  /** Shown under --help; run by the documentation tests. */
  readonly examples: readonly string[]
  readonly run: (invocation: Invocation) => Promise<ExitCode>
}

export function textOption(invocation: Invocation, name: string): string | null {
  const value = invocation.options[name]
  return typeof value === 'string' ? value : null
}

export function flagOption(invocation: Invocation, name: string): boolean {
  return invocation.options[name] === true
}
