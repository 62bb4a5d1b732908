import { existsSync, readdirSync } from 'node:fs'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { loadConfig } from './load-config.ts'

let folder = ''
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'telltale-config-'))
})
afterEach(() => rm(folder, { recursive: true }))

async function load(text: string, name = 'telltale.config.ts'): Promise<Awaited<ReturnType<typeof loadConfig>>> {
  const path = join(folder, name)
  await writeFile(path, text)
  return loadConfig(path)
}

const GOOD = `import { churned, defineConfig, event, count, days, outcome, signal } from 'telltale'
const n: number = 3
export default defineConfig({
  events: { project: event('Project Created', { kind: 'core' }) },
  outcomes: { left: churned() },
  signals: {
    busy: signal('risk').when(count('project', days(7)).atLeast(n)).predicts(outcome('left').within(days(9))).suggest({ team: 'sales', action: 'Call' }),
  },
})
`

describe('loadConfig', () => {
  test('runs TypeScript anywhere on the disk, with `telltale` being this package', async () => {
    const { model, problems, error } = await load(GOOD)
    expect({ problems, error }).toEqual({ problems: [], error: null })
    expect(model!.signals.map(({ key, sentence }) => `${key}: ${sentence}`)).toEqual([
      'busy: Opens for an account when Project Created in the last 7 days is at least 3. Closes when that is no longer so. It predicts left within 9 days.',
    ])
  })

  test('reads the file anew each time', async () => {
    const before = await load(GOOD)
    const after = await load(GOOD.replace('n: number = 3', 'n: number = 4'))
    expect(after.model!.hash).not.toBe(before.model!.hash)
  })

  test('says where each problem stands', async () => {
    const { path, model, problems, error } = await load(GOOD.replace("count('project'", "count('projects'"))
    expect({ model, error }).toEqual({ model: null, error: null })
    expect(problems).toEqual([
      {
        level: 'error',
        code: 'unknown_name',
        path: 'signals.busy',
        bad: 'projects',
        place: { file: path, line: 7, column: 37 },
        message: 'There is no event called "projects". There are: project.',
        mend: 'Did you mean "project"?',
      },
    ])
  })

  test('says on which line the file failed', async () => {
    const { path, error } = await load(`import { count, defineConfig } from 'telltale'

const broken: unknown = undefined

export default defineConfig({
  events: {},
  indicators: { b: count(broken as 'a') },
})
`)
    expect(error!.message).toBe(`The configuration ${path} could not be loaded: line 7: events is not iterable`)
  })

  test.each([
    ['no file', null, 'config_missing'],
    ['a file that does not parse', 'export default defineConfig({', 'config_unreadable'],
    ['a file that throws', `throw new Error('no luck')`, 'config_unreadable'],
    ['a file that throws something else', `throw null`, 'config_unreadable'],
    ['a file that exports something else', 'export default { events: {} }', 'config_unreadable'],
    ['a file that exports nothing', 'export const a = 1', 'config_unreadable'],
    ['a package that is not there', `import 'no-such-package-of-mine'`, 'config_unreadable'],
  ])('%s is an answer, not an exception', async (_, text, code) => {
    const { model, error } = text === null ? await loadConfig(join(folder, 'none.ts')) : await load(text)
    expect({ model, code: error?.code }).toEqual({ model: null, code })
  })

  const configured = readdirSync('examples').filter((name) => existsSync(join('examples', name, 'telltale.config.ts')))
  test.each(configured)('the example %s is without fault', async (example) => {
    const { model, problems, error } = await loadConfig(join('examples', example, 'telltale.config.ts'))
    expect({ problems, error }).toEqual({ problems: [], error: null })
    expect(model!.signals.filter(({ enabled }) => enabled).length).toBeLessThanOrEqual(6)
  })
})
