import fc from 'fast-check'
import { expect, test } from 'vitest'
import { addRecentMessage, chooseFloorDay, findRecentMessages, makeRecentMessages } from './recent-messages.ts'

const messageArb = fc.record({
  // Few values, and such that share their low or high half: chains and equal hashes occur.
  hash: fc.tuple(fc.nat(3), fc.nat(40)).map(([high, low]) => high * 4294967296 + low),
  day: fc.integer({ min: 20_000, max: 20_120 }),
})

test('every message of a day that is kept is found under its hash, whatever was let go of', () => {
  fc.assert(
    fc.property(fc.array(messageArb, { minLength: 1, maxLength: 300 }), fc.nat(2), (messages, rounds) => {
      const recent = makeRecentMessages()
      const stored: { hash: number; day: number; seq: number }[] = []
      // Others in between make the table grow and let go of old days.
      for (const [at, { hash, day }] of messages.entries()) {
        for (let other = 0; other < rounds * 20; other++) {
          const seq = stored.length + 1
          stored.push({ hash: 2 ** 45 + seq, day: day + (other % 5), seq })
        }
        stored.push({ hash, day, seq: stored.length + 1 })
        for (const added of stored.slice(at * (rounds * 20 + 1))) addRecentMessage(recent, added)
      }
      expect(recent.count).toBeLessThanOrEqual(stored.length)
      for (const { hash, day } of stored) {
        const expected = stored.filter((other) => other.hash === hash && other.day >= recent.floorDay)
        const found = [...findRecentMessages(recent, hash)].sort((a, b) => a - b)
        if (day >= recent.floorDay) expect(found).toEqual(expect.arrayContaining(expected.map(({ seq }) => seq)))
      }
    }),
    { numRuns: 30 },
  )
})

test('of many days the latest that fit are filled in, of few all', () => {
  const days = (count: number, events: number) => Array.from({ length: count }, (_, i) => ({ day: 20_000 + i, events }))
  expect(chooseFloorDay([])).toBe(Number.NEGATIVE_INFINITY)
  expect(chooseFloorDay(days(30, 1_000))).toBe(Number.NEGATIVE_INFINITY)
  expect(chooseFloorDay(days(100, 1_000))).toBe(20_059)
  expect(chooseFloorDay(days(100, 1_000_000))).toBe(20_094)
  expect(chooseFloorDay(days(100, 10_000_000))).toBe(20_100)
})

test('of a store with more messages than can be numbered here nothing is told from memory', () => {
  const recent = makeRecentMessages()
  addRecentMessage(recent, { hash: 7, seq: 2 ** 32 - 1, day: 20_000 })
  expect([findRecentMessages(recent, 7), recent.floorDay]).toEqual([[2 ** 32 - 1], Number.NEGATIVE_INFINITY])
  addRecentMessage(recent, { hash: 8, seq: 2 ** 32, day: 20_000 })
  expect([findRecentMessages(recent, 8), recent.floorDay]).toEqual([[], Number.POSITIVE_INFINITY])
})

test('what is held does not grow with a history, only with its latest forty days: twelve bytes a message, and room to grow', () => {
  const recent = makeRecentMessages()
  const heldAfter = (days: number): number => {
    for (let day = recent.lastDay === Number.NEGATIVE_INFINITY ? 0 : recent.lastDay + 1; day < days; day++)
      for (let n = 0; n < 1_000; n++) addRecentMessage(recent, { hash: day * 1_000 + n, seq: day * 1_000 + n + 1, day })
    return [recent.mixed, recent.bits, recent.seq, recent.day].reduce((sum, { byteLength }) => sum + byteLength, 0)
  }
  const early = heldAfter(80)
  expect(heldAfter(500)).toBe(early)
  expect(early).toBeLessThan(40 * 1_000 * 12 * 4)
})
