import { expect, it } from 'vitest'
import { openStory } from '../../../../test/stories/open-story-project.ts'
import type { Worklist } from '../../../contract/worklist.ts'
import { defineConfig, event, trait } from '../../../index.ts'

const config = defineConfig({
  account: { renewsOn: trait('renews') },
  events: { task: event('task', { kind: 'core' }) },
})

it('as many renewals as asked for, the next first, and how many there are', async () => {
  const story = await openStory({ config, start: '2026-03-02T09:00:00Z' })
  const renews = (groupId: string, on: string) => ({
    ...{ type: 'group' as const, userId: `${groupId}.ana`, groupId },
    traits: { renews: on },
  })
  await story.send(renews('acme', '2026-05-30'), renews('beta', '2026-03-10'), renews('cobalt', '2026-06-30'))
  await story.moveTo('2026-03-03T09:00:00Z')
  const told = async (limit: number) => {
    const { renewals, renewalsTotal } = await story.get<Worklist>(`/today?limit=${limit}`)
    return [...renewals.map(({ account, inDays }) => [account, inDays]), renewalsTotal]
  }
  expect(await told(1)).toEqual([['beta', 7], 2])
  expect(await told(500)).toEqual([['beta', 7], ['acme', 88], 2])
  await story.close()
})
