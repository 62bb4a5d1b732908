import { expect, it } from 'vitest'
import type { EpisodePage } from '../../src/contract/episodes.ts'
import {
  completeness,
  count,
  days,
  defineConfig,
  event,
  happened,
  outcome,
  part,
  rising,
  score,
  signal,
} from '../../src/index.ts'
import { replayHistory } from '../../src/run/read/replay-history.ts'
import { openStory, type Story, tell } from './open-story-project.ts'

const config = defineConfig({
  events: { visited: event('Visited', { kind: 'intent' }), task: event('Task Done', { kind: 'core' }) },
  signals: {
    curious: signal('intent')
      .level('person')
      .when(count('visited', days(7)).atLeast(2)),
    keen: signal('engagement')
      .level('person')
      .on('task')
      .when(count('task', days(2)).atLeast(3)),
  },
})
const visit = (anonymousId: string) => ({ event: 'Visited', anonymousId })
const done = (userId: string, groupId: string) => ({ event: 'Task Done', userId, context: { groupId } })

type Page = { data: { signal: string; entity: object; closedAt: string | null }[] }

/** What a replay tells of the closed days is what was decided while they passed; when something was committed and why is not replayed. */
async function expectReplayed(story: Story): Promise<void> {
  const project = story.project()
  const replayed = await replayHistory(project, { days: { from: 0, to: project.judgedDay! } })
  const known = ({ name, entity, what, ordinal, asOf, at, position, values, evidence }: (typeof replayed)[number]) => ({
    ...{ name, entity, what, ordinal, asOf, at, position, values, evidence },
  })
  const lived = (await story.transitions()).filter(({ asOf }) => asOf <= project.judgedDay!)
  expect(replayed.map(known)).toEqual(lived.map(known))
}

it('a visitor is a person before any account; identified, the episode goes on under the user, as of that moment', async () => {
  const story = await openStory({ config, start: '2026-03-02T10:00:00Z' })
  await story.send(visit('anon-1'), visit('anon-1'))
  await story.moveTo('2026-03-03T10:00:00Z')
  await story.send({ event: 'Visited', userId: 'ana' })
  await story.moveTo('2026-03-04T10:00:00Z')
  await story.send({ type: 'identify', userId: 'ana', anonymousId: 'anon-1' })
  await story.moveTo('2026-03-10T10:00:00Z')
  expect(tell(await story.transitions())).toEqual([
    '2026-03-02 opened curious of person a:anon-1 1 (behaviour, fresh)',
    '2026-03-04 closed curious of person a:anon-1 1 (merge)',
    '2026-03-04 opened curious of person u:ana 2 (merge)',
    '2026-03-09 closed curious of person u:ana 2 (behaviour, fresh)',
  ])
  const [first, , second] = await story.transitions()
  expect(second).toMatchObject({
    at: Date.parse('2026-03-04T10:00:00Z'),
    values: first?.values,
    evidence: first?.evidence,
  })
  await expectReplayed(story)
})

it('of two open episodes the older one goes on when the visitor turns out to be the user', async () => {
  const story = await openStory({ config, start: '2026-03-02T10:00:00Z' })
  await story.send({ event: 'Visited', userId: 'ana' }, { event: 'Visited', userId: 'ana' })
  await story.moveTo('2026-03-03T10:00:00Z')
  await story.send(visit('anon-1'), visit('anon-1'))
  await story.moveTo('2026-03-04T10:00:00Z')
  await story.send({ type: 'identify', userId: 'ana', anonymousId: 'anon-1' })
  await story.moveTo('2026-03-05T10:00:00Z')
  expect(tell(await story.transitions())).toEqual([
    '2026-03-02 opened curious of person u:ana 1 (behaviour, fresh)',
    '2026-03-03 opened curious of person a:anon-1 1 (behaviour, fresh)',
    '2026-03-04 closed curious of person a:anon-1 1 (merge)',
  ])
  await expectReplayed(story)
})

it('what a person does counts over all accounts, at once, and is shown where one asks for the person', async () => {
  const story = await openStory({ config, start: '2026-03-02T10:00:00Z' })
  await story.send(
    { type: 'group', userId: 'ana', groupId: 'acme' },
    { type: 'group', userId: 'ana', groupId: 'globex' },
  )
  await story.send(done('ana', 'acme'), done('ana', 'globex'))
  expect(tell(await story.transitions())).toEqual([])
  story.setClock('2026-03-02T10:05:00Z')
  await story.send({ event: 'Task Done', userId: 'ana' })
  expect(tell(await story.transitions())).toEqual(['2026-03-02 opened keen of person u:ana 1 (behaviour, fresh)'])
  expect((await story.transitions())[0]).toMatchObject({
    values: [{ value: 3, threshold: 3 }],
    evidence: [
      { kind: 'event', name: 'Task Done', actor: 'u:ana' },
      { kind: 'days', days: [{ n: 3 }] },
    ],
  })
  await story.moveTo('2026-03-03T10:00:00Z')
  await expectReplayed(story)
  const { data } = await story.get<Page>('/replay?from=2026-03-02&to=2026-03-02')
  expect(data).toMatchObject([{ signal: 'keen', entity: { level: 'person', person: 'u:ana' } }])
  const person = await story.get<{ episodes: object[]; explanations: object[] }>('/people/ana')
  expect(person.episodes).toMatchObject([{ signal: 'keen', entity: { level: 'person', person: 'u:ana' } }])
  expect(person.explanations).toMatchObject([
    { signal: 'curious', level: 'person', state: 'off' },
    { signal: 'keen', level: 'person', state: 'off' },
  ])
})

it('a signal of persons that is new is seeded by what the past gives, silently', async () => {
  const { keen, curious } = {
    keen: signal('intent').level('person').on('task'),
    curious: signal('intent').level('person'),
  }
  const events = { visited: event('Visited', { kind: 'intent' }), task: event('Task Done', { kind: 'core' }) }
  const story = await openStory({ config: defineConfig({ events, signals: { keen } }), start: '2026-03-02T10:00:00Z' })
  await story.send(visit('anon-1'), visit('anon-1'))
  await story.moveTo('2026-03-03T10:00:00Z')
  await story.reopen(
    defineConfig({ events, signals: { keen, curious: curious.when(count('visited', days(7)).atLeast(2)) } }),
  )
  expect(tell(await story.transitions())).toEqual(['2026-03-02 opened curious of person a:anon-1 1 (config)'])
})

it('what is predicted of a person is told of the only account that the person had then; of none and of several it is unknown', async () => {
  const story = await openStory({
    config: defineConfig({
      events: { visited: event('Visited', { kind: 'intent' }), task: event('Task Done', { kind: 'core' }) },
      outcomes: { works: happened('task') },
      signals: {
        curious: signal('intent')
          .level('person')
          .when(count('visited', days(7)).atLeast(1))
          .predicts(outcome('works').within(days(7))),
      },
    }),
    start: '2026-03-02T10:00:00Z',
  })
  const join = (userId: string, groupId: string) => ({ type: 'group', userId, groupId })
  await story.send(join('ana', 'acme'), join('bo', 'acme'), join('bo', 'beta'), join('di', 'beta'))
  await story.send(...['ana', 'bo', 'cy', 'di'].map((userId) => ({ event: 'Visited', userId })))
  await story.moveTo('2026-03-03T12:00:00Z')
  await story.send(done('bo', 'acme'))
  await story.moveTo('2026-03-04T10:00:00Z')
  const { data } = await story.get<EpisodePage>('/episodes?signal=curious')
  expect(new Map(data.map(({ entity, outcome: of }) => ['person' in entity && entity.person, of?.state]))).toEqual(
    new Map([
      ['u:ana', 'followed'],
      ['u:bo', 'unknown'],
      ['u:cy', 'unknown'],
      ['u:di', 'pending'],
    ]),
  )
  expect(data.find(({ entity }) => 'person' in entity && entity.person === 'u:ana')?.outcome).toEqual({
    ...{ name: 'works', state: 'followed', at: '2026-03-03T12:00:00.000Z', noticeDays: 0.5 },
  })
})

it('a score of parts is told of persons: by what they did everywhere, and unknown once nobody is heard of', async () => {
  const scored = defineConfig({
    events: { task: event('Task Done', { kind: 'core' }) },
    scores: {
      zeal: score({ tasks: part(100, count('task', days(28)), rising(0, 4)) })
        .bands({ high: 50, low: 0 })
        .level('person'),
    },
    signals: {
      zealous: signal('engagement').level('person').when(score('zeal').atLeast(75)).until(score('zeal').under(50)),
      known: signal('engagement').level('person').when(completeness('zeal').atLeast(1)),
    },
  })
  const story = await openStory({ config: scored, start: '2026-03-02T10:00:00Z' })
  await story.send(done('ana', 'acme'), done('ben', 'acme'))
  await story.moveTo('2026-03-03T10:00:00Z')
  await story.send(done('ana', 'acme'), done('ana', 'beta'))
  await story.moveTo('2026-03-14T10:00:00Z')
  expect(tell(await story.transitions()).filter((line) => line.includes('u:ana'))).toEqual([
    '2026-03-02 opened known of person u:ana 1 (behaviour, fresh)',
    '2026-03-02 opened zeal.low of person u:ana 1 (behaviour, fresh)',
    '2026-03-03 opened zealous of person u:ana 1 (behaviour)',
    '2026-03-03 opened zeal.high of person u:ana 1 (behaviour)',
    '2026-03-03 closed zeal.low of person u:ana 1 (behaviour)',
    // Eight days after anybody did a task: nothing is known of it, so that neither the score nor its band falls.
    '2026-03-11 closed known of person u:ana 1 (behaviour)',
  ])
  await expectReplayed(story)
})
