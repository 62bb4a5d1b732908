import { createHash } from 'node:crypto'
import { beforeAll, describe, expect, test } from 'vitest'
import type { Delivery } from './arrange-deliveries.ts'
import { countDelivery, emptyCounts, type WorldCounts } from './count-deliveries.ts'
import { generateWorld } from './generate-world.ts'
import type { Mechanism } from './world-options.ts'

const SMALL = { accounts: 30, trials: 90, events: 30_000 }

function hashOf(deliveries: Iterable<Delivery>): string {
  const hash = createHash('sha256')
  for (const { message } of deliveries) hash.update(JSON.stringify(message))
  return hash.digest('hex')
}

/** The everyday events of each account, as text. */
function usageByAccount(off: readonly Mechanism[], seed = 5): Map<string, string> {
  const quiet: Partial<Record<Mechanism, boolean>> = { hostileNames: false, identityMess: false }
  for (const mechanism of off) quiet[mechanism] = false
  const found = new Map<string, string>()
  for (const { message } of generateWorld({ seed, size: SMALL, mechanisms: quiet }).deliveries()) {
    if (message.type !== 'track' || !message.messageId.startsWith('m')) continue
    const account = message.context.groupId!
    found.set(account, `${found.get(account) ?? ''}${JSON.stringify(message)}\n`)
  }
  return found
}

describe('the same seed gives the same bytes', () => {
  test('in two worlds, and when one world is read twice', () => {
    const world = generateWorld({ seed: 1, size: SMALL })
    const first = hashOf(world.deliveries())
    expect(hashOf(world.deliveries())).toBe(first)
    const again = generateWorld({ seed: 1, size: SMALL })
    expect(hashOf(again.deliveries())).toBe(first)
    expect(again.truth).toEqual(world.truth)
    expect(hashOf(generateWorld({ seed: 2, size: SMALL }).deliveries())).not.toBe(first)
  })
})

describe('a mechanism switched off moves nothing but what it touches', () => {
  const all = usageByAccount([])
  const withAll = stayingAccounts({})
  const { truth } = generateWorld({ seed: 5, size: SMALL })

  test('without the rescue playbook, accounts it did not change send the same bytes', () => {
    const touched = new Set(
      truth.accounts.filter((a) => a.paid?.dips.some((dip) => dip.rescue.delivered)).map((a) => a.id),
    )
    const without = usageByAccount(['rescuePlaybook'])
    for (const [account, text] of all) if (!touched.has(account)) expect(without.get(account)).toBe(text)
  })

  test('without declines, accounts that never declined send the same bytes', () => {
    const declined = truth.accounts.filter((a) => a.paid?.dips.some((dip) => dip.kind === 'decline')).map((a) => a.id)
    expect(declined.length).toBeGreaterThan(2)
    const without = usageByAccount(['declines'])
    const same = [...all].filter(([account]) => !declined.includes(account))
    expect(same.length).toBeGreaterThan(30)
    for (const [account, text] of same) expect(without.get(account)).toBe(text)
    expect(declined.some((account) => without.get(account) !== all.get(account))).toBe(true)
  })

  test.each<Mechanism>(['tickets', 'paymentFailures', 'csmHabit', 'newsletterPlaybook'])(
    'without %s, accounts that stay customers either way send the same everyday events',
    (mechanism) => {
      const both = [...stayingAccounts({ [mechanism]: false })].filter((id) => withAll.has(id))
      const without = usageByAccount([mechanism])
      expect(both.length).toBeGreaterThan(50)
      for (const account of both) expect(without.get(account)).toBe(all.get(account))
    },
  )
})

function stayingAccounts(mechanisms: Partial<Record<Mechanism, boolean>>): Set<string> {
  const { truth } = generateWorld({ seed: 5, size: SMALL, mechanisms })
  return new Set(
    truth.accounts
      .filter((a) => a.paid === null || (a.paid.churn === null && a.paid.dips.length === 0))
      .map((a) => a.id),
  )
}

describe('a world of size S', () => {
  const world = generateWorld({ seed: 1, size: 'S' })
  const counts: WorldCounts = emptyCounts()
  const byDay = new Map<string, number>()
  let disordered = 0
  let outside = 0
  const copies = { total: 0, unseen: 0 }

  beforeAll(() => {
    let last = 0
    const ids = new Set<string>()
    for (const delivery of world.deliveries()) {
      countDelivery(counts, delivery)
      const { message, at, copy } = delivery
      if (at < last || Date.parse(message.receivedAt) !== at) disordered++
      last = at
      if (at > world.plan.frame.end) outside++
      if (copy) copies.total++
      if (copy !== ids.has(message.messageId)) copies.unseen++
      ids.add(message.messageId)
      if (message.type === 'track' && message.event === 'Board Viewed') add(byDay, message.timestamp.slice(0, 10))
    }
  })

  test('sends about half a million events', () => {
    expect(counts.events).toBeGreaterThan(425_000)
    expect(counts.events).toBeLessThan(575_000)
  })

  test('sends them in the order of receipt, none after its end', () => {
    expect({ disordered, outside }).toEqual({ disordered: 0, outside: 0 })
  })

  test('repeats an id exactly where it sends a copy', () => {
    expect(copies).toEqual({ total: counts.copies, unseen: 0 })
  })

  test.each([
    ['copies', 0.005],
    ['late', 0.02],
    ['future', 0.002],
  ] as const)('%s come at their share', (what, share) => {
    const error = 4.5 * Math.sqrt((share * (1 - share)) / counts.events)
    expect(Math.abs(counts[what] / counts.events - share)).toBeLessThan(error + 0.0002)
  })

  test('its counts add up', () => {
    const sum = (map: Map<string, number>) => [...map.values()].reduce((a, b) => a + b, 0)
    expect([sum(counts.byEvent), sum(counts.byAccount)]).toEqual([counts.events, counts.events])
  })

  test('loses all, then six in ten of what its pages send in the outages', () => {
    const [first, second] = world.truth.outages
    const eventsOn = (iso: string, shift: number) => byDay.get(shiftDay(iso, shift)) ?? 0
    const usual = (iso: string) => (eventsOn(iso, -7) + eventsOn(iso, 7)) / 2
    // What is left in the first are events of other days, from devices whose clocks are ahead.
    expect(eventsOn(first!.from, 0) / usual(first!.from)).toBeLessThan(0.02)
    const left = eventsOn(second!.from, 0) / usual(second!.from)
    expect(left).toBeGreaterThan(0.3)
    expect(left).toBeLessThan(0.5)
  })

  test('has quiet weekends and a quiet turn of the year', () => {
    const mean = (days: string[]) => days.reduce((sum, day) => sum + (byDay.get(day) ?? 0), 0) / days.length
    const working = mean(['2026-01-20', '2026-01-21', '2026-01-22'])
    expect(mean(['2026-01-24', '2026-01-25']) / working).toBeLessThan(0.35)
    expect(mean(['2025-12-29', '2025-12-30']) / working).toBeLessThan(0.6)
  })

  test('every name it sends has its meaning in the truth', () => {
    for (const name of counts.byEvent.keys()) expect(world.truth.eventNames).toHaveProperty([name])
  })
})

function add(map: Map<string, number>, key: string): void {
  map.set(key, (map.get(key) ?? 0) + 1)
}

function shiftDay(iso: string, days: number): string {
  return new Date(Date.parse(iso) + days * 86_400_000).toISOString().slice(0, 10)
}
