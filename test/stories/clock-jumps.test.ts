import { expect, it } from 'vitest'
import { dayToIso } from '../../src/core/time.ts'
import { count, days, defineConfig, event, signal } from '../../src/index.ts'
import { openLogReader } from '../../src/store/log/open-log-reader.ts'
import { openStory, tell } from './open-story-project.ts'

const config = defineConfig({
  product: { timezone: 'Europe/Berlin' },
  events: { limit: event('Limit Reached', { kind: 'intent' }) },
  signals: {
    hit: signal('expansion').on('limit'),
    often: signal('expansion').when(count('limit', days(2)).atLeast(2)),
  },
})
const hit = { event: 'Limit Reached', userId: 'ana', context: { groupId: 'acme' } }

it('a clock that jumps back an hour, forward a day and back again closes each day once, and no time runs backwards', async () => {
  const story = await openStory({ config, start: '2026-03-27T23:30:00+01:00' })
  await story.send(hit)
  await story.moveTo('2026-03-28T00:10:00+01:00')
  await story.moveTo('2026-03-27T23:10:00+01:00')
  await story.send(hit)
  await story.moveTo('2026-03-29T00:20:00+01:00')
  await story.send(hit)
  await story.moveTo('2026-03-28T00:20:00+01:00')
  await story.send(hit)
  await story.reopen()
  // The night of 29 March has no hour from two to three.
  await story.moveTo('2026-03-30T00:05:00+02:00')

  const reader = openLogReader({ dir: story.dir(), logName: 'live', after: 0 })
  const headers = reader.read(1 << 20).frames.map(({ header }) => header)
  reader.close()
  expect(headers.flatMap((header) => (header.kind === 'day_closed' ? [dayToIso(header.day)] : []))).toEqual([
    ...['2026-03-26', '2026-03-27', '2026-03-28', '2026-03-29'],
  ])
  const times = headers.map(({ receivedAt }) => receivedAt)
  expect(times).toEqual(times.slice().sort((a, b) => a - b))
  // What comes after the clock went back is of the day that the log has reached.
  expect(tell(await story.transitions()).map((line) => line.replace(/ \(.*/, ''))).toEqual([
    '2026-03-27 opened hit of acme 1',
    '2026-03-27 closed hit of acme 1',
    '2026-03-28 opened hit of acme 2',
    '2026-03-28 closed hit of acme 2',
    '2026-03-28 opened often of acme 1',
    '2026-03-29 opened hit of acme 3',
    '2026-03-29 closed hit of acme 3',
  ])
})
