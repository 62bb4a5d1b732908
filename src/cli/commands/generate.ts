import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { telltaleError } from '../../core/errors.ts'
import { type CommandSpec, flagOption, textOption } from '../command.ts'
import { expectConfig } from '../find-config.ts'
import { readModel } from '../read-config.ts'
import { renderTracking } from '../render/render-tracking.ts'

export const generateCommand: CommandSpec = {
  usage: 'generate',
  summary:
    'Write a TypeScript module with a typed track() for browsers and for Node: only events of the configuration, each under one name and with the properties that it says. With --check: exit code 1 where the file is another.',
  options: [
    { flags: '--out <file>', description: 'the file to write; default: standard output' },
    {
      flags: '--check',
      description: 'write nothing, and say whether the file of --out is the one that would be written',
    },
  ],
  examples: ['npx telltale generate --out src/track.ts', 'npx telltale generate --out src/track.ts --check'],
  run: async (invocation) => {
    const { io, json } = invocation
    const model = await readModel(expectConfig(invocation))
    const text = renderTracking(model)
    const out = textOption(invocation, 'out')
    const events = new Set(
      model.events.filter(({ call }) => call === 'track').flatMap(({ names }) => names.slice(0, 1)),
    ).size
    if (flagOption(invocation, 'check')) {
      const same = out !== null && readText(resolve(io.cwd, out)) === text
      io.out(
        json
          ? JSON.stringify({ path: out, same })
          : same
            ? `${out} is up to date.`
            : `${out ?? 'Nothing'} is another: run telltale generate --out ${out ?? 'FILE'}`,
      )
      return same ? 0 : 1
    }
    if (out === null) {
      io.out(json ? JSON.stringify({ path: null, events, text }) : text.trimEnd())
      return 0
    }
    writeText(resolve(io.cwd, out), text)
    io.out(
      json ? JSON.stringify({ path: out, events }) : `Wrote ${out}: ${events} ${events === 1 ? 'event' : 'events'}.`,
    )
    return 0
  },
}

function readText(path: string): string | null {
  return existsSync(path) ? readFileSync(path, 'utf8') : null
}

function writeText(path: string, text: string): void {
  try {
    writeFileSync(path, text)
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    const expected = `a file that can be written (${reason})`
    throw telltaleError('bad_argument', { argument: '--out', value: path, expected }, error)
  }
}
