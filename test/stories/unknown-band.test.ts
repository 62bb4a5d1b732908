import { expect, it } from 'vitest'
import type { AccountDetail } from '../../src/contract/account.ts'
import type { AccountPage } from '../../src/contract/accounts.ts'
import { count, days, defineConfig, event, part, rising, score } from '../../src/index.ts'
import { openStory } from './open-story-project.ts'

const config = defineConfig({
  events: { note: event('Note Written', { kind: 'core' }) },
  scores: { health: score({ usage: part(100, count('note', days(7)), rising(0, 4)) }).bands({ low: 0, fine: 50 }) },
})

it('a score whose source has fallen silent is unknown in the list as it is in the detail, and has its band again once it is heard of', async () => {
  const story = await openStory({ config, start: '2026-03-02T09:00:00Z' })
  const note = { event: 'Note Written', userId: 'ana', context: { groupId: 'acme' } }
  const seen = async (day: string) => {
    await story.moveTo(`${day}T00:00:01Z`)
    const { data } = await story.get<AccountPage>('/accounts')
    const { scores } = await story.get<AccountDetail>('/accounts/acme')
    return [data[0]?.bands, scores[0]?.band, scores[0]?.value]
  }
  await story.send(note, note)
  const fine = { score: 'health', band: 'fine', value: 50, sinceDay: '2026-03-02' }
  expect(await seen('2026-03-03')).toEqual([[fine], 'fine', 50])
  // Fresh for seven days: after the close of the 9th its last event is seven days old, after that of the 10th eight.
  const later = { score: 'health', band: 'low', value: 0, sinceDay: '2026-03-09' }
  expect(await seen('2026-03-10')).toEqual([[later], 'low', 0])
  expect(await seen('2026-03-11')).toEqual([[{ score: 'health', band: null, value: null, sinceDay: null }], null, null])
  await story.crash()
  expect(await seen('2026-03-12')).toEqual([[{ score: 'health', band: null, value: null, sinceDay: null }], null, null])
  await story.send(note)
  expect(await seen('2026-03-13')).toEqual([[{ ...later, value: 25 }], 'low', 25])
})
