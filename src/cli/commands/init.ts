import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { telltaleError } from '../../core/errors.ts'
import { packageRoot } from '../../core/package-root.ts'
import { type CommandSpec, flagOption, textOption } from '../command.ts'

const NEXT = [
  'Next:',
  '  1. Put the names of your own events into it; `npx telltale check` says what is wrong and what each definition means.',
  '  2. npx telltale start                       the server, on http://127.0.0.1:4620',
  '  3. npx telltale keys create --scope write   a key for the Segment SDK that sends to it',
  '     or npx telltale import FILE              a history you have already',
]

export const initCommand: CommandSpec = {
  usage: 'init',
  summary: 'Write a commented telltale.config.ts to begin with.',
  options: [
    { flags: '--name <name>', description: 'the name of your product', default: 'My product' },
    { flags: '--force', description: 'overwrite the file that is there' },
  ],
  examples: ['npx telltale init --name Taskflow', 'npx telltale init --config config/telltale.config.ts'],
  run: async (invocation) => {
    const { io, json } = invocation
    const path = invocation.configPath ?? join(io.cwd, 'telltale.config.ts')
    if (existsSync(path) && !flagOption(invocation, 'force'))
      throw telltaleError('bad_argument', {
        argument: 'The configuration to write',
        value: path,
        expected: 'a file that is not there yet, or --force to overwrite it',
      })
    writeConfig(path, textOption(invocation, 'name') ?? 'My product')
    io.out(json ? JSON.stringify({ path }) : [`Wrote ${path}.`, '', ...NEXT].join('\n'))
    return 0
  },
}

function writeConfig(path: string, name: string): void {
  const template = readFileSync(join(packageRoot(), 'examples', 'starter', 'telltale.config.ts'), 'utf8')
  try {
    mkdirSync(dirname(path), { recursive: true })
    // A function, since a name may hold the `$&` of replacement patterns.
    writeFileSync(
      path,
      template.replace("'My product'", () => literal(name)),
    )
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    throw telltaleError(
      'bad_argument',
      { argument: 'The configuration to write', value: path, expected: `a file that can be written (${reason})` },
      error,
    )
  }
}

/** Text as a literal in single quotes, safe whatever it holds. */
function literal(text: string): string {
  const inside = JSON.stringify(text.toWellFormed()).slice(1, -1).replaceAll('\\"', '"').replaceAll("'", "\\'")
  return `'${inside.replaceAll('\u2028', '\\u2028').replaceAll('\u2029', '\\u2029')}'`
}
