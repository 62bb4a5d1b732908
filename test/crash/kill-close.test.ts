import { spawnSync } from 'node:child_process'
import { rmSync, writeFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { beforeAll, expect, onTestFinished, test } from 'vitest'
import { packageRoot } from '../../src/core/package-root.ts'
import { count, days, daysSinceLast, defineConfig, event, indicator, signal } from '../../src/index.ts'
import { openDuckdbStore } from '../../src/store/analytic/duckdb/open-store.ts'
import { readTransitions } from '../../src/store/control/read-judgement.ts'
import { requireBuilt } from '../require-built.ts'
import { modelOf, openInProcess, storyFolder } from '../stories/open-story-project.ts'

const config = defineConfig({
  account: { key: ['context.groupId'] },
  events: { task: event('Task Created', { kind: 'core' }), limit: event('Plan Limit Reached', { kind: 'intent' }) },
  indicators: { tasks: count('task', days(3)) },
  signals: {
    busy: signal('engagement').when(indicator('tasks').atLeast(3)),
    quiet: signal('risk').when(daysSinceLast().atLeast(1)),
    hit: signal('expansion').on('limit').cooldown(1),
    works: signal('engagement').level('person').when(indicator('tasks').atLeast(1)),
  },
})
const MIDNIGHT = Date.parse('2026-03-05T00:00:01Z')
const ACCOUNTS = 20
const NINE = 9 * 3_600_000

/** Three days of twenty accounts, each with a habit of its own; a minute after midnight the last of them hits its limit again. */
function tellDays() {
  const messageOf = (account: number, day: number, name: string, at: number) => ({
    type: 'track',
    event: name,
    messageId: `${name} ${account} ${day}`,
    userId: `u${account}`,
    timestamp: new Date(at).toISOString(),
    context: { groupId: `account ${account}` },
  })
  const told = [2, 3, 4].map((day) => {
    const at = Date.parse(`2026-03-0${day}T00:00:00Z`) + NINE
    const accounts = Array.from({ length: ACCOUNTS }, (_, account) => account)
    const names = (account: number) => [
      ...(account % day === 0 ? ['Task Created'] : []),
      ...(account % 4 === day % 4 ? ['Plan Limit Reached'] : []),
    ]
    return { at, messages: accounts.flatMap((one) => names(one).map((name) => messageOf(one, day, name, at))) }
  })
  return { days: told, midnight: MIDNIGHT, next: [messageOf(ACCOUNTS - 1, 5, 'Plan Limit Reached', MIDNIGHT)] }
}

const model = modelOf(config)
beforeAll(() => requireBuilt('run/decide/close-days.js'))

/** Lives through the story in a process of its own; how that ended. */
function live(dir: string, kill: { piece: number; turns: number } | null): number | string | null {
  const story = join(dir, '..', `${basename(dir)}.json`)
  writeFileSync(story, JSON.stringify({ model, ...tellDays() }))
  onTestFinished(() => rmSync(story, { force: true }))
  const script = join(packageRoot(), 'test', 'crash', 'close-under-fault.mjs')
  const env = { ...process.env, TELLTALE_KILL: JSON.stringify(kill) }
  const { status, signal: by, stderr } = spawnSync(process.execPath, [script, dir, story], { env, encoding: 'utf8' })
  expect(stderr).toBe('')
  return by ?? status
}

/** All changes that were committed, and the frame of the closed day, once the folder was opened again. */
async function read(dir: string): Promise<string[]> {
  const { project, close } = await openInProcess(dir, model, { now: MIDNIGHT + 60_000, said: [] })
  const transitions = await readTransitions(project.control, { limit: 10_000, order: 'oldest' })
  await close()
  const { store, context } = await openDuckdbStore({
    folder: join(dir, 'analytic'),
    ...{ timezone: 'UTC', closeDelayMinutes: 0 },
  })
  const frame = await context.writer.runAndReadAll('SELECT day, quantity, entity, value FROM frame ORDER BY ALL')
  const rows = frame.getRowsJson()
  await store.close()
  const changes = transitions.map(({ name, entity, what, ordinal, asOf, at, cause, position }) =>
    JSON.stringify([name, entity, what, ordinal, asOf, at, cause, position]),
  )
  return [...changes.sort(), ...rows.map((row) => JSON.stringify(row))]
}

test.each([0, 1, 3, 6, 7])(
  'killed in piece %i of a day close, the day is closed once for each account and person by the next start, with what came in behind midnight',
  async (piece) => {
    const whole = storyFolder()
    expect(live(whole, null)).toBe(0)
    const truth = await read(whole)
    for (const turns of [0, 3, 8, 20]) {
      const dir = storyFolder()
      expect(live(dir, { piece, turns })).toBe('SIGKILL')
      expect(await read(dir)).toEqual(truth)
    }
    for (const name of ['"hit"', '"works"'])
      expect(truth.filter((line) => line.includes(name) && line.includes('"opened"')).length).toBeGreaterThan(10)
  },
  120_000,
)
