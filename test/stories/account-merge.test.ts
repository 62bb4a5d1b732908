import { expect, it } from 'vitest'
import { count, days, defineConfig, event, signal } from '../../src/index.ts'
import { appendControl } from '../../src/run/apply/live-log.ts'
import { openStory, type Story, tell } from './open-story-project.ts'

const config = defineConfig({
  events: { limit: event('Limit Reached', { kind: 'intent' }) },
  signals: {
    often: signal('expansion').when(count('limit', days(28)).atLeast(1)),
    both: signal('expansion').when(count('limit', days(28)).atLeast(2)),
    mine: signal('intent')
      .level('member')
      .when(count('limit', days(28)).atLeast(1)),
  },
})
const hit = (userId: string, groupId: string) => ({ event: 'Limit Reached', userId, context: { groupId } })
const join = (userId: string, groupId: string) => ({ type: 'group', userId, groupId })

async function merge(story: Story): Promise<string[]> {
  const before = (await story.transitions()).length
  await story.control({ kind: 'account_merged', from: 'small', into: 'big', at: story.now() })
  await story.moveTo('2026-03-06T10:00:00Z')
  return tell((await story.transitions()).slice(before))
}

it('an episode of the account that goes away goes on under the other one, when that one has none or a younger one', async () => {
  const story = await openStory({ config, start: '2026-03-02T10:00:00Z' })
  await story.send(join('ana', 'small'), hit('ana', 'small'))
  await story.moveTo('2026-03-04T10:00:00Z')
  await story.send(join('bo', 'big'), hit('bo', 'big'))
  await story.moveTo('2026-03-05T10:00:00Z')
  expect(await merge(story)).toEqual([
    '2026-03-05 closed often of small 1 (merge)',
    '2026-03-05 closed often of big 1 (merge)',
    '2026-03-05 opened often of big 2 (merge)',
    '2026-03-05 closed mine of member u:ana 1 (merge)',
    '2026-03-05 opened mine of member u:ana 2 (merge)',
    '2026-03-05 opened both of big 1 (merge)',
  ])
  const [opening] = (await story.transitions()).filter(({ what, ordinal }) => what === 'opened' && ordinal === 2)
  expect(opening?.values).toMatchObject([{ value: 1, op: '>=', threshold: 1 }])
})

it('the older episode of the account that stays goes on, and what the merge itself makes true is of the cause merge', async () => {
  const story = await openStory({ config, start: '2026-03-02T10:00:00Z' })
  await story.send(join('bo', 'big'), hit('bo', 'big'))
  await story.moveTo('2026-03-04T10:00:00Z')
  await story.send(join('ana', 'small'), hit('ana', 'small'))
  await story.moveTo('2026-03-05T10:00:00Z')
  expect(await merge(story)).toEqual([
    '2026-03-05 closed often of small 1 (merge)',
    '2026-03-05 closed mine of member u:ana 1 (merge)',
    '2026-03-05 opened mine of member u:ana 2 (merge)',
    '2026-03-05 opened both of big 1 (merge)',
  ])
  await story.moveTo('2026-03-12T10:00:00Z')
  expect(tell(await story.transitions()).filter((line) => line.includes('small') && line > '2026-03-05 z')).toEqual([])
})

it.each([
  ['one after the other', true],
  ['both before anything is judged', false],
])(
  'an account is taken in by one that is then taken in itself, %s: its episode goes the same way',
  async (_, settles) => {
    const story = await openStory({ config, start: '2026-03-02T10:00:00Z' })
    await story.send(join('ana', 'small'), hit('ana', 'small'))
    await story.moveTo('2026-03-04T10:00:00Z')
    await story.send(join('bo', 'big'), hit('bo', 'big'), join('cy', 'huge'))
    await story.moveTo('2026-03-05T10:00:00Z')
    const before = (await story.transitions()).length
    for (const [from, into] of [
      ['small', 'big'],
      ['big', 'huge'],
      ['huge', 'small'],
    ] as const) {
      await appendControl(story.project().live, { kind: 'account_merged', from, into, at: story.now() })
      if (settles) await story.moveTo(story.now())
    }
    await story.moveTo('2026-03-06T10:00:00Z')
    const told = tell((await story.transitions()).slice(before))
    expect(told.filter((line) => line.includes('often'))).toEqual([
      '2026-03-05 closed often of small 1 (merge)',
      '2026-03-05 closed often of big 1 (merge)',
      '2026-03-05 opened often of big 2 (merge)',
      '2026-03-05 closed often of big 2 (merge)',
      '2026-03-05 opened often of huge 3 (merge)',
    ])
    await story.send(hit('cy', 'huge'), hit('cy', 'huge'))
    await story.moveTo('2026-03-07T10:00:00Z')
    expect(tell(await story.transitions())).toContain('2026-03-06 opened mine of member u:cy 1 (behaviour, fresh)')
  },
)
