import { rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { runCommand, tempFolder } from './run-command.ts'
import { startStoppable } from './start-server.ts'

const CONFIG = `
import { count, defineConfig, event, signal } from 'telltale'
export default defineConfig({
  events: { note: event('Note Written', { kind: 'core' }) },
  signals: { writes: signal('activation').when(count('note').atLeast(1)) },
})
`
/** A machine that does much else takes long to load it all. */
const MINUTES = 120_000

const note = {
  ...{ type: 'track', event: 'Note Written', userId: 'ann', messageId: 'm-1' },
  ...{ timestamp: '2026-06-01T09:00:00Z', context: { groupId: 'acme' } },
}

it(
  'a command without a configuration file goes by the one in force, says so, and leaves it in force',
  async () => {
    const cwd = tempFolder()
    const run = (...argv: string[]) => runCommand(argv, { cwd })
    const path = join(cwd, 'telltale.config.ts')
    writeFileSync(path, CONFIG)
    writeFileSync(join(cwd, 'history.ndjson'), JSON.stringify(note))
    await run('import', 'history.ndjson')
    rmSync(path)
    const open = await run('episodes', '--json')
    expect(JSON.parse(open.out).data).toMatchObject([{ id: 'writes/acme/1', closedAt: null }])
    expect(open.err).toBe(
      `No telltale.config.ts here: by the configuration that is in force in ${join(cwd, '.telltale')}. --config names another.`,
    )
    writeFileSync(
      join(cwd, 'more.ndjson'),
      JSON.stringify({ ...note, messageId: 'm-2', timestamp: '2026-06-02T09:00:00Z' }),
    )
    await run('import', 'more.ndjson')
    writeFileSync(path, CONFIG)
    expect(await run('episodes', '--json')).toEqual({ ...open, err: '' })
  },
  MINUTES,
)

it(
  'a folder that was never judged goes by the built-in one',
  async () => {
    const cwd = tempFolder()
    writeFileSync(join(cwd, 'history.ndjson'), JSON.stringify(note))
    const { code, err } = await runCommand(['import', 'history.ndjson'], { cwd })
    expect([code, err]).toEqual([0, expect.not.stringContaining('in force in')])
  },
  MINUTES,
)

it(
  'a server that is started without a file goes by the one in force too, and says what only the file knows',
  async () => {
    const cwd = tempFolder()
    const path = join(cwd, 'telltale.config.ts')
    writeFileSync(path, CONFIG)
    writeFileSync(join(cwd, 'history.ndjson'), JSON.stringify(note))
    await runCommand(['import', 'history.ndjson'], { cwd })
    rmSync(path)
    const { url, stop } = await startStoppable(cwd)
    const episodes = await fetch(`${url}/api/v1/episodes`)
    expect(((await episodes.json()) as { data: unknown }).data).toMatchObject([{ id: 'writes/acme/1', closedAt: null }])
    const said = (await stop()).err
    expect(said).toContain(
      `No telltale.config.ts here: by the configuration that is in force in ${join(cwd, '.telltale')}. --config names another.\nChannels and sources stand in the file alone: until it is there nothing is sent, and no source is read.`,
    )
    expect(said).not.toContain('judging nothing')
  },
  MINUTES,
)
