import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { runCommand, tempFolder } from './run-command.ts'

const CONFIG = `
import { defineConfig, event } from 'telltale'
export default defineConfig({ events: { note: event('Note Written', { kind: 'core', feature: 'notes' }) } })
`

/** Thirty people in January, six four weeks later. */
async function openFolder(): Promise<string> {
  const cwd = tempFolder()
  const note = (day: string, n: number) => ({
    ...{ type: 'track', event: 'Note Written', userId: `u${n}`, context: { groupId: 'acme' } },
    timestamp: `2026-${day}T09:00:00Z`,
  })
  const people = (n: number, day: string) => Array.from({ length: n }, (_, i) => note(day, i))
  writeFileSync(join(cwd, 'telltale.config.ts'), CONFIG)
  const messages = [...people(30, '01-30'), ...people(6, '02-27')]
  writeFileSync(join(cwd, 'history.ndjson'), messages.map((one) => JSON.stringify(one)).join('\n'))
  await runCommand(['import', 'history.ndjson'], { cwd })
  return cwd
}

it('a digest in a file is what it says in the shell; where nothing moved none is written', async () => {
  const cwd = await openFolder()
  const file = join(cwd, 'digest.txt')
  const week = ['digest', '--as-of', '2026-03-01'] as const
  const shown = await runCommand([...week], { cwd })
  const written = await runCommand([...week, '--to', file], { cwd })
  expect([written.code, written.out]).toEqual([0, ''])
  expect(readFileSync(file, 'utf8').trim()).toBe(shown.out.trim())
  expect(shown.out).toContain('- Weekly active users 6, before 30.')
  const quiet = join(cwd, 'quiet.txt')
  const still = await runCommand(['digest', '--as-of', '2026-01-20', '--to', quiet], { cwd })
  expect([still.code, existsSync(quiet), still.err]).toEqual([0, false, 'Nothing moved, as of the end of 2026-01-20.'])
  const nowhere = await runCommand([...week, '--to', join(cwd, 'none', 'digest.txt')], { cwd })
  expect(nowhere.code).not.toBe(0)
  expect(nowhere.err).toContain('digest.txt')
})
