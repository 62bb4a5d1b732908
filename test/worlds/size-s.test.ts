import { beforeAll, describe, expect, test } from 'vitest'
import { countDelivery, emptyCounts, type WorldCounts } from '../../src/worlds/count-deliveries.ts'
import { generateWorld } from '../../src/worlds/generate-world.ts'

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
  }, 120_000)

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
