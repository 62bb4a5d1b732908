import { expect, it } from 'vitest'
import { judgeEvents } from '../../src/cli/doctor/check-events.ts'
import type { ServerStatus } from '../../src/contract/status.ts'
import { count, days, daysSinceLast, defineConfig, event, signal } from '../../src/index.ts'
import { replayHistory } from '../../src/run/read/replay-history.ts'
import { openStory, tell } from './open-story-project.ts'

const config = defineConfig({
  events: { taskDone: event('Task Done', { kind: 'core' }) },
  signals: {
    halved: signal('risk').when(count('taskDone', days(2)).under(3)),
    away: signal('risk').level('member').when(daysSinceLast('taskDone').atLeast(2)),
  },
})

const keyless = { event: 'Task Done', userId: 'ana' }
const named = { event: 'Task Done', userId: 'bo', context: { groupId: 'acme' } }

it('a second membership makes usage of the first account seem to halve: nothing opens until it has really fallen', async () => {
  const story = await openStory({ config, start: '2026-03-02T08:00:00Z' })
  await story.send(
    { type: 'group', userId: 'ana', groupId: 'acme' },
    { type: 'group', userId: 'bo', groupId: 'acme' },
    ...[keyless, keyless, named],
  )
  for (const day of ['03', '04']) {
    await story.moveTo(`2026-03-${day}T10:00:00Z`)
    await story.send(keyless, keyless, named)
  }
  await story.moveTo('2026-03-05T10:00:00Z')
  await story.send({ type: 'group', userId: 'ana', groupId: 'globex' })
  for (const day of ['05', '06', '07']) {
    await story.moveTo(`2026-03-${day}T11:00:00Z`)
    await story.send(keyless, keyless, named)
  }
  for (const day of ['08', '09']) {
    await story.moveTo(`2026-03-${day}T11:00:00Z`)
    await story.send(named)
  }
  const ofAcme = async () =>
    tell((await story.transitions()).filter(({ entity }) => 'account' in entity && entity.account === 'acme'))
  // Acme's own count is 2 from the 6th on; what ana did may be of acme too, and makes it 6.
  expect(await ofAcme()).toEqual([])

  await story.moveTo('2026-03-10T11:00:00Z')
  expect(await ofAcme()).toEqual([
    '2026-03-09 opened away of member u:ana 1 (behaviour, fresh)',
    '2026-03-09 opened halved of acme 1 (behaviour, fresh)',
  ])

  const project = story.project()
  const told = ({ name, entity, what, ordinal, asOf }: Awaited<ReturnType<typeof replayHistory>>[number]) =>
    JSON.stringify([name, entity, what, ordinal, asOf])
  const replayed = await replayHistory(project, { days: { from: 0, to: project.judgedDay! } })
  expect(replayed.map(told).sort()).toEqual((await story.transitions()).map(told).sort())
  const detail = await story.get<{ episodes: { signal: string; opened: string }[] }>('/accounts/acme?asOf=2026-03-08')
  expect(detail.episodes).toEqual([])

  const status = await story.get<ServerStatus>('/status')
  expect(status.unclaimed).toEqual([
    { account: 'acme', events: 6 },
    { account: 'globex', events: 6 },
  ])
  const lines = judgeEvents(status, { total: 0, byReason: [] }).map(({ text }) => text)
  expect(lines).toContain(
    'members of acme (6 events), globex (6 events) joined another account too, and no longer say which they mean: where that matters, no signal of these accounts opens or closes',
  )
  const unusual = (n: number) => {
    const counts = { ...status.counts, events: 100 }
    const judged = judgeEvents({ ...status, counts, warnings: { id_unusual: n } }, { total: 0, byReason: [] })
    return judged.find(({ check }) => check === 'warnings')?.state
  }
  // All numbers, as keys of a table are; or some, beside others.
  expect([unusual(100), unusual(40)]).toEqual(['note', 'bad'])
})
