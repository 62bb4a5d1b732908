import { expect, it, vi } from 'vitest'
import {
  activeUsers,
  all,
  count,
  days,
  daysSinceLast,
  defineConfig,
  event,
  percentile,
  signal,
} from '../../src/index.ts'
import { openClose } from '../../src/run/decide/close-days.ts'
import { replayHistory } from '../../src/run/read/replay-history.ts'
import { readClosing } from '../../src/store/control/day-close.ts'
import { openStory, tell } from './open-story-project.ts'

const config = defineConfig({
  account: { key: ['context.groupId'] },
  events: { task: event('Task Created', { kind: 'core' }), limit: event('Plan Limit Reached', { kind: 'intent' }) },
  signals: {
    quiet: signal('risk').when(daysSinceLast().atLeast(2)),
    first: signal('engagement').when(
      all(count('task', days(7)).atLeast(1), percentile(count('task', days(7))).atLeast(0.9)),
    ),
    hit: signal('expansion').on('limit').cooldown(1),
    hitAmongMany: signal('expansion')
      .on('limit')
      .when(percentile(activeUsers(days(7))).atLeast(0)),
  },
})

const ACCOUNTS = ['a', 'b', 'c', 'd', 'e', 'f', 'g']
const taskOf = (account: string) => ({
  event: 'Task Created',
  userId: `u-${account}`,
  context: { groupId: account },
})
const limitOf = (account: string) => ({ ...taskOf(account), event: 'Plan Limit Reached' })

it('while a day is closed a few accounts at a time, an event behind midnight is judged at once, on the closed day of its account', async () => {
  const story = await openStory({ config, start: '2026-03-02T10:00:00Z' })
  await story.send(...ACCOUNTS.map(taskOf), limitOf('g'))
  await story.moveTo('2026-03-03T10:00:00Z')
  await story.send(limitOf('f'))
  await story.moveTo('2026-03-04T10:00:00Z')

  story.setClock('2026-03-05T00:00:01Z')
  await story.post([limitOf('g'), limitOf('new')])
  await story.tick()

  expect(story.project().judgedDay).toBe(story.project().closing!.days.from - 1)
  const early = (await story.transitions()).filter(({ entity }) => 'account' in entity && entity.account === 'g')
  expect(tell(early)).toEqual([
    '2026-03-02 opened hit of g 1 (behaviour, fresh)',
    '2026-03-02 opened first of g 1 (behaviour, fresh)',
    '2026-03-03 closed hit of g 1 (behaviour, fresh)',
    '2026-03-04 opened quiet of g 1 (behaviour, fresh)',
    '2026-03-05 opened hit of g 2 (behaviour, fresh)',
    '2026-03-05 opened hitAmongMany of g 1 (behaviour, fresh)',
  ])

  await story.moveTo('2026-03-07T10:00:00Z')
  expect(story.project().closing).toBeNull()
  const lived = tell(await story.transitions()).map((line) => line.replace(', fresh', ''))
  const replayed = await replayHistory(story.project(), { days: { from: 0, to: story.project().judgedDay! } })
  const again = tell(replayed.map((one) => ({ ...one, id: 0, fresh: false, committedAt: 0 })))
  expect(again.sort()).toEqual(lived.sort())
})

it('a close that was left half done is finished by the next start, each account once', async () => {
  const story = await openStory({ config, start: '2026-03-02T10:00:00Z' })
  await story.send(...ACCOUNTS.map(taskOf))
  story.setClock('2026-03-05T00:00:01Z')
  await story.tick()
  const half = await story.transitions()
  expect(story.project().closing).not.toBeNull()

  await story.crash()
  const whole = await story.transitions()
  expect(whole.slice(0, half.length)).toEqual(half)
  expect(tell(whole.filter(({ name }) => name === 'quiet')).sort()).toEqual(
    ACCOUNTS.map((account) => `2026-03-04 opened quiet of ${account} 1 (behaviour, fresh)`),
  )
})

it('a close that was left half done goes on behind the account that it had reached', async () => {
  const story = await openStory({ config, start: '2026-03-02T10:00:00Z' })
  await story.send(...ACCOUNTS.map(taskOf))
  story.setClock('2026-03-05T00:00:01Z')
  const project = story.project()
  while ((project.closing?.reached ?? 0) === 0) await story.tick()
  const left = (await readClosing(project.control))!
  expect(left).toMatchObject({ reached: project.closing!.reached, closed: [] })
  expect(left.reached).toBeLessThan(ACCOUNTS.length)

  // As a start takes it up.
  project.closing = openClose(project, left)
  const asked = vi.spyOn(project.store, 'scanTimelines')
  while (await story.tick());
  const accounts = asked.mock.calls.flatMap(([of]) => [...(of ?? [])])
  expect(accounts).toEqual(ACCOUNTS.map((_, i) => i + 1).filter((id) => id > left.reached))
  expect(await readClosing(project.control)).toBeNull()
})
