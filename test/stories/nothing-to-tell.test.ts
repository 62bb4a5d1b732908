import { expect, it } from 'vitest'
import type { AccountDetail } from '../../src/contract/account.ts'
import type { EpisodePage } from '../../src/contract/episodes.ts'
import * as t from '../../src/index.ts'
import { openStory, type Story } from './open-story-project.ts'

const config = t.defineConfig({
  events: { note: t.event('Note Written', { kind: 'core' }) },
  indicators: { members: t.members(), share: t.activeShare(t.days(28)) },
  scores: {
    health: t.score({ usage: t.part(100, t.count('note', t.days(28)), t.rising(0, 2)) }).bands({ red: 0, green: 50 }),
  },
  signals: {
    nothing: t.signal('risk').when(t.count('note', t.days(28)).under(1)),
    red: t.signal('risk').when(t.score('health').under(50)),
    thin: t.signal('risk').when(t.activeShare(t.days(28)).under(0.5)),
  },
})
const note = (groupId: string) => ({ event: 'Note Written', userId: `of-${groupId}`, context: { groupId } })

async function opened(story: Story): Promise<string[]> {
  const { data } = await story.get<EpisodePage>('/episodes')
  return data.map(({ entity, signal }) => `${'account' in entity ? entity.account : ''} ${signal}`).sort()
}

it('a score whose source has fallen silent is unknown, not red, and fires nothing, though the events have run out', async () => {
  const story = await openStory({ config, start: '2026-03-02T09:00:00Z' })
  await story.send({ type: 'group', userId: 'of-acme', groupId: 'acme' }, note('acme'), note('acme'))
  await story.moveTo('2026-03-03T00:00:01Z')
  expect((await story.get<AccountDetail>('/accounts/acme')).scores[0]).toMatchObject({ value: 100, band: 'green' })
  // From the close of the 30th on the 28 days hold no event.
  await story.moveTo('2026-04-02T00:00:01Z')
  expect((await story.get<AccountDetail>('/accounts/acme')).scores[0]).toMatchObject({ value: null, band: null })
  expect(await opened(story)).toEqual(['acme nothing', 'acme thin'])
}, 60_000)

it('an account without members has no share of them: it is unknown, and opens nothing; one of one is said with both numbers', async () => {
  const story = await openStory({ config, start: '2026-03-02T09:00:00Z' })
  await story.send(note('bare'))
  await story.send({ type: 'group', userId: 'of-solo', groupId: 'solo' }, note('solo'))
  await story.moveTo('2026-03-04T00:00:01Z')
  const told = async (account: string) => (await story.get<AccountDetail>(`/accounts/${account}`)).indicators
  expect(await told('bare')).toMatchObject([
    { key: 'members', value: 0 },
    { key: 'share', value: null },
  ])
  expect(await told('solo')).toMatchObject([
    { key: 'members', value: 1 },
    { key: 'share', value: 1, parts: { how: 'ratio', top: { value: 1 }, bottom: { value: 1 } } },
  ])
  expect(await opened(story)).toEqual([])
}, 60_000)
