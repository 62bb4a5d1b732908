import { createWriteStream } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { createGzip } from 'node:zlib'
import { telltaleError } from '../../core/errors.ts'
import { EXAMPLE_WORLDS } from '../../worlds/examples/example-worlds.ts'
import type { WorldMessage } from '../../worlds/world-message.ts'
import { type CommandSpec, textOption } from '../command.ts'
import { counted } from '../counted.ts'
import { type NumberRule, readNumber } from '../read-option.ts'

export const worldCommand: CommandSpec = {
  usage: 'world <name>',
  summary: `Write the events of a made-up product to a file to import, the same for the same seed and time: ${listWorlds()}. It ends now, or at \`--now\`.`,
  options: [
    { flags: '--out <file>', description: 'where to; gzipped when it ends in .gz (default NAME.ndjson)' },
    { flags: '--truth <file>', description: 'write what was drawn for each account, as JSON' },
    { flags: '--seed <n>', description: 'another one gives another draw of the same world', default: '3' },
    { flags: '--share <x>', description: 'how much of it, above 0 up to 1', default: '1' },
  ],
  examples: ['npx telltale world pm-trial', 'npx telltale world pm-trial --share 0.1 --out small.ndjson.gz'],
  run: async (invocation) => {
    const { io, json, clock } = invocation
    const name = String(invocation.args[0])
    const world = Object.hasOwn(EXAMPLE_WORLDS, name) ? EXAMPLE_WORLDS[name] : undefined
    if (world === undefined)
      throw telltaleError('unknown_name', {
        ...{ what: 'world', name: name.slice(0, 200), valid: Object.keys(EXAMPLE_WORLDS).join(', ') },
      })
    const numberOf = (option: string, rule: NumberRule): number =>
      readNumber(textOption(invocation, option) ?? '', { argument: `--${option}`, ...rule })
    const seed = numberOf('seed', { valid: Number.isSafeInteger, expected: 'a whole number' })
    const isShare = (share: number): boolean => share > 0 && share <= 1
    const share = numberOf('share', { valid: isShare, expected: 'a number above 0 up to 1' })
    const out = textOption(invocation, 'out') ?? `${name}.ndjson`
    const { messages, truth } = world.make({ seed, share, end: clock.now() })
    await writeLines(resolve(io.cwd, out), messages)
    const truthFile = textOption(invocation, 'truth')
    if (truthFile !== null) await writeFile(resolve(io.cwd, truthFile), `${JSON.stringify(truth)}\n`)
    const written = { path: out, messages: messages.length, accounts: truth.length }
    const what = `${counted(messages.length, 'message')} of ${counted(truth.length, 'account')}`
    io.out(json ? JSON.stringify(written) : `Wrote ${what} to ${out}. Next: npx telltale import ${out}`)
    return 0
  },
}

function listWorlds(): string {
  const worlds = Object.entries(EXAMPLE_WORLDS)
  return worlds.map(([name, { about }]) => `\`${name}\` (${about})`).join(', ')
}

const LINES_PER_CHUNK = 500

async function writeLines(path: string, messages: readonly WorldMessage[]): Promise<void> {
  const chunks = Readable.from(chunk(messages))
  const file = createWriteStream(path)
  try {
    await (path.endsWith('.gz') ? pipeline(chunks, createGzip(), file) : pipeline(chunks, file))
  } catch (error) {
    const expected = `a file that can be written (${(error as Error).message})`
    throw telltaleError('bad_argument', { argument: '--out', value: path, expected }, error)
  }
}

function* chunk(messages: readonly WorldMessage[]): Generator<string> {
  for (let i = 0; i < messages.length; i += LINES_PER_CHUNK) {
    const lines = messages.slice(i, i + LINES_PER_CHUNK).map((message) => JSON.stringify(message))
    yield `${lines.join('\n')}\n`
  }
}
