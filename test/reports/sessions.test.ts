import { expect, it } from 'vitest'
import { defineConfig, event } from '../../src/index.ts'
import { openReport, type Told } from './open-report.ts'

const row = (at: string, who: string, more: Partial<Told> = {}): Told => ({ at, who, ...more })
const config = defineConfig({ events: { written: event('Note Written', { kind: 'core' }), seen: event('Note Seen') } })
const day = { date_from: '2026-03-02', date_to: '2026-03-02' }

it('the whole answer: a pause of exactly the gap goes on, a longer one does not, midnight cuts nothing', async () => {
  const ask = await openReport({
    config,
    events: [
      row('2026-03-02T10:00:00Z', 'ann'),
      row('2026-03-02T10:30:00Z', 'ann', { did: 'Note Seen' }),
      row('2026-03-02T11:00:01Z', 'ann'),
      row('2026-03-02T23:50:00Z', 'bob'),
      row('2026-03-03T00:10:00Z', 'bob'),
      row('2026-03-01T23:50:00Z', 'cat'),
      row('2026-03-02T00:10:00Z', 'cat'),
    ],
  })
  expect(await ask('sessions', day)).toEqual({
    definition:
      'Sessions of persons that began in the range, of whatever they did; a pause of more than 1800 seconds begins a new one, at most 86400 seconds long; days of UTC.',
    complete: true,
    ready: null,
    still_open: 0,
    excluded: 0,
    without_account: 0,
    warnings: [],
    sessions: 3,
    actors_with_sessions: 2,
    durations: [1800, 0, 1200],
    events_per_session: [2, 1, 2],
    key_actions_per_session: [1, 1, 2],
    bounces: 1,
    bounce_rate: 1 / 3,
    average_duration_seconds: 1000,
    median_duration_seconds: 1200,
    average_events: 5 / 3,
    average_key_actions: 4 / 3,
  })
})

it('a session is at most as long as the cap, also one that began before the range', async () => {
  const hours = Array.from({ length: 51 }, (_, i) =>
    row(new Date(Date.UTC(2026, 2, 1, 12, i * 30)).toISOString(), 'ann'),
  )
  const ask = await openReport({ config, events: hours })
  const answer = await ask('sessions', { date_from: '2026-03-02', date_to: '2026-03-02' })
  expect([answer.sessions, answer.durations]).toEqual([1, [1800]])
  const both = await ask('sessions', { date_from: '2026-03-01', date_to: '2026-03-02' })
  expect(both.durations).toEqual([86_400, 1800])
})

it('ids of sessions decide where events have them; a session that may go on is not counted yet', async () => {
  const ask = await openReport({
    config,
    now: '2026-03-02T13:00:00Z',
    events: [
      row('2026-03-01T10:00:00Z', 'ann', { with: { tab: 'one' } }),
      row('2026-03-01T10:01:00Z', 'ann', { with: { tab: 'two' } }),
      row('2026-03-01T14:00:00Z', 'ann', { with: { tab: 'one' } }),
      row('2026-03-01T14:00:00Z', 'ann'),
      row('2026-03-02T12:45:00Z', 'ann'),
    ],
  })
  const first = { date_from: '2026-03-01', date_to: '2026-03-01' }
  expect((await ask('sessions', { ...first, session_property: 'tab' })).durations).toEqual([4 * 3600, 0])
  expect(await ask('sessions', day)).toMatchObject({ sessions: 0, still_open: 1, complete: false, bounce_rate: null })
})
