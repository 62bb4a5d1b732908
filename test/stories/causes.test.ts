import { expect, it } from 'vitest'
import { count, days, defineConfig, event, gauge, latest, signal } from '../../src/index.ts'
import { openStory, tell } from './open-story-project.ts'

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

it('late is more than 24 hours after it happened, to the minute, not by days', async () => {
  const story = await openStory({ config, start: '2026-03-03T10:00:00Z' })
  await story.send(done('2026-03-02T09:59:00Z'))
  await story.moveTo('2026-03-04T10:00:00Z')
  await story.send(done('2026-03-03T10:01:00Z'))
  await story.moveTo('2026-03-05T10:00:00Z')
  expect(tell(await story.transitions())).toEqual([
    '2026-03-03 opened once of acme 1 (correction)',
    '2026-03-04 opened twice of acme 1 (behaviour, fresh)',
  ])
})

it('a late event among others of its name, user and day is told from them', async () => {
  const story = await openStory({ config, start: '2026-03-03T10:00:00Z' })
  await story.send(done('2026-03-02T09:00:00Z'), done('2026-03-02T11:00:00Z'))
  await story.moveTo('2026-03-04T10:00:00Z')
  expect(tell(await story.transitions())).toEqual([
    '2026-03-03 opened once of acme 1 (behaviour, fresh)',
    '2026-03-03 opened twice of acme 1 (correction)',
  ])
})

it('so is a late level: without it the one before it holds', async () => {
  const story = await openStory({ config, start: '2026-03-03T10:00:00Z' })
  await story.send(measured('2026-03-02T09:00:00Z', 5), measured('2026-03-02T09:30:00Z', 9))
  await story.send(measured('2026-03-01T12:00:00Z', 3))
  await story.moveTo('2026-03-04T10:00:00Z')
  expect(tell(await story.transitions())).toEqual(['2026-03-03 opened full of acme 1 (correction)'])
})
