import { expect, it } from 'vitest'
import { openStory } from '../../../test/stories/open-story-project.ts'
import type { EpisodePage } from '../../contract/episodes.ts'
import { count, days, defineConfig, event, signal } from '../../index.ts'

const config = defineConfig({
  events: { task: event('task', { kind: 'core' }) },
  signals: { works: signal('engagement').when(count('task', days(7)).atLeast(2)) },
})

it('alerts are told without their evidence to who asks for a long list of them', async () => {
  const story = await openStory({ config, start: '2026-03-02T09:00:00Z' })
  const task = { userId: 'ana', event: 'task', context: { groupId: 'acme' } }
  await story.send(task, task)
  await story.moveTo('2026-03-03T09:00:00Z')
  const { data } = await story.get<EpisodePage>('/episodes')
  expect(data[0]!.changes[0]!.evidence).toMatchObject([{ kind: 'days', days: [{ day: '2026-03-02', n: 2 }] }])
  const { data: without } = await story.get<EpisodePage>('/episodes?evidence=without')
  expect(without).toEqual([{ ...data[0]!, changes: [{ ...data[0]!.changes[0]!, evidence: [] }] }])
  await story.close()
})
