import { expect, it } from 'vitest'
import { type Config, count, days, defineConfig, event, signal, tenure } from '../../src/index.ts'
import { replayHistory } from '../../src/run/read/replay-history.ts'
import { openStory, tell } from './open-story-project.ts'

const config = (): Config =>
  defineConfig({
    product: { name: 'Taskflow' },
    events: { taskDone: event('Task Done', { kind: 'core' }) },
    signals: { grown: signal('engagement').when(tenure('days').atLeast(10)) },
  })

const done = { event: 'Task Done', userId: 'ana', context: { groupId: 'acme' } }

type Detail = { header: { tenureDays: number }; traits: { key: string }[] }

it('moves first seen back on the day a late event became known, and not before', async () => {
  const story = await openStory({ config: config(), start: '2026-03-10T10:00:00Z' })
  await story.send({ type: 'group', userId: 'ana', groupId: 'acme', traits: { plan: 'pro' } }, done)
  await story.moveTo('2026-03-12T10:00:00Z')
  await story.send({ ...done, timestamp: '2026-03-01T10:00:00Z' })
  await story.moveTo('2026-03-14T10:00:00Z')

  const tenureOn = async (day: string) => (await story.get<Detail>(`/accounts/acme?asOf=${day}`)).header.tenureDays
  expect([await tenureOn('2026-03-10'), await tenureOn('2026-03-11'), await tenureOn('2026-03-12')]).toEqual([0, 1, 11])
  const opened = tell(await story.transitions())
  expect(opened).toHaveLength(1)
  expect(opened[0]).toMatch(/^2026-03-12 opened grown of acme 1/)

  const day = story.project().judgedDay ?? 0
  const replayed = await replayHistory(story.project(), { days: { from: 0, to: day } })
  const live = await story.transitions()
  expect(replayed.map(({ name, what, at }) => [name, what, at])).toEqual(
    live.map(({ name, what, at }) => [name, what, at]),
  )
})

it('keeps what the product did not send out of the traits of the page', async () => {
  const story = await openStory({ config: config(), start: '2026-03-10T10:00:00Z' })
  await story.send({ type: 'group', userId: 'ana', groupId: 'acme', traits: { plan: 'pro' } }, done)
  await story.moveTo('2026-03-12T10:00:00Z')
  const { traits } = await story.get<Detail>('/accounts/acme')
  expect(traits.map(({ key }) => key)).toEqual(['plan'])
})

it('nothing is said of an account that nobody had heard of, though it did nothing: a replay knows no better', async () => {
  const config = defineConfig({
    events: { task: event('Task Done', { kind: 'core' }) },
    signals: { idle: signal('risk').when(count('task', days(1)).under(1)) },
  })
  const story = await openStory({ config, start: '2026-03-02T10:00:00Z' })
  await story.send({ event: 'Task Done', userId: 'ana', context: { groupId: 'acme' } })
  await story.moveTo('2026-03-04T10:00:00Z')
  await story.send({ event: 'Task Done', userId: 'bo', context: { groupId: 'late' } })
  await story.moveTo('2026-03-06T10:00:00Z')
  const lived = [
    '2026-03-03 opened idle of acme 1 (behaviour, fresh)',
    '2026-03-05 opened idle of late 1 (behaviour, fresh)',
  ]
  expect(tell(await story.transitions())).toEqual(lived)
  const { data } = await story.get<{ data: { id: string; changes: { asOf: string }[] }[] }>('/replay?from=2026-03-02')
  expect(data.map(({ id, changes }) => `${changes[0]?.asOf} ${id}`)).toEqual([
    '2026-03-05 idle/late/1',
    '2026-03-03 idle/acme/1',
  ])
})
