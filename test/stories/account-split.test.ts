import { expect, it } from 'vitest'
import type { ChangeLog } from '../../src/contract/changes.ts'
import { count, days, defineConfig, event, signal } from '../../src/index.ts'
import { openStory, tell } from './open-story-project.ts'

const config = defineConfig({
  events: { limit: event('Limit Reached', { kind: 'intent' }) },
  signals: {
    often: signal('expansion').when(count('limit', days(28)).atLeast(1)),
    thrice: signal('expansion').when(count('limit', days(28)).atLeast(3)),
  },
})
const hit = (userId: string) => ({ event: 'Limit Reached', userId, context: { groupId: 'acme' } })
const join = (userId: string) => ({ type: 'group', userId, groupId: 'acme' })

it('episodes stay with the account that keeps its name; the new one starts closed, and what the split itself makes true or ends is of the cause merge', async () => {
  const story = await openStory({ config, start: '2026-03-02T10:00:00Z' })
  await story.send(join('ana'), join('bo'), hit('ana'), hit('bo'), hit('bo'))
  await story.moveTo('2026-03-05T10:00:00Z')
  const opened = ['2026-03-02 opened often of acme 1 (behaviour)', '2026-03-02 opened thrice of acme 1 (behaviour)']
  expect(tell(await story.transitions())).toEqual(opened)
  await story.control({
    ...{ kind: 'account_split', from: 'acme', into: 'labs', persons: ['bo'] },
    at: Date.parse('2026-03-02T00:00:00Z'),
  })
  expect(tell(await story.transitions())).toEqual(opened)
  await story.moveTo('2026-03-06T10:00:00Z')
  expect(tell((await story.transitions()).slice(2)).sort()).toEqual([
    '2026-03-05 closed thrice of acme 1 (merge)',
    '2026-03-05 opened often of labs 1 (merge)',
  ])
  type Detail = { header: { members: number }; daily: { active: number[] } }
  const membersOf = async (key: string, asOf: string) =>
    (await story.get<Detail>(`/accounts/${key}?asOf=${asOf}`)).header.members
  expect([await membersOf('acme', '2026-03-04'), await membersOf('acme', '2026-03-05')]).toEqual([2, 1])
  expect([await membersOf('labs', '2026-03-04'), await membersOf('labs', '2026-03-05')]).toEqual([0, 1])
  await story.send({ ...hit('ana') })
  await story.moveTo('2026-03-08T10:00:00Z')
  expect((await story.transitions()).length).toBe(4)
})

it('the changes tell who was split off, into what and from when on, beside merges', async () => {
  const story = await openStory({ config, start: '2026-03-02T10:00:00Z' })
  await story.send(join('ana'), join('bo'), hit('ana'), hit('bo'))
  await story.moveTo('2026-03-05T10:00:00Z')
  const split = { kind: 'account_split', from: 'acme', into: 'labs', persons: ['u:bo'] } as const
  await story.control({ ...split, at: Date.parse('2026-03-03T00:00:00Z') })
  await story.moveTo('2026-03-06T10:00:00Z')
  const { data, total, byKind } = await story.get<ChangeLog>('/changes?kind=split')
  expect([total, byKind.split, byKind.merge]).toEqual([1, 1, 0])
  expect(data).toEqual([
    {
      kind: 'split',
      day: '2026-03-05',
      at: '2026-03-05T10:00:00.000Z',
      account: 'acme',
      into: 'labs',
      people: 1,
      from: '2026-03-03',
    },
  ])
})
