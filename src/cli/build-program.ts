import { resolve } from 'node:path'
import { Command, Option } from 'commander'
import { makeZone } from '../core/time.ts'
import type { CommandSpec, ExitCode, Invocation } from './command.ts'
import type { Io } from './io.ts'
import { packageVersion } from './package-version.ts'
import { parseTime } from './parse-time.ts'

const COMMON = [
  new Option('--data <folder>', 'data folder').env('TELLTALE_DATA_DIR').default('.telltale'),
  new Option('--config <file>', 'configuration (default: telltale.config.ts where there is one)'),
  new Option('--now <time>', 'stop the clock at this time, for tests and replays'),
  new Option('--json', 'data as JSON on stdout'),
]

/** The parser, made from the command specs. `ended` is told the exit code of the command that ran. */
export function buildProgram(io: Io, specs: readonly CommandSpec[], ended: (code: ExitCode) => void): Command {
  const program = new Command('telltale')
    .description('Reads your product’s events and says, for every account and user, what is about to happen, and why.')
    .version(packageVersion(), '-v, --version', 'the version')
    .showHelpAfterError('(--help shows what there is)')
    .configureOutput({ writeOut: (text) => io.out(text.trimEnd()), writeErr: (text) => io.err(text.trimEnd()) })
    .exitOverride()
  const groups = new Map<string, Command>()
  for (const spec of specs) {
    const command = buildCommand(io, spec, ended)
    // `telltale deliveries` lists them.
    parentOf(program, groups, spec).addCommand(command, { isDefault: command.name() === 'list' })
  }
  for (const [name, group] of groups) group.description(`${listing(group)}; see telltale ${name} --help`)
  return program
}

/** `keys create` is the command `create` of the group `keys`. */
function parentOf(program: Command, groups: Map<string, Command>, spec: CommandSpec): Command {
  const words = spec.usage.split(' ').filter((word) => /^\w/.test(word))
  const [group] = words
  if (words.length < 2 || group === undefined) return program
  const known = groups.get(group)
  if (known !== undefined) return known
  const made = program.command(group)
  groups.set(group, made)
  return made
}

function listing(group: Command): string {
  return group.commands.map((command) => command.name()).join(', ')
}

function buildCommand(io: Io, spec: CommandSpec, ended: (code: ExitCode) => void): Command {
  const words = spec.usage.split(' ')
  const last = words.findLastIndex((word) => /^\w/.test(word))
  const command = new Command(words[last] ?? '').description(spec.summary).exitOverride()
  command.configureOutput({ writeOut: (text) => io.out(text.trimEnd()), writeErr: (text) => io.err(text.trimEnd()) })
  for (const argument of words.slice(last + 1)) command.argument(argument)
  const own = spec.options.map(toOption)
  const common = COMMON.filter((option) => !own.some((one) => one.long === option.long))
  for (const option of [...own, ...common]) command.addOption(option)
  command.addHelpText('after', `\nExamples:\n${spec.examples.map((line) => `  $ ${line}`).join('\n')}`)
  command.action(async (...all: unknown[]) => {
    const args = all
      .slice(0, -2)
      .flat()
      .filter((arg) => arg !== undefined)
      .map(String)
    ended(await spec.run(toInvocation(io, args, command.opts())))
  })
  return command
}

function toOption(spec: CommandSpec['options'][number]): Option {
  const option = new Option(spec.flags, spec.description)
  return spec.default === undefined ? option : option.default(spec.default)
}

function toInvocation(
  io: Io,
  args: readonly string[],
  options: Record<string, string | boolean | undefined>,
): Invocation {
  const now = typeof options.now === 'string' ? parseTime('--now', options.now, makeZone('UTC')) : null
  return {
    io,
    args,
    options,
    json: options.json !== undefined,
    dataDir: resolve(io.cwd, String(options.data)),
    configPath: typeof options.config === 'string' ? resolve(io.cwd, options.config) : null,
    clock: now === null ? io.clock : { now: () => now },
  }
}
