import { expect, it } from 'vitest'
import { type Config, daysSinceLast, defineConfig, event, signal } from '../../src/index.ts'
import { openStory, tell } from './open-story-project.ts'

const quietAfter = (days: number): Config =>
  defineConfig({
    events: { limit: event('Limit Reached', { kind: 'core' }) },
    signals: {
      hit: signal('expansion').on('limit').cooldown(2),
      quiet: signal('risk').when(daysSinceLast().atLeast(days)),
    },
  })
type Explained = { signal: string; conditions: readonly { comparisons: readonly { threshold: number }[] }[] }
const hit = { event: 'Limit Reached', userId: 'ana', context: { groupId: 'acme' } }

it('days that passed before a change are judged as they were configured; the change is a cause of its own', async () => {
  const story = await openStory({ config: quietAfter(2), start: '2026-03-02T10:00:00Z' })
  await story.send(hit)
  story.setClock('2026-03-06T10:00:00Z')
  await story.reopen(quietAfter(9))
  expect(tell(await story.transitions())).toEqual([
    '2026-03-02 opened hit of acme 1 (behaviour, fresh)',
    '2026-03-04 closed hit of acme 1 (behaviour)',
    '2026-03-04 opened quiet of acme 1 (behaviour)',
    '2026-03-05 closed quiet of acme 1 (config)',
  ])
  expect(story.said).toEqual(['The configuration changed: 0 signals turned on and 1 off under it, silently.'])

  const open = async (query: string) => {
    const { data } = await story.get<{ data: { id: string; closedAt: string | null }[] }>(`/replay?${query}`)
    return data.filter(({ closedAt }) => closedAt === null).map(({ id }) => id)
  }
  const day = 'from=2026-03-05&to=2026-03-05'
  expect(await open(day)).toEqual([])
  expect(await open(`${day}&configAsOf=2026-03-05`)).toEqual(['quiet/acme/1'])
})

it('an episode that an event opened today goes on under a changed configuration, and is not opened again', async () => {
  const story = await openStory({ config: quietAfter(2), start: '2026-03-02T10:00:00Z' })
  await story.moveTo('2026-03-03T10:00:00Z')
  await story.send(hit)
  await story.reopen(quietAfter(1))
  await story.send(hit)
  expect(tell(await story.transitions())).toEqual(['2026-03-03 opened hit of acme 1 (behaviour, fresh)'])
  await story.moveTo('2026-03-04T00:00:00Z')
  await story.crash()
  expect((await story.transitions()).map(({ configHash }) => configHash)).toHaveLength(1)
})

it('back to an earlier configuration: each past day is explained with the one that was in force then', async () => {
  const story = await openStory({ config: quietAfter(2), start: '2026-03-02T10:00:00Z' })
  await story.send(hit)
  await story.moveTo('2026-03-06T10:00:00Z')
  await story.reopen(quietAfter(9))
  await story.moveTo('2026-03-08T10:00:00Z')
  await story.reopen(quietAfter(2))
  await story.moveTo('2026-03-10T10:00:00Z')
  const thresholdOf = async (asOf: string) => {
    const path = `/accounts/acme?asOf=${asOf}`
    const { explanations } = await story.get<{ explanations: Explained[] }>(path)
    return explanations.find(({ signal }) => signal === 'quiet')?.conditions[0]?.comparisons[0]?.threshold
  }
  expect(await Promise.all(['2026-03-04', '2026-03-06', '2026-03-08'].map(thresholdOf))).toEqual([2, 9, 2])
})
