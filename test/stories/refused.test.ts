import { expect, it } from 'vitest'
import type { EpisodePage } from '../../src/contract/episodes.ts'
import type { EventPage, QuarantinePage } from '../../src/contract/events.ts'
import { days, defineConfig, emailDomain, event, signal } from '../../src/index.ts'
import { openStory } from './open-story-project.ts'

const config = defineConfig({
  product: { name: 'Taskflow' },
  events: { taskDone: event('Task Done', { kind: 'core' }) },
  signals: { done: signal('engagement').on('taskDone') },
})

it('refused messages are counted by reason and read page by page, latest first; their batch is kept', async () => {
  const story = await openStory({ config, start: '2026-03-10T10:00:00Z' })
  await story.send({ event: 'Task Done', context: { groupId: 'acme' } })
  await story.send(
    { event: 'Task Done', userId: 'null' },
    { event: 'Task Done', userId: 'ana' },
    { userId: 'bo', event: '' },
  )

  const all = await story.get<QuarantinePage>('/quarantine?limit=2')
  expect([all.total, all.byReason, all.data.map(({ reason }) => reason)]).toEqual([
    3,
    [
      { reason: 'missing_event', n: 1 },
      { reason: 'missing_id', n: 1 },
      { reason: 'placeholder_id', n: 1 },
    ],
    ['missing_event', 'placeholder_id'],
  ])
  const rest = await story.get<QuarantinePage>(`/quarantine?limit=2&cursor=${all.nextCursor}`)
  expect([rest.data.map(({ reason }) => reason), rest.nextCursor]).toEqual([['missing_id'], null])
  const one = await story.get<QuarantinePage>('/quarantine?reason=placeholder_id')
  expect([one.total, one.data.length, one.byReason.length]).toEqual([1, 1, 3])
  expect(await story.refusalOf('/quarantine?reason=nope')).toEqual([400, 'bad_argument'])
  await story.close()
})

const excluding = defineConfig({
  account: { reachesBack: days(1) },
  events: { taskDone: event('Task Done', { kind: 'core' }) },
  exclude: [emailDomain('us.example')],
})

it('what counts nowhere opens into its latest events: of no account, and excluded by a rule', async () => {
  const story = await openStory({ config: excluding, start: '2026-03-10T10:00:00Z' })
  await story.send(
    { event: 'Task Done', userId: 'ana', properties: { step: 1 } },
    { event: 'Task Done', userId: 'ana', properties: { step: 2 } },
    { event: 'Task Done', userId: 'staff@us.example', context: { groupId: 'acme' } },
  )
  const latest = async (reason: string) =>
    (await story.get<EventPage>(`/left-out?limit=1&reason=${reason}`)).data.map(
      ({ name, person, account, properties }) => [name, person, account, properties],
    )
  expect(await latest('none')).toEqual([['Task Done', 'u:ana', null, { step: 2 }]])
  expect(await latest('excluded')).toEqual([['Task Done', 'u:staff@us.example', 'acme', {}]])
  expect(await latest('several_accounts')).toEqual([])
  story.setClock('2026-03-13T10:00:00Z')
  await story.send({ type: 'group', userId: 'ana', groupId: 'acme' })
  expect(await latest('none')).toEqual([])
  expect(await latest('before_membership')).toEqual([['Task Done', 'u:ana', null, { step: 2 }]])
  expect(await story.refusalOf('/left-out?reason=nope')).toEqual([400, 'bad_argument'])
  await story.close()
})

it('a name that nobody has is said to be none, not answered with an empty list', async () => {
  const story = await openStory({ config, start: '2026-03-10T10:00:00Z' })
  await story.send({ event: 'Task Done', userId: 'ana', context: { groupId: 'acme' } })
  await story.moveTo('2026-03-12T10:00:00Z')
  for (const path of ['/episodes', '/replay']) {
    expect((await story.get<EpisodePage>(`${path}?account=acme&signal=done`)).data.length).toBe(1)
    expect(await story.refusalOf(`${path}?account=acne`)).toEqual([404, 'not_found'])
    expect(await story.refusalOf(`${path}?signal=dine`)).toEqual([400, 'unknown_name'])
  }
  await story.close()
})
