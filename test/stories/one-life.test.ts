import { expect, it } from 'vitest'
import {
  type Config,
  count,
  days,
  daysSinceLast,
  defineConfig,
  distinctUsers,
  event,
  gauge,
  latest,
  limitUsage,
  members,
  signal,
  trait,
} from '../../src/index.ts'
import { openStory, tell } from './open-story-project.ts'

const life = ({ quietDays = 3 } = {}): Config =>
  defineConfig({
    product: { name: 'Taskflow' },
    events: {
      visited: event('Visited', { kind: 'intent' }),
      signedUp: event('Signed Up', { kind: 'core' }),
      inviteSent: event('Invite Sent', { kind: 'team' }),
      taskDone: event('Task Done', { kind: 'core' }),
      limitReached: event('Limit Reached', { kind: 'intent' }),
      storage: gauge('Storage Measured', 'gigabytes'),
    },
    signals: {
      visitor: signal('intent').level('person').on('visited'),
      newcomer: signal('activation').on('signedUp'),
      team: signal('engagement').when(members().atLeast(2)),
      inviter: signal('engagement').when(count('inviteSent', days(28)).atLeast(1)),
      busy: signal('engagement')
        .when(count('taskDone', days(3)).atLeast(3))
        .until(count('taskDone', days(7)).under(1)),
      pair: signal('engagement').when(distinctUsers('taskDone', days(7)).atLeast(2)),
      limitHit: signal('expansion')
        .on('limitReached')
        .when(limitUsage(latest('storage'), trait('storage_limit')).atLeast(0.9)),
      quiet: signal('risk').when(daysSinceLast('taskDone').atLeast(quietDays)),
    },
  })

const acme = { context: { groupId: 'acme' } }
const eu = { context: { groupId: 'acme-eu' } }
const done = { event: 'Task Done' }
const dayOf = (date: string): number => Date.parse(date) / 86_400_000

type Detail = { header: { members: number }; daily: { active: number[] }; thread: { from: string; active: number[] } }
type Status = {
  counts: { events: number; facts: number; persons: number }
  withoutAccount: Record<string, number>
  unclaimed: unknown[]
}

it("one account's life: from an anonymous visit to a changed configuration, each day judged as it was known", async () => {
  const story = await openStory({ config: life(), start: '2026-03-02T10:00:00Z' })
  let seen = 0
  const news = async () => {
    const told = tell(await story.transitions())
    const fresh = told.slice(seen)
    seen = told.length
    return fresh
  }

  // Nobody's account yet: the visit is the person's alone, and judged in the pass over persons.
  await story.send({ event: 'Visited', anonymousId: 'anon-1' })
  expect(await news()).toEqual(['2026-03-02 opened visitor of person a:anon-1 1 (behaviour, fresh)'])
  expect((await story.get<Status>('/status')).counts).toMatchObject({ events: 1, persons: 1 })

  // Sign-up, and `group` five minutes later: the fact moves, and the signal is judged at the group's position.
  story.setClock('2026-03-02T10:05:00Z')
  await story.send({ event: 'Signed Up', userId: 'ana' })
  expect(await news()).toEqual([])
  story.setClock('2026-03-02T10:10:00Z')
  await story.send({ type: 'group', userId: 'ana', groupId: 'acme', traits: { storage_limit: 10 } })
  expect(await news()).toEqual(['2026-03-02 opened newcomer of acme 1 (behaviour, fresh)'])
  const newcomer = (await story.transitions()).find(({ name }) => name === 'newcomer')
  expect(newcomer).toMatchObject({
    at: Date.parse('2026-03-02T10:05:00Z'),
    position: { log: 'live', n: story.project().store.applied().live },
    evidence: [{ kind: 'event', name: 'Signed Up', messageId: 'm2', actor: 'u:ana' }],
  })

  // The invite counts for the inviter's account; the invited is a member only after `group`.
  story.setClock('2026-03-02T11:00:00Z')
  await story.send({ event: 'Invite Sent', userId: 'ana', properties: { invitee: 'bo' } })
  await story.moveTo('2026-03-03T09:00:00Z')
  expect(await news()).toEqual([
    '2026-03-02 opened inviter of acme 1 (behaviour, fresh)',
    '2026-03-02 closed newcomer of acme 1 (behaviour, fresh)',
    '2026-03-02 closed visitor of person a:anon-1 1 (behaviour, fresh)',
  ])
  expect((await story.get<Detail>('/accounts/acme')).header.members).toBe(1)
  await story.send({ type: 'group', userId: 'bo', groupId: 'acme' })
  await story.moveTo('2026-03-04T09:00:00Z')
  expect(await news()).toEqual(['2026-03-03 opened team of acme 1 (behaviour, fresh)'])

  // A second membership: from now on only what names an account counts for one.
  await story.send({ type: 'group', userId: 'ana', groupId: 'globex' }, { ...done, userId: 'ana' })
  expect(await story.get<Status>('/status')).toMatchObject({
    withoutAccount: { several_accounts: 1 },
    unclaimed: [
      { account: 'acme', events: 1 },
      { account: 'globex', events: 1 },
    ],
  })

  // An event two days late: the judgement of its day stands; the window holds it from the day it is known; the flip is a correction.
  await story.moveTo('2026-03-05T09:00:00Z')
  await story.send({ ...done, userId: 'ana', ...acme }, { ...done, userId: 'ana', ...acme })
  await story.moveTo('2026-03-07T12:00:00Z')
  expect(await news()).toEqual([])
  await story.send({ ...done, userId: 'ana', timestamp: '2026-03-05T10:00:00Z', ...acme })
  await story.moveTo('2026-03-08T12:00:00Z')
  expect(await news()).toEqual(['2026-03-07 opened busy of acme 1 (correction)'])
  const then = await story.get<Detail>('/accounts/acme?asOf=2026-03-06')
  expect(then.daily.active.slice(-2)).toEqual([2, 0])
  expect(then.thread.active[3]).toBe(3)
  expect((await story.transitions()).at(-1)?.values).toMatchObject([{ value: 3 }])

  // Two devices on day 8; on day 9 they turn out to be one person, from then on and not before.
  await story.moveTo('2026-03-09T12:00:00Z')
  expect(await news()).toEqual(['2026-03-08 opened quiet of acme 1 (behaviour, fresh)'])
  await story.send({ ...done, userId: 'ana', ...acme }, { ...done, anonymousId: 'anon-2', ...acme })
  await story.moveTo('2026-03-10T12:00:00Z')
  await story.send({ type: 'identify', userId: 'ana', anonymousId: 'anon-2' })
  await story.moveTo('2026-03-11T08:00:00Z')
  expect(await news()).toEqual([
    '2026-03-09 opened pair of acme 1 (behaviour, fresh)',
    '2026-03-09 closed quiet of acme 1 (behaviour, fresh)',
    '2026-03-10 closed pair of acme 1 (merge)',
  ])
  const pair = (await story.transitions()).filter(({ name }) => name === 'pair')
  expect(pair.map(({ values }) => values[0]?.value)).toEqual([2, 1])

  // Another account is taken in: two until then, one over all history after. Its episode ends, the older one goes on.
  await story.send(
    { ...done, userId: 'zoe', ...eu },
    { ...done, userId: 'zoe', ...eu },
    { ...done, userId: 'zoe', ...eu },
  )
  await story.moveTo('2026-03-12T12:00:00Z')
  expect(await news()).toEqual(['2026-03-11 opened busy of acme-eu 1 (behaviour, fresh)'])
  await story.control({ kind: 'account_merged', from: 'acme-eu', into: 'acme', at: story.now() })
  await story.moveTo('2026-03-13T12:00:00Z')
  expect(await news()).toEqual([
    '2026-03-12 closed busy of acme-eu 1 (merge)',
    '2026-03-12 opened pair of acme 2 (merge)',
  ])
  const before = await story.get<Detail>('/accounts/acme?asOf=2026-03-11')
  expect([before.header.members, before.daily.active.at(-1), before.thread.active[9]]).toEqual([2, 0, 3])

  // A limit is hit: the signal opens at the event, says what it saw, and closes with the day.
  await story.moveTo('2026-03-14T12:00:00Z')
  const measured = { event: 'Storage Measured', userId: 'ana', ...acme, properties: { gigabytes: 9.5 } }
  await story.send(measured, { event: 'Limit Reached', userId: 'bo', timestamp: '2026-03-14T11:58:00Z' })
  expect(await news()).toEqual(['2026-03-14 opened limitHit of acme 1 (behaviour, fresh)'])
  const hit = (await story.transitions()).at(-1)
  const [hitAt, toldAt] = ['2026-03-14T11:58:00Z', '2026-03-02T10:10:00Z'].map((time) => Date.parse(time))
  expect(hit).toMatchObject({ at: hitAt, values: [{ value: 0.95, op: '>=', threshold: 0.9, holds: true }] })
  const today = dayOf('2026-03-14')
  const label = 'latest gigabytes of Storage Measured'
  expect(hit?.evidence).toEqual([
    { kind: 'event', name: 'Limit Reached', messageId: 'm18', ts: hitAt, actor: 'u:bo', knownAt: story.now() },
    { kind: 'gauge', label, value: 9.5, day: today, knownDay: today },
    {
      ...{ kind: 'entitlement', label: 'property storage_limit', trait: 'storage_limit', said: 10, limit: 10 },
      ...{ from: toldAt, knownAt: toldAt },
    },
  ])

  // Usage falls: judged on closed days alone.
  await story.moveTo('2026-03-15T00:00:00Z')
  expect(await news()).toEqual([
    '2026-03-14 closed limitHit of acme 1 (behaviour, fresh)',
    '2026-03-14 opened quiet of acme 2 (behaviour, fresh)',
  ])
  const over = (await story.transitions()).find(({ name, what }) => name === 'limitHit' && what === 'closed')
  expect(over).toMatchObject({ at: Date.parse('2026-03-15T00:00:00Z'), asOf: today, position: null })

  // A threshold changes: the state is set silently, and no fact is computed again.
  const { counts } = await story.get<Status>('/status')
  await story.reopen(life({ quietDays: 6 }))
  expect(await news()).toEqual(['2026-03-14 closed quiet of acme 2 (config)'])
  expect((await story.get<Status>('/status')).counts).toMatchObject({ events: counts.events, facts: counts.facts })
  await story.moveTo('2026-03-18T12:00:00Z')
  expect(await news()).toEqual([
    '2026-03-16 closed pair of acme 2 (behaviour)',
    '2026-03-17 opened quiet of acme 3 (behaviour, fresh)',
  ])
}, 60_000)
