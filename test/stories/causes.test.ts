import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import type { Transition } from '../../src/core/transition.ts'
import { count, days, defineConfig, event, gauge, latest, signal } from '../../src/index.ts'
import { importHistory } from '../../src/run/apply/import-history.ts'
import { replayHistory } from '../../src/run/read/replay-history.ts'
import { openStory, type Story, tell } from './open-story-project.ts'

const config = defineConfig({
  events: { task: event('Task Done', { kind: 'core' }), storage: gauge('Storage Measured', 'gigabytes') },
  signals: {
    once: signal('engagement').when(count('task', days(7)).atLeast(1)),
    twice: signal('engagement').when(count('task', days(7)).atLeast(2)),
    full: signal('expansion').when(latest('storage').atLeast(9)),
  },
})
const acme = { context: { groupId: 'acme' } }
const done = (timestamp: string) => ({ event: 'Task Done', userId: 'ana', timestamp, ...acme })
const measured = (timestamp: string, gigabytes: number) => ({
  ...{ event: 'Storage Measured', userId: 'ana', timestamp, properties: { gigabytes }, ...acme },
})

/** What was lived: a replay of it says the same, with the same causes. */
async function told(story: Story): Promise<string[]> {
  const lived = await story.transitions()
  const project = story.project()
  const replayed = await replayHistory(project, { days: { from: 0, to: project.judgedDay! } })
  expect(replayed.map(sayOne)).toEqual(lived.map(sayOne))
  return tell(lived)
}

const sayOne = ({ name, what, ordinal, asOf, cause }: Transition): string =>
  `${asOf} ${what} ${name} ${ordinal} (${cause})`

it('late is more than 24 hours after it happened, to the minute, not by days', async () => {
  const story = await openStory({ config, start: '2026-03-03T10:00:00Z' })
  await story.send(done('2026-03-02T09:59:00Z'))
  await story.moveTo('2026-03-04T10:00:00Z')
  await story.send(done('2026-03-03T10:01:00Z'))
  await story.moveTo('2026-03-05T10:00:00Z')
  expect(await told(story)).toEqual([
    '2026-03-03 opened once of acme 1 (correction)',
    '2026-03-04 opened twice of acme 1 (behaviour, fresh)',
  ])
})

it('a late event among others of its name, user and day is told from them', async () => {
  const story = await openStory({ config, start: '2026-03-03T10:00:00Z' })
  await story.send(done('2026-03-02T09:00:00Z'), done('2026-03-02T11:00:00Z'))
  await story.moveTo('2026-03-04T10:00:00Z')
  expect(await told(story)).toEqual([
    '2026-03-03 opened once of acme 1 (behaviour, fresh)',
    '2026-03-03 opened twice of acme 1 (correction)',
  ])
})

it('so is a late level: without it the one before it holds', async () => {
  const story = await openStory({ config, start: '2026-03-03T10:00:00Z' })
  await story.send(measured('2026-03-02T09:00:00Z', 5), measured('2026-03-02T09:30:00Z', 9))
  await story.send(measured('2026-03-01T12:00:00Z', 3))
  await story.moveTo('2026-03-04T10:00:00Z')
  expect(await told(story)).toEqual(['2026-03-03 opened full of acme 1 (correction)'])
})

it('what an import brings of the open day is of the cause import; of closed days it is the history that a replay begins from', async () => {
  const story = await openStory({ config, start: '2026-03-02T10:00:00Z' })
  await story.moveTo('2026-03-04T10:00:00Z')
  const path = join(story.dir(), 'history.ndjson')
  const rows = [done('2026-03-01T12:00:00Z'), done('2026-03-04T09:00:00Z')]
  writeFileSync(path, rows.map((row) => JSON.stringify({ type: 'track', ...row })).join('\n'))
  const source = { path, source: 'old', mapping: null, readParquet: neverRead }
  await importHistory(story.project(), source)
  await story.moveTo('2026-03-05T10:00:00Z')
  expect(tell(await story.transitions())).toEqual([
    '2026-03-01 opened once of acme 1 (import)',
    '2026-03-04 opened twice of acme 1 (import)',
  ])
  const replayed = await replayHistory(story.project(), { days: { from: 0, to: story.project().judgedDay! } })
  expect(replayed.map(sayOne)).toEqual([
    `${dayOf('2026-03-01')} opened once 1 (behaviour)`,
    `${dayOf('2026-03-04')} opened twice 1 (import)`,
  ])
})

const dayOf = (iso: string): number => Date.parse(iso) / 86_400_000

async function* neverRead(): AsyncGenerator<never> {}
