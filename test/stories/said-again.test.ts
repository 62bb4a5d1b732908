import { expect, it } from 'vitest'
import type { AccountDetail } from '../../src/contract/account.ts'
import { defineConfig, event } from '../../src/index.ts'
import { openStory } from './open-story-project.ts'

it('a value that is told late between two equal ones holds until the property is said again; what was known before stays, also after a restart', async () => {
  const story = await openStory({
    config: defineConfig({ events: { note: event('Note Written', { kind: 'core' }) } }),
    start: '2026-03-02T10:00:00Z',
  })
  const say = (plan: string, on: string) =>
    story.send({ type: 'group', userId: 'ana', groupId: 'acme', traits: { plan }, timestamp: `${on}T09:00:00Z` })
  const planOf = async (asOf: string) => (await story.get<AccountDetail>(`/accounts/acme?asOf=${asOf}`)).header.plan
  await say('pro', '2026-03-02')
  await story.moveTo('2026-03-05T10:00:00Z')
  await say('pro', '2026-03-05')
  await story.moveTo('2026-03-06T10:00:00Z')
  await say('free', '2026-03-03')
  await story.moveTo('2026-03-07T10:00:00Z')
  expect([await planOf('2026-03-04'), await planOf('2026-03-05'), await planOf('2026-03-06')]).toEqual([
    'pro',
    'pro',
    'free',
  ])
  await story.reopen()
  await say('pro', '2026-03-07')
  await story.moveTo('2026-03-08T10:00:00Z')
  expect([await planOf('2026-03-05'), await planOf('2026-03-06'), await planOf('2026-03-07')]).toEqual([
    'pro',
    'free',
    'pro',
  ])
  await story.close()
})
