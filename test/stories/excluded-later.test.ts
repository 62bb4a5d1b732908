import { expect, it } from 'vitest'
import type { RestatementList } from '../../src/contract/restatements.ts'
import {
  accountIds,
  activeShare,
  count,
  days,
  daysSinceLast,
  defineConfig,
  distinctUsers,
  emailDomain,
  event,
  milestone,
  signal,
  trait,
} from '../../src/index.ts'
import { restateMetrics } from '../../src/run/decide/restate-metrics.ts'
import { replayHistory } from '../../src/run/read/replay-history.ts'
import { openStory, type Story, tell } from './open-story-project.ts'

const config = defineConfig({
  exclude: [emailDomain('ours.example'), trait('is_test').is(true), accountIds(['sandbox'])],
  events: { task: event('Task Done', { kind: 'core' }) },
  indicators: { users: distinctUsers('task', days(7)), share: activeShare(days(7)), tasks: count('task', days(7)) },
  signals: {
    busy: signal('engagement').when(count('task', days(7)).atLeast(3)),
    quiet: signal('risk').when(daysSinceLast('task').atLeast(5)),
    idle: signal('risk')
      .level('member')
      .when(count('task', days(7)).under(1)),
    strays: signal('risk')
      .level('person')
      .when(count('task', days(7)).under(1)),
  },
})

const joins = (userId: string, groupId: string, traits: object = {}) => ({ type: 'group', userId, groupId, traits })
const done = (userId: string, groupId: string) => ({ event: 'Task Done', userId, context: { groupId } })
const says = (userId: string, traits: object) => ({ type: 'identify', userId, traits })

async function numbersOf(story: Story, account: string, asOf: string): Promise<Record<string, number | null>> {
  type Detail = { readonly indicators: readonly { readonly key: string; readonly value: number | null }[] }
  const { indicators } = await story.get<Detail>(`/accounts/${account}?asOf=${asOf}`)
  return Object.fromEntries(indicators.map(({ key, value }) => [key, value]))
}

/** What was lived: a replay that knows all of it says the same. */
async function told(story: Story): Promise<string[]> {
  const lived = await story.transitions()
  const project = story.project()
  const replayed = await replayHistory(project, { days: { from: 0, to: project.judgedDay! } })
  const say = ({ name, what, asOf, cause }: (typeof replayed)[number]) => `${asOf} ${what} ${name} ${cause}`
  expect(replayed.map(say)).toEqual(lived.map(say))
  return tell(lived)
}

const activeDays = async (story: Story) => {
  const question = { actor: 'user', date_from: '2026-03-02', date_to: '2026-03-02', window: 'day' }
  const { answer } = await story.ask('/analyze/active', question)
  return [answer.values, answer.excluded]
}

it('a colleague whose address is told later leaves every number of before, and comes back when it was a mistake', async () => {
  const story = await openStory({ config, start: '2026-03-02T10:00:00Z' })
  await story.send(joins('ana', 'acme'), joins('eva', 'acme'))
  await story.send(done('ana', 'acme'), done('eva', 'acme'), done('eva', 'acme'))
  await story.moveTo('2026-03-04T10:00:00Z')
  expect(await numbersOf(story, 'acme', '2026-03-03')).toEqual({ users: 2, share: 1, tasks: 3 })
  expect(await activeDays(story)).toEqual([[2], 0])

  await story.send(says('eva', { email: 'eva@ours.example' }))
  await story.moveTo('2026-03-06T10:00:00Z')
  expect(await numbersOf(story, 'acme', '2026-03-05')).toEqual({ users: 1, share: 1, tasks: 1 })
  expect(await activeDays(story)).toEqual([[1], 2])
  // What was decided knew no better.
  expect(await numbersOf(story, 'acme', '2026-03-03')).toEqual({ users: 2, share: 1, tasks: 3 })
  expect(await told(story)).toEqual([
    '2026-03-02 opened busy of acme 1 (behaviour)',
    '2026-03-04 closed busy of acme 1 (correction)',
  ])
  await story.reopen()

  await story.send(says('eva', { email: 'eva@acme.example' }))
  await story.moveTo('2026-03-08T10:00:00Z')
  expect(await numbersOf(story, 'acme', '2026-03-07')).toEqual({ users: 2, share: 1, tasks: 3 })
  expect(await activeDays(story)).toEqual([[2], 0])
  expect((await told(story)).slice(2)).toEqual([
    '2026-03-06 opened busy of acme 2 (correction)',
    '2026-03-07 opened quiet of acme 1 (behaviour, fresh)',
  ])
})

it('nobody is warned of an account, a member or a person that is excluded; what was open of them closes, as a correction', async () => {
  const story = await openStory({ config, start: '2026-03-02T10:00:00Z' })
  await story.send(joins('kit', 'labs'), joins('bo', 'labs'), done('kit', 'labs'), done('kit', 'sandbox'))
  await story.moveTo('2026-03-05T10:00:00Z')
  expect(await told(story)).toEqual([
    '2026-03-02 opened idle of member u:bo 1 (behaviour)',
    '2026-03-02 opened strays of person u:bo 1 (behaviour)',
  ])
  await story.send(says('bo', { is_test: true }))
  await story.moveTo('2026-03-06T10:00:00Z')
  await story.send(joins('kit', 'labs', { is_test: true }))
  await story.moveTo('2026-03-12T10:00:00Z')
  expect((await told(story)).slice(2)).toEqual([
    '2026-03-05 closed idle of member u:bo 1 (correction)',
    '2026-03-05 closed strays of person u:bo 1 (correction)',
    // He is nobody's colleague, but of what he did nothing counts any more.
    '2026-03-06 opened strays of person u:kit 1 (correction)',
  ])
  const { counts } = await story.get<{ counts: { excluded: number; events: number } }>('/status')
  expect(counts).toMatchObject({ events: 2, excluded: 2 })
})

it('accounts and people that are excluded are in no list, and counted; who comes back is listed again', async () => {
  const story = await openStory({ config, start: '2026-03-02T10:00:00Z' })
  await story.send(joins('ana', 'acme'), joins('kit', 'labs'), joins('bo', 'acme'), joins('kit', 'sandbox'))
  await story.send(done('ana', 'acme'), done('kit', 'labs'), done('bo', 'acme'))
  await story.moveTo('2026-03-03T10:00:00Z')
  const listed = async () => {
    type Accounts = { data: { key: string }[]; total: number; summary: { total: number }; excludedAccounts: number }
    const accounts = await story.get<Accounts>('/accounts')
    const people = await story.get<{ data: { key: string }[]; excludedPeople: number }>('/people')
    const keys = (rows: { key: string }[]) => rows.map(({ key }) => key).sort()
    return [
      ...[keys(accounts.data), accounts.total, accounts.summary.total, accounts.excludedAccounts],
      ...[keys(people.data), people.excludedPeople],
    ]
  }
  expect(await listed()).toEqual([['acme', 'labs'], 2, 2, 1, ['u:ana', 'u:bo', 'u:kit'], 0])
  // The same day still, without another close.
  await story.send(joins('kit', 'labs', { is_test: true }), says('bo', { email: 'bo@ours.example' }))
  expect(await listed()).toEqual([['acme'], 1, 1, 2, ['u:ana', 'u:kit'], 1])
  await story.send(joins('kit', 'labs', { is_test: false }))
  expect(await listed()).toEqual([['acme', 'labs'], 2, 2, 1, ['u:ana', 'u:kit'], 1])
})

it('the product is told of an excluded user what is true of the account, and of nobody who is forgotten', async () => {
  const checklist = defineConfig({
    exclude: [emailDomain('ours.example')],
    events: { task: event('Task Done', { kind: 'core' }) },
    activation: {
      levels: ['account', 'member'],
      milestones: {
        team: milestone('team').when(count('task').atLeast(1)).level('account'),
        tasks: milestone('core').when(count('task').atLeast(1)).level('member'),
      },
    },
  })
  const story = await openStory({ config: checklist, start: '2026-03-02T10:00:00Z' })
  const stepsOf = async (user: string) => {
    const { milestones } = await story.get<{ milestones: { key: string }[] }>(`/people/${user}/state?account=acme`)
    return milestones.map(({ key }) => key)
  }
  await story.send(joins('ana', 'acme'), joins('eva', 'acme'), done('ana', 'acme'), done('eva', 'acme'))
  expect(await stepsOf('eva')).toEqual(['team', 'tasks'])
  await story.send(says('eva', { email: 'eva@ours.example' }))
  expect([await stepsOf('eva'), await stepsOf('ana')]).toEqual([['team'], ['team', 'tasks']])
  expect(await story.refusalOf('/people/nobody/state?account=acme')).toEqual([404, 'not_found'])
})

it('what follows from a number that somebody was in is told again, with the exclusion as its cause', async () => {
  const story = await openStory({ config, start: '2026-03-02T10:00:00Z' })
  await story.send(joins('ana', 'acme'), joins('eva', 'acme'), done('ana', 'acme'), done('eva', 'acme'))
  const later = async (time: string) => {
    await story.moveTo(time)
    await restateMetrics(story.project(), new AbortController().signal)
  }
  await later('2026-03-10T10:00:00Z')
  await story.send(says('eva', { email: 'eva@ours.example' }))
  await later('2026-03-11T10:00:00Z')
  const { data } = await story.get<RestatementList>('/metrics/restatements?metric=wau')
  expect(data).toMatchObject([{ from: '2026-03-02', old: 2, new: 1, by: [{ what: 'exclusion', count: 1, names: [] }] }])
})
