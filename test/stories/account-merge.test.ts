import { expect, it } from 'vitest'
import type { Transition } from '../../src/core/transition.ts'
import { count, days, defineConfig, event, mrr, signal } from '../../src/index.ts'
import { appendControl } from '../../src/run/apply/live-log.ts'
import { loadAccount } from '../../src/run/read/load-account.ts'
import { replayAccount } from '../../src/run/read/replay-account.ts'
import { replayHistory } from '../../src/run/read/replay-history.ts'
import { importRows } from './import-rows.ts'
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

/** What was lived, what a replay of all says, and what one of each account says, up to the last closed day. */
async function tellThreefold(
  story: Story,
  keys: readonly string[],
): Promise<{ lived: string[]; ofAll: string[]; ofEach: string[] }> {
  const project = story.project()
  const days = { from: project.zone.dayOf(Date.parse('2026-03-02T10:00:00Z')), to: project.judgedDay! }
  const ofEach: Transition[] = []
  for (const key of keys) {
    const input = (await loadAccount(project, key))!
    ofEach.push(
      ...(await replayAccount(project, input, { days, planned: project.config.judged, person: null })).transitions,
    )
  }
  const said = (transitions: readonly Transition[]): string[] => transitions.map(sayOne).sort()
  return {
    lived: said((await story.transitions()).filter(({ asOf }) => asOf <= days.to)),
    ofAll: said(await replayHistory(project, { days })),
    ofEach: said(ofEach),
  }
}

function sayOne({ name, entity, what, ordinal, asOf, at, position, cause, values }: Transition): string {
  return JSON.stringify([asOf, name, what, entity, ordinal, at, position, cause, values])
}

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
    const { lived, ofAll, ofEach } = await tellThreefold(story, ['small', 'big', 'huge'])
    expect(ofAll).toEqual(lived)
    expect(ofEach).toEqual(lived)
  },
)

it.each([
  ['that goes away', ['small', 'big'], ['small 1', 'big 1', 'big 2']],
  ['that stays', ['big', 'small'], ['small 1', 'big 1']],
] as const)(
  'the older episode is of the account %s: living through it, a replay of all and one of each account say the same',
  async (_, [first, second], episodes) => {
    const story = await openStory({ config, start: '2026-03-02T10:00:00Z' })
    await story.send(join('ana', first), hit('ana', first))
    await story.moveTo('2026-03-04T10:00:00Z')
    await story.send(join('bo', second), hit('bo', second))
    await story.moveTo('2026-03-05T10:00:00Z')
    await merge(story)
    await story.moveTo('2026-04-10T10:00:00Z')
    const { lived, ofAll, ofEach } = await tellThreefold(story, ['small', 'big'])
    expect(ofAll).toEqual(lived)
    expect(ofEach).toEqual(lived)
    const ends = tell(await story.transitions()).filter((line) => line.includes('closed often'))
    expect(ends.map((line) => / of (.*) \(/.exec(line)?.[1])).toEqual(episodes)
  },
)

it('a signal that is new after the merge is set to what the two gave apart and then as one', async () => {
  const story = await openStory({ config, start: '2026-03-02T10:00:00Z' })
  await story.send(join('ana', 'small'), hit('ana', 'small'))
  await story.moveTo('2026-03-04T10:00:00Z')
  await story.send(join('bo', 'big'), hit('bo', 'big'))
  await story.moveTo('2026-03-05T10:00:00Z')
  await merge(story)
  const before = (await story.transitions()).length
  const lately = signal('expansion').when(count('limit', days(20)).atLeast(1))
  await story.reopen(
    defineConfig({
      events: { limit: event('Limit Reached', { kind: 'intent' }) },
      signals: { lately },
    }),
  )
  const told = tell((await story.transitions()).slice(before))
  expect(told.filter((line) => line.includes('lately'))).toEqual(['2026-03-05 opened lately of big 2 (config)'])
})

it('what an account pays that never sent an event is brought along by the merge: of the cause merge, lived and replayed', async () => {
  const paying = defineConfig({
    events: { limit: event('Limit Reached', { kind: 'intent' }) },
    signals: { dear: signal('expansion').when(mrr().atLeast(100)) },
  })
  const story = await openStory({ config: paying, start: '2026-03-02T10:00:00Z' })
  await story.send(join('bo', 'big'), hit('bo', 'big'))
  await story.moveTo('2026-03-04T10:00:00Z')
  const terms = { mrrMinor: 6_000, currency: 'EUR', from: '2026-03-02T00:00:00Z', timestamp: '2026-03-02T09:00:00Z' }
  await importRows(
    story,
    ['big', 'small'].map((groupId) => ({ type: 'subscription', groupId, subscriptionId: `of ${groupId}`, ...terms })),
  )
  await story.moveTo('2026-03-05T10:00:00Z')
  expect(await merge(story)).toEqual(['2026-03-05 opened dear of big 1 (merge)'])
  const { lived, ofAll, ofEach } = await tellThreefold(story, ['small', 'big'])
  expect(ofAll).toEqual(lived)
  expect(ofEach).toEqual(lived)
})
