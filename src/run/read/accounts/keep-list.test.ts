import { expect, it } from 'vitest'
import { openStory } from '../../../../test/stories/open-story-project.ts'
import { AccountQuery } from '../../../contract/accounts.ts'
import { daysSinceLast, defineConfig, event, signal } from '../../../index.ts'
import { keepOpenEpisodes } from '../open-episodes.ts'
import { keepAccountList } from './keep-list.ts'

const config = defineConfig({
  events: { task: event('task', { kind: 'core' }) },
  signals: { quiet: signal('risk').when(daysSinceLast().atLeast(1)) },
})

it('an account of which something has changed is looked at again, and no other', async () => {
  const story = await openStory({ config, start: '2026-03-02T09:00:00Z' })
  const says = (groupId: string, name: string) => ({
    ...{ type: 'group' as const, userId: `${groupId}.ana`, groupId },
    traits: { name },
  })
  const task = (groupId: string) => ({ userId: `${groupId}.ana`, event: 'task', context: { groupId } })
  await story.send(says('acme', 'Acme'), says('beta', 'Beta'), says('cobalt', 'Cobalt'), task('acme'), task('beta'))
  await story.moveTo('2026-03-04T09:00:00Z')
  const { list, lookedAt } = watchedList(story.project())
  const byName = AccountQuery.parse({ sort: 'name', order: 'asc' })
  const names = async () => (await list(byName)).data.map(({ name }) => name)

  expect([await names(), lookedAt.splice(0)]).toEqual([
    ['Acme', 'Beta', 'Cobalt'],
    ['acme', 'beta', 'cobalt'],
  ])
  await story.send(says('beta', 'Zeta'))
  expect([await names(), lookedAt.splice(0)]).toEqual([['Acme', 'Cobalt', 'Zeta'], ['beta']])
  await story.send(says('delta', 'Delta'))
  expect([await names(), lookedAt.splice(0)]).toEqual([['Acme', 'Cobalt', 'Delta', 'Zeta'], ['delta']])
  expect([await names(), lookedAt.splice(0)]).toEqual([['Acme', 'Cobalt', 'Delta', 'Zeta'], []])
  await story.moveTo('2026-03-05T09:00:00Z')
  await names()
  expect(lookedAt.splice(0)).toEqual(['acme', 'beta', 'cobalt', 'delta'])
  await story.close()
})

function watchedList(project: Parameters<typeof keepAccountList>[0]) {
  const read = keepOpenEpisodes(project)
  const lookedAt: string[] = []
  const list = keepAccountList(project, async () => {
    const open = await read()
    const of = (account: string) => {
      lookedAt.push(account)
      return open.of(account)
    }
    return { ...open, of }
  })
  return { list, lookedAt }
}
