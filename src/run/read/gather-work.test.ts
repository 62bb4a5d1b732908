import { randomBytes } from 'node:crypto'
import { expect, it } from 'vitest'
import { openStory, type Story } from '../../../test/stories/open-story-project.ts'
import type { Worklist } from '../../contract/worklist.ts'
import { daysSinceLast, defineConfig, event, signal, team, trait } from '../../index.ts'
import { listedRows } from './accounts/listed-rows.ts'
import { apiDeps } from './api-deps.ts'
import { keepWork } from './gather-work.ts'
import { keepPlans } from './keep-plans.ts'
import { keepOpenEpisodes } from './open-episodes.ts'

const config = defineConfig({
  events: { task: event('task', { kind: 'core' }) },
  signals: { quiet: signal('risk').when(daysSinceLast().atLeast(1)).suggest({ team: 'success', action: 'Call' }) },
  teams: { success: team({ people: [], assignedBy: trait('csm'), capacity: 1 }) },
})

it('tasks are made again of the account of which something has changed, and of no other', async () => {
  const story = await openStory({ config, start: '2026-03-02T09:00:00Z' })
  const says = (groupId: string, traits: object) => ({
    ...{ type: 'group' as const, userId: `${groupId}.ana`, groupId },
    traits,
  })
  const task = (groupId: string) => ({ userId: `${groupId}.ana`, event: 'task', context: { groupId } })
  for (const key of ['acme', 'beta', 'cobalt']) await story.send(says(key, { csm: 'ina' }), task(key))
  await story.moveTo('2026-03-04T09:00:00Z')
  const { tell, made } = watchedPlans(story)

  expect([await tell(), made.splice(0)]).toEqual([
    ['acme for ina', 'beta for ina: capacity', 'cobalt for ina: capacity'],
    ['acme', 'beta', 'cobalt'],
  ])
  await story.send(says('beta', { csm: 'jo' }))
  expect([await tell(), made.splice(0)]).toEqual([
    ['acme for ina', 'beta for jo', 'cobalt for ina: capacity'],
    ['beta'],
  ])
  await story.send(says('beta', { colour: 'blue' }))
  expect([(await tell()).length, made.splice(0)]).toEqual([3, []])
  const api = apiDeps(story.project(), randomBytes)
  const [{ id }] = (await story.get<Worklist>('/today?assignee=jo')).tasks as [Worklist['tasks'][number]]
  await api.actOnTask(id, { what: 'done', by: 'jo', result: 'solved', note: '' })
  expect([await tell(), made.splice(0)]).toEqual([['acme for ina', 'cobalt for ina: capacity'], ['beta']])
  await api.undoTask(id, { by: 'jo' })
  expect([(await tell()).length, made.splice(0)]).toEqual([3, ['beta']])
  await story.moveTo('2026-03-05T09:00:00Z')
  expect([(await tell()).length, made.splice(0)]).toEqual([3, ['acme', 'beta', 'cobalt']])
  await story.close()
})

/** Whose episodes are asked for is whom tasks are made of. */
function watchedPlans(story: Story) {
  const project = story.project()
  const read = keepOpenEpisodes(project)
  const made: string[] = []
  const openEpisodes = async () => {
    const open = await read()
    const of = (account: string) => {
      made.push(account)
      return open.of(account)
    }
    return { ...open, of }
  }
  const gather = keepWork(project, { listedRows: async () => (await listedRows(project)).rows, openEpisodes })
  const plans = keepPlans(project)
  const tell = async () => {
    const { tasks } = await plans.all(await gather(), 'day')
    const said = tasks.map(
      ({ account, assignee, waits }) => `${account.key} for ${assignee}${waits === null ? '' : `: ${waits}`}`,
    )
    return said.sort()
  }
  return { tell, made }
}
