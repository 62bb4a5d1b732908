import { expect, it } from 'vitest'
import { openStory } from '../../../../test/stories/open-story-project.ts'
import type { Untouched } from '../../../contract/team.ts'
import type { Worklist } from '../../../contract/worklist.ts'
import { daysSinceLast, defineConfig, event, signal, team, trait } from '../../../index.ts'

const config = defineConfig({
  account: { createdAt: trait('created_at') },
  events: { task: event('task', { kind: 'core' }) },
  signals: { quiet: signal('risk').when(daysSinceLast().atLeast(1)).suggest({ team: 'success', action: 'Call' }) },
  teams: { success: team({ people: [], assignedBy: trait('csm'), capacity: 2 }) },
})

it('a worklist is read on from where it was read to, or up to a task; its sums are of all of it', async () => {
  const story = await openStory({ config, start: '2026-03-02T09:00:00Z' })
  for (const key of ['acme', 'beta', 'cobalt', 'delta']) {
    const traits = { csm: key === 'delta' ? '' : 'ina', created_at: '2025-01-01T00:00:00Z' }
    await story.send({ type: 'group', userId: `${key}.ana`, groupId: key, traits })
    await story.send({ userId: `${key}.ana`, event: 'task', context: { groupId: key } })
  }
  await story.moveTo('2026-03-04T09:00:00Z')
  const whole = await story.get<Worklist>('/today')
  const keys = whole.tasks.map(({ account }) => account)
  const read = async (query: string) =>
    (await story.get<Worklist>(`/today?${query}`)).tasks.map(({ account }) => account)

  expect(keys.length).toBe(4)
  expect([await read('limit=1'), await read('limit=2&offset=1'), await read('limit=9&offset=3')]).toEqual([
    keys.slice(0, 1),
    keys.slice(1, 3),
    keys.slice(3),
  ])
  const through = encodeURIComponent(whole.tasks[2]!.reasons[0]!.id)
  expect(await read(`limit=1&through=${through}`)).toEqual(keys.slice(0, 3))
  const { total, accounts, atRisk, overdue, fresh, waiting } = await story.get<Worklist>('/today?limit=1')
  expect({ total, accounts, atRisk, overdue, fresh, waiting }).toEqual({
    ...{ total: 4, accounts: 4, atRisk: { accounts: 4, mrr: [] }, overdue: 0, fresh: 4 },
    waiting: { capacity: 1, budget: 0 },
  })
  const { answer: about } = await story.ask('/tasks/about', { accounts: [keys[3]!, 'nobody', keys[1]!] })
  const month = await story.get<Worklist>('/today?horizon=month')
  expect(about.tasks).toEqual(month.tasks.filter(({ account }) => [keys[1], keys[3]].includes(account)))
  expect(about.tasks.length).toBe(2)
  expect(await story.get<Untouched>('/team/untouched?team=success&assignee=ina')).toEqual({
    ...{ total: 3, data: ['acme', 'beta', 'cobalt'] },
  })
  expect(await story.get<Untouched>('/team/untouched?team=success')).toEqual({ total: 1, data: ['delta'] })
  await story.close()
})
