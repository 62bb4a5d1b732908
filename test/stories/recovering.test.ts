import { expect, it } from 'vitest'
import type { EpisodeNotice } from '../../src/contract/episodes.ts'
import { count, days, defineConfig, event, signal } from '../../src/index.ts'
import { apiDeps } from '../../src/run/read/api-deps.ts'
import { openStory, tell } from './open-story-project.ts'

const config = defineConfig({
  events: { limit: event('Limit Reached', { kind: 'intent' }) },
  signals: {
    hit: signal('expansion').on('limit'),
    often: signal('expansion').when(count('limit', days(7)).atLeast(2)),
  },
})
const hit = { event: 'Limit Reached', userId: 'ana', context: { groupId: 'acme' } }

it('what was applied but could not be judged is judged at the next tick, before anything later', async () => {
  const story = await openStory({ config, start: '2026-03-02T10:00:00Z' })
  const { control } = story.project()
  const { transaction } = control
  control.transaction = () => {
    throw new Error('database or disk is full')
  }
  await expect(story.send(hit)).rejects.toThrow('disk is full')
  control.transaction = transaction
  await story.moveTo('2026-03-03T10:00:00Z')
  await story.send(hit)
  await story.moveTo('2026-03-04T10:00:00Z')
  expect(tell(await story.transitions())).toEqual([
    '2026-03-02 opened hit of acme 1 (behaviour)',
    '2026-03-02 closed hit of acme 1 (behaviour, fresh)',
    '2026-03-03 opened hit of acme 2 (behaviour, fresh)',
    '2026-03-03 closed hit of acme 2 (behaviour, fresh)',
    '2026-03-03 opened often of acme 1 (behaviour, fresh)',
  ])
})

it('a reader that comes back with the last id it saw gets what it missed, then what is new, each once and in order', async () => {
  const story = await openStory({ config, start: '2026-03-02T10:00:00Z' })
  await story.send(hit)
  await story.moveTo('2026-03-03T10:00:00Z')
  await story.send(hit)
  const heard: EpisodeNotice[] = []
  const all = new Promise<void>((resolve) => {
    const stop = apiDeps(story.project(), () => new Uint8Array(32)).subscribeEpisodes(1, (notice) => {
      heard.push(notice)
      if (heard.length < 4) return
      stop()
      resolve()
    })
  })
  await story.moveTo('2026-03-04T10:00:00Z')
  await all
  expect(heard.map(({ sequence, what, episode }) => [sequence, what, episode.signal])).toEqual([
    [2, 'closed', 'hit'],
    [3, 'opened', 'hit'],
    [4, 'closed', 'hit'],
    [5, 'opened', 'often'],
  ])
})

it('after a restart, well ended or not, nothing is judged again: each episode opens once', async () => {
  const twice = defineConfig({
    events: { limit: event('Limit Reached', { kind: 'intent' }) },
    signals: { hit: signal('expansion').on('limit'), twice: signal('expansion').on('limit').minimum(2) },
  })
  const story = await openStory({ config: twice, start: '2026-03-02T10:00:00Z' })
  await story.send(hit)
  await story.reopen()
  await story.crash()
  expect(tell(await story.transitions())).toEqual(['2026-03-02 opened hit of acme 1 (behaviour, fresh)'])
  await story.moveTo('2026-03-03T10:00:00Z')
  await story.send(hit)
  await story.crash()
  expect(tell(await story.transitions()).slice(1)).toEqual([
    '2026-03-02 closed hit of acme 1 (behaviour, fresh)',
    '2026-03-03 opened hit of acme 2 (behaviour, fresh)',
    '2026-03-03 opened twice of acme 1 (behaviour, fresh)',
  ])
})

it('a message that is sent again, in the same batch, later, or after a crash, counts once', async () => {
  const story = await openStory({ config, start: '2026-03-02T10:00:00Z' })
  const once = { ...hit, messageId: 'once', timestamp: '2026-03-02T10:00:00Z' }
  await story.send(once, once)
  await story.send(once)
  await story.crash()
  await story.send(once, { ...once, messageId: 'other' })
  expect((await story.get<{ counts: { events: number } }>('/status')).counts.events).toBe(2)
})
