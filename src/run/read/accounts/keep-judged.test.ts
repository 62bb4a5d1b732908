import { expect, it } from 'vitest'
import { openStory } from '../../../../test/stories/open-story-project.ts'
import { count, days, defineConfig, event, indicator, signal } from '../../../index.ts'
import { readAccountDetail } from '../read-account-detail.ts'

const config = defineConfig({
  events: { task: event('task', { kind: 'core' }) },
  indicators: { tasks7: count('task', days(7)) },
  signals: {
    // Judging for causes waits in between.
    works: signal('engagement').when(indicator('tasks7').atLeast(1)),
  },
})

it('pages that are asked for at the same time tell each its own account', async () => {
  const story = await openStory({ config, start: '2026-03-02T09:00:00Z' })
  const task = (account: string) => ({ userId: `${account}.ana`, event: 'task', context: { groupId: account } })
  await story.send(task('acme'), task('acme'), task('acme'))
  await story.send(task('beta'), task('cobalt'), task('cobalt'))
  await story.moveTo('2026-03-04T09:00:00Z')
  const tell = async (key: string) => {
    const page = (await readAccountDetail(story.project(), key, {}))!
    const [{ state, conditions }] = page.explanations as [(typeof page.explanations)[number]]
    return { tasks: page.indicators[0]!.value, state, compared: conditions[0]!.comparisons[0]!.value }
  }
  const keys = ['acme', 'beta', 'cobalt']
  const told = [
    { tasks: 3, state: 'on', compared: 3 },
    { tasks: 1, state: 'on', compared: 1 },
    { tasks: 2, state: 'on', compared: 2 },
  ]
  expect(await Promise.all(keys.map(tell))).toEqual(told)
  expect(await Promise.all(keys.map(tell))).toEqual(told)
  await story.close()
})
