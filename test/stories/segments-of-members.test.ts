import { expect, it } from 'vitest'
import {
  all,
  bands,
  cases,
  count,
  days,
  defineConfig,
  distinctUsers,
  event,
  inSegment,
  not,
  rollUp,
  signal,
} from '../../src/index.ts'
import { openStory, tell } from './open-story-project.ts'

const config = defineConfig({
  events: { task: event('Task Done', { kind: 'core' }) },
  segments: {
    size: bands(count('task', days(7)), { small: 0, medium: 3 }),
    team: cases({ alone: distinctUsers('task', days(7)).under(2) }),
  },
  indicators: { inMedium: rollUp('share', inSegment('size', 'medium')) },
  signals: {
    among: signal('engagement').level('member').when(inSegment('size', 'medium')),
    shares: signal('engagement')
      .level('member')
      .on('task')
      .when(all(inSegment('size', 'medium'), not(inSegment('team', 'alone'))))
      .cooldown(9),
  },
})

const done = (userId: string) => ({ event: 'Task Done', userId, context: { groupId: 'acme' } })

it('members are asked for the segments of their account: what they did together, not each alone', async () => {
  const story = await openStory({ config, start: '2026-03-02T10:00:00Z' })
  await story.send(...['ana', 'bo'].map((userId) => ({ type: 'group', userId, groupId: 'acme' })))
  await story.send(done('ana'), done('ana'))
  await story.moveTo('2026-03-03T10:00:00Z')
  await story.send(done('bo'))
  await story.moveTo('2026-03-04T10:00:00Z')
  const lived = tell(await story.transitions())
  expect(lived.sort()).toEqual([
    '2026-03-03 opened among of member u:ana 1 (behaviour, fresh)',
    '2026-03-03 opened among of member u:bo 1 (behaviour, fresh)',
    '2026-03-03 opened shares of member u:bo 1 (behaviour, fresh)',
  ])
  const { data } = await story.get<{ data: { id: string; changes: { asOf: string }[] }[] }>('/replay?from=2026-03-02')
  expect(data.map(({ id, changes }) => `${changes[0]?.asOf} ${id}`).sort()).toEqual([
    '2026-03-03 among/acme/u%3Aana/1',
    '2026-03-03 among/acme/u%3Abo/1',
    '2026-03-03 shares/acme/u%3Abo/1',
  ])
})
