import { expect, it } from 'vitest'
import { count, days, defineConfig, event, signal } from '../../src/index.ts'
import { tick } from '../../src/run/advance-project.ts'
import { openClose } from '../../src/run/decide/close-days.ts'
import { replayHistory } from '../../src/run/read/replay-history.ts'
import { readClosing } from '../../src/store/control/day-close.ts'
import { openStory, type Story, tell } from './open-story-project.ts'

const config = defineConfig({
  events: { visited: event('Visited', { kind: 'intent' }), task: event('Task Done', { kind: 'core' }) },
  signals: {
    curious: signal('intent')
      .level('person')
      .when(count('visited', days(2)).atLeast(1)),
    quiet: signal('risk')
      .level('person')
      .when(count('visited', days(1)).under(1)),
  },
})

const VISITORS = Array.from({ length: 25 }, (_, i) => `anon-${String(i + 1).padStart(2, '0')}`)
const visit = (anonymousId: string) => ({ event: 'Visited', anonymousId })

/** Judged at an event, and at the close of a day. */
const withReturns = defineConfig({
  events: { visited: event('Visited', { kind: 'intent' }), task: event('Task Done', { kind: 'core' }) },
  signals: {
    returns: signal('intent')
      .level('person')
      .on('visited')
      .when(count('visited', days(3)).atLeast(2))
      .cooldown(1),
    quiet: signal('risk')
      .level('person')
      .when(count('visited', days(1)).under(1)),
  },
})

/** The sizes of the commits that change something of persons, and of how many persons the store was asked at a time. */
function watch(story: Story): { readonly commits: number[]; readonly asked: number[] } {
  const commits: number[] = []
  const asked: number[] = []
  const { store, listeners } = story.project()
  listeners.add((transitions) => void commits.push(transitions.length))
  const scan = store.scanPersons
  Object.assign(store, {
    scanPersons: (of: Parameters<typeof scan>[0]) => {
      asked.push(of.persons?.length ?? Number.POSITIVE_INFINITY)
      return scan(of)
    },
  })
  return { commits, asked }
}

/** Up to the piece of a close in which the first persons are committed. */
async function closeFirstPersons(story: Story, time: string): Promise<void> {
  story.setClock(time)
  while ((story.project().closing?.closedPersons.size ?? 0) === 0) await story.tick()
}

async function expectReplayed(story: Story): Promise<void> {
  const replayed = await replayHistory(story.project(), { days: { from: 0, to: story.project().judgedDay! } })
  const again = tell(replayed.map((one) => ({ ...one, id: 0, fresh: false, committedAt: 0 })))
  expect(again.sort()).toEqual(
    tell(await story.transitions())
      .map((line) => line.replace(', fresh', ''))
      .sort(),
  )
}

it('persons are closed a few at a time, and a close that was left half done goes on with the others', async () => {
  const story = await openStory({ config, start: '2026-03-02T10:00:00Z' })
  await story.send(...VISITORS.map(visit))
  const first = watch(story)
  await closeFirstPersons(story, '2026-03-03T00:00:01Z')
  expect(first).toEqual({ commits: [10], asked: [25] })
  expect(story.project().judgedDay).not.toBe(story.project().closing!.days.to)

  const left = (await readClosing(story.project().control))!
  expect(left.closedPersons).toEqual(VISITORS.slice(0, 10).map((visitor) => `a:${visitor}`))
  // As a start takes it up.
  story.project().closing = openClose(story.project(), left)
  const second = watch(story)
  while (await story.tick());
  expect(second).toEqual({ commits: [10, 5], asked: [15] })
  expect(story.project().closing).toBeNull()
  expect(tell(await story.transitions())).toEqual(
    VISITORS.map((visitor) => `2026-03-02 opened curious of person a:${visitor} 1 (behaviour, fresh)`),
  )
  await expectReplayed(story)
})

it('who turns out to be another while the persons of a day are closed is closed once, as the one it was', async () => {
  const story = await openStory({ config, start: '2026-03-02T10:00:00Z' })
  await story.send(...VISITORS.map(visit), { event: 'Visited', userId: 'ana' })
  await story.moveTo('2026-03-03T10:00:00Z')
  await closeFirstPersons(story, '2026-03-04T00:00:01Z')
  const [closed, waiting] = [VISITORS[0]!, VISITORS[24]!]
  const identify = (anonymousId: string) => ({ type: 'identify', userId: 'ana', anonymousId })
  await story.send(identify(closed), identify(waiting))
  await story.moveTo('2026-03-05T10:00:00Z')
  const told = tell(await story.transitions()).filter((line) =>
    [`a:${closed} `, `a:${waiting} `, 'u:ana '].some((who) => line.includes(who)),
  )
  expect(told).toEqual([
    '2026-03-02 opened curious of person a:anon-01 1 (behaviour, fresh)',
    '2026-03-02 opened curious of person a:anon-25 1 (behaviour, fresh)',
    '2026-03-02 opened curious of person u:ana 1 (behaviour, fresh)',
    '2026-03-03 opened quiet of person a:anon-01 1 (behaviour, fresh)',
    '2026-03-03 opened quiet of person a:anon-25 1 (behaviour, fresh)',
    '2026-03-03 opened quiet of person u:ana 1 (behaviour, fresh)',
    '2026-03-04 closed curious of person a:anon-01 1 (merge)',
    '2026-03-04 closed curious of person a:anon-25 1 (merge)',
    '2026-03-04 closed quiet of person a:anon-01 1 (merge)',
    '2026-03-04 closed quiet of person a:anon-25 1 (merge)',
    '2026-03-04 closed curious of person u:ana 1 (behaviour, fresh)',
  ])
  await expectReplayed(story)
})

it('a person whose event comes while a day is closed is closed first, with those it was made of, and nobody else is', async () => {
  const story = await openStory({ config: withReturns, start: '2026-03-02T10:00:00Z' })
  await story.send(...VISITORS.map(visit), { event: 'Visited', userId: 'ana' })
  await story.moveTo('2026-03-03T10:00:00Z')
  story.setClock('2026-03-04T00:00:01Z')
  while (story.project().closing === null) await story.tick()
  const before = [...story.project().closing!.closedPersons]
  const watched = watch(story)
  await story.post([
    { type: 'identify', userId: 'ana', anonymousId: VISITORS[24] },
    { event: 'Visited', userId: 'ana' },
  ])
  await tick(story.project())
  const { closing, store } = story.project()
  const closed = [...closing!.closedPersons].filter((person) => !before.includes(person))
  expect(closed.map(store.dictionary.actor.keyOf)).toEqual([`a:${VISITORS[24]}`, 'u:ana'])
  // Both of them of the day before, and then the two as one.
  expect(watched.asked).toEqual([2, 1])
  await story.moveTo('2026-03-05T10:00:00Z')
  const told = tell(await story.transitions()).filter((line) =>
    [`a:${VISITORS[24]} `, 'u:ana '].some((who) => line.includes(who)),
  )
  expect(told).toEqual([
    '2026-03-03 opened quiet of person a:anon-25 1 (behaviour, fresh)',
    '2026-03-03 opened quiet of person u:ana 1 (behaviour, fresh)',
    '2026-03-04 closed quiet of person a:anon-25 1 (merge)',
    '2026-03-04 opened returns of person u:ana 1 (behaviour, fresh)',
    '2026-03-04 closed quiet of person u:ana 1 (behaviour, fresh)',
  ])
  await expectReplayed(story)
})
