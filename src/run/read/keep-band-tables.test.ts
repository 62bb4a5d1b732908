import { expect, it } from 'vitest'
import { openStory } from '../../../test/stories/open-story-project.ts'
import { isoToDay } from '../../core/time.ts'
import { daysSinceLast, defineConfig, event, falling, part, score } from '../../index.ts'
import { keepBandTables } from './keep-band-tables.ts'

const config = defineConfig({
  events: { task: event('task', { kind: 'core' }) },
  scores: { health: score({ recency: part(100, daysSinceLast(), falling(0, 4)) }).bands({ fine: 60, bad: 0 }) },
})

it('a table of bands stands until an account crosses, whatever else happens', async () => {
  const story = await openStory({ config, start: '2026-03-02T09:00:00Z' })
  const task = { userId: 'acme.ana', event: 'task', context: { groupId: 'acme' } }
  await story.send(task)
  await story.moveTo('2026-03-03T09:00:00Z')
  const tableOf = keepBandTables(story.project())
  const days = { from: isoToDay('2026-03-01')!, to: isoToDay('2026-03-09')! }
  const read = () => tableOf('health', { bands: ['fine', 'bad'], ...days })
  const first = await read()
  await story.send(task)
  expect(await read()).toBe(first)
  await story.moveTo('2026-03-08T09:00:00Z')
  const after = await read()
  expect([first, after].map(({ bands }) => bands.map(({ band, atEnd }) => [band, atEnd]))).toEqual([
    [
      ['fine', 1],
      ['bad', 0],
    ],
    [
      ['fine', 0],
      ['bad', 1],
    ],
  ])
  await story.close()
})
