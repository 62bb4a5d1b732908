import { expect, it } from 'vitest'
import { type Config, count, defineConfig, event, hours, signal } from '../../src/index.ts'
import { replayHistory } from '../../src/run/read/replay-history.ts'
import { openStory, tell } from './open-story-project.ts'

const config = (): Config =>
  defineConfig({
    product: { name: 'Taskflow' },
    events: { exported: event('Report Exported', { kind: 'core' }) },
    signals: {
      exporting: signal('risk')
        .on('exported')
        .when(count('exported', hours(2)).atLeast(3)),
    },
  })

const ana = { userId: 'ana', context: { groupId: 'acme' } }
const exported = { event: 'Report Exported', ...ana }

async function exportAt(times: readonly string[]) {
  const story = await openStory({ config: config(), start: '2026-03-02T08:00:00Z' })
  await story.send({ type: 'group', userId: 'ana', groupId: 'acme' })
  for (const time of times) {
    story.setClock(time)
    await story.send(exported)
  }
  return story
}

it('counts the last two hours to the millisecond, live, at the close of the day and in replay', async () => {
  const late = await exportAt(['2026-03-03T09:00:00.000Z', '2026-03-03T10:00:00.000Z', '2026-03-03T11:00:00.000Z'])
  expect(tell(await late.transitions())).toEqual([])

  const story = await exportAt(['2026-03-03T09:00:00.000Z', '2026-03-03T10:00:00.000Z', '2026-03-03T10:59:59.999Z'])
  const [opened] = await story.transitions()
  expect(tell(await story.transitions())).toEqual(['2026-03-03 opened exporting of acme 1 (behaviour, fresh)'])
  expect(opened).toMatchObject({ at: Date.parse('2026-03-03T10:59:59.999Z'), values: [{ value: 3 }] })

  await story.moveTo('2026-03-05T08:00:00Z')
  const day = story.project().judgedDay ?? 0
  const live = (await story.transitions()).map(({ name, what, at, values }) => ({ name, what, at, values }))
  const replayed = await replayHistory(story.project(), { days: { from: 0, to: day } })
  expect(replayed.map(({ name, what, at, values }) => ({ name, what, at, values }))).toEqual(live)
})

it('counts what happened before midnight', async () => {
  const story = await exportAt(['2026-03-03T22:30:00Z', '2026-03-03T23:30:00Z'])
  await story.moveTo('2026-03-04T00:10:00Z')
  expect(tell(await story.transitions())).toEqual([])
  await story.send(exported)
  expect(tell(await story.transitions())).toEqual(['2026-03-04 opened exporting of acme 1 (behaviour, fresh)'])

  await story.moveTo('2026-03-05T08:00:00Z')
  const day = story.project().judgedDay ?? 0
  const replayed = await replayHistory(story.project(), { days: { from: 0, to: day }, account: 'acme' })
  expect(replayed.map(({ what, at }) => [what, new Date(at).toISOString()])).toEqual([
    ['opened', '2026-03-04T00:10:00.000Z'],
    ['closed', new Date((await story.transitions())[1]!.at).toISOString()],
  ])
})

it('explains the number of the day that was closed', async () => {
  const story = await exportAt(['2026-03-03T22:30:00Z', '2026-03-03T23:30:00Z'])
  await story.moveTo('2026-03-04T08:00:00Z')
  const { explanations } = await story.get<{
    explanations: { conditions: unknown[] }[]
  }>('/accounts/acme?asOf=2026-03-03')
  expect(explanations[0]?.conditions).toMatchObject([{ comparisons: [{ value: 2, threshold: 3, distance: 1 }] }])
})
