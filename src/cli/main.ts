import { CommanderError } from 'commander'
import { TelltaleError } from '../core/errors.ts'
import { buildProgram } from './build-program.ts'
import type { CommandSpec, ExitCode } from './command.ts'
import { loadCommands, loadEveryCommand } from './commands/index.ts'
import { type Io, processIo } from './io.ts'
import { printable } from './render/render-table.ts'

/**
 * Runs one command line. Exit codes: 0 ok, 1 findings (a check found something), 2 usage or a mistake to mend, 3 the server or data cannot be reached.
 * @param argv the words after `telltale`
 */
export async function main(argv: readonly string[], io: Io = processIo()): Promise<ExitCode> {
  let code: ExitCode = 0
  const program = buildProgram(io, await commandsFor(argv), (ended) => {
    code = ended
  })
  try {
    await program.parseAsync(argv, { from: 'user' })
    return code
  } catch (error) {
    return reportError(
      io,
      error,
      argv.some((word) => word === '--json' || word.startsWith('--json=')),
    )
  }
}

/** What the help lists, or only what the first word names. */
async function commandsFor([word = '']: readonly string[]): Promise<readonly CommandSpec[]> {
  if (word === '-v' || word === '--version') return []
  const named = await loadCommands(word)
  return named.length > 0 ? named : loadEveryCommand()
}

/** What is thrown at a question that is given up is no fault. */
function isFault(error: unknown): boolean {
  return !(error instanceof TelltaleError) || error.code === 'bug'
}

function reportError(io: Io, error: unknown, json: boolean): ExitCode {
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2
  if (io.signal.aborted && isFault(error)) {
    io.err('Stopped.')
    return 2
  }
  if (!(error instanceof TelltaleError)) {
    io.err(`A fault inside telltale: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`)
    return 2
  }
  if (json) io.out(JSON.stringify({ error: { code: error.code, message: error.message, params: error.params } }))
  // Names in it may come from the outside.
  io.err(error.message.split('\n').map(printable).join('\n'))
  return error.code === 'unreachable' ? 3 : 2
}
