import { type CommandSpec, type Invocation, textOption } from '../command.ts'
import { readDelivery, readSources } from '../read-config.ts'
import { readModelInForce } from '../read-model-in-force.ts'
import { readNumber } from '../read-option.ts'

export const startCommand: CommandSpec = {
  usage: 'start',
  summary:
    'Start the server: takes in events, judges them, serves API and dashboard. Bound to this machine unless told otherwise.',
  options: [
    { flags: '--port <n>', description: 'port (default: PORT, else 4620; 0 chooses one)' },
    { flags: '--host <name>', description: 'address to listen on (default: HOST, else 127.0.0.1)' },
  ],
  examples: ['npx telltale start', 'npx telltale start --config telltale.config.ts --data .telltale --port 4620'],
  run: async (invocation) => {
    const { io, dataDir, clock } = invocation
    const { model, configPath, isKept } = await readModelInForce(invocation)
    if (isKept)
      io.err('Channels and sources stand in the file alone: until it is there nothing is sent, and no source is read.')
    else if (configPath === null)
      io.err('No telltale.config.ts here: showing what arrives, judging nothing. `npx telltale init` writes one.')
    const address = readAddress(invocation)
    const { serveProject } = await import('../serve-project.ts')
    await serveProject({
      ...{ io, clock, dataDir, configPath, demo: false },
      ...address,
      model,
      sources: await readSources(configPath),
      delivery: await readDelivery(configPath),
      ready: (_, url, { first }) => {
        if (!first) return io.err(`Telltale listens on ${url} again.`)
        io.out(
          invocation.json
            ? JSON.stringify({ url })
            : `Telltale listens on ${url}; data in ${dataDir}. Ctrl-C stops it.`,
        )
      },
    })
    return 0
  },
}

/** Flag, then environment, then default. @throws bad_argument */
export function readAddress(invocation: Invocation): { host: string; port: number } {
  const { env } = invocation.io
  const text = textOption(invocation, 'port') ?? env.PORT ?? '4620'
  const port = readNumber(text, {
    argument: '--port',
    valid: (value) => Number.isInteger(value) && value >= 0 && value <= 65_535,
    expected: 'a number from 0 to 65535',
  })
  return { host: textOption(invocation, 'host') ?? env.HOST ?? '127.0.0.1', port }
}
