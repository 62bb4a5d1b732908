import { expect, test } from 'vitest'
import { planWorld } from './plan-world.ts'
import { type LiveMessage, trickleWorld } from './trickle-world.ts'

const world = planWorld({ seed: 3, size: { accounts: 40, trials: 20, events: 30_000 } })
const { end } = world.frame

function take(count: number, from: number): LiveMessage[] {
  const taken: LiveMessage[] = []
  for (const live of trickleWorld(world, { from, pace: 3 })) {
    taken.push(live)
    if (taken.length === count) break
  }
  return taken
}

test('live events go on from the moment given, in order, about one a second', () => {
  const live = take(1_000, end)
  const times = live.map(({ dueAt }) => dueAt)
  expect(times).toEqual(times.toSorted((a, b) => a - b))
  expect(times[0]).toBeGreaterThan(end)
  const seconds = (times.at(-1)! - end) / 1_000
  expect(seconds).toBeGreaterThan(500)
  expect(seconds).toBeLessThan(1_100)
  for (const { dueAt, message } of live) expect(Date.parse(message.timestamp)).toBe(dueAt)
})

test('started again later, it repeats no id; from the same moment, every byte', () => {
  const first = take(500, end)
  expect(take(500, end)).toEqual(first)
  const ids = new Set([...first, ...take(500, end + 60_000)].map(({ message }) => message.messageId))
  expect(ids.size).toBe(1_000)
})

test('everyday use comes from customers of the world, and each kind of story comes up', () => {
  const live = take(3_000, end)
  const known = new Set(world.accounts.map((plan) => plan.account.id))
  const events = new Map<string, number>()
  let strangers = 0
  for (const { message } of live) {
    if (message.type !== 'track') continue
    events.set(message.event, (events.get(message.event) ?? 0) + 1)
    const account = message.context.groupId!
    if (!known.has(account.replace(/_b$/, '')) && !account.startsWith('acct_live_')) strangers++
  }
  expect(strangers).toBe(0)
  for (const event of [
    'Board Viewed',
    'Plan Limit Reached',
    'Premium Feature Attempted',
    'Ticket Opened',
    'Signed Up',
  ]) {
    expect(events.get(event), event).toBeGreaterThan(0)
  }
})
