import { rmSync } from 'node:fs'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { MS_PER_DAY } from '../../src/core/time.ts'
import { openDuckdbStore } from '../../src/store/analytic/duckdb/open-store.ts'
import { countHeard } from '../../src/store/analytic/duckdb/read/count-heard.ts'
import { batchOf, eventOf, moveOf, tempFolder } from './store-stories.ts'

const FIRST = 20_500
const ACCOUNTS = ['acme', 'beta', 'cove', 'dune', 'elm']
const NAMES = ['a', 'b'] as const

const batchArbitrary = fc.record({
  events: fc.array(
    fc.record({
      name: fc.constantFrom(...NAMES),
      actor: fc.constantFrom('ann', 'bo'),
      account: fc.constantFrom(...ACCOUNTS),
      /** Some are of the day before, and known too late. */
      daysLate: fc.constantFrom(0, 0, 0, 1),
    }),
    { minLength: 1, maxLength: 8 },
  ),
  /** Within a day, to the next one, or over more than a month. */
  gap: fc.constantFrom(60_000, 60_000, MS_PER_DAY, 40 * MS_PER_DAY),
  /** What one account sent so far is another's. */
  move: fc.option(fc.constantFrom(...ACCOUNTS.slice(1).map((into) => ['acme', into] as const)), { nil: null }),
  compacted: fc.boolean(),
})

type Sent = { readonly name: string; account: string; readonly day: number; readonly knownDay: number }
const dayOf = (ts: number): number => Math.floor(ts / MS_PER_DAY)

test('accounts heard of by event and day are those that sent it, as was known at the close of the day', async () => {
  let movedOnTheDay = 0
  await fc.assert(
    fc.asyncProperty(fc.array(batchArbitrary, { minLength: 2, maxLength: 6 }), async (batches) => {
      const folder = tempFolder()
      const { store, context } = await openDuckdbStore({ folder, timezone: 'UTC', closeDelayMinutes: 0 })
      const sent: Sent[] = []
      let [now, after] = [FIRST * MS_PER_DAY, 0]
      for (const { events, gap, move, compacted } of batches) {
        now += gap
        const made = events.map(({ daysLate, ...event }, i) =>
          eventOf(after + i + 1, {
            ...event,
            ts: now - daysLate * MS_PER_DAY,
            knownAt: now,
            messageId: `${after + i}`,
          }),
        )
        const upTo = after + made.length + 1
        const moves =
          move === null ? [] : [moveOf(upTo, { actor: '', from: move[0], to: move[1], which: 'all', knownAt: now })]
        await store.apply(batchOf(after, upTo, { events: made, moves }))
        if (compacted) await store.compact({ force: true })
        after = upTo
        sent.push(
          ...made.map(({ name, account, ts }) => ({ name, account: account!, day: dayOf(ts), knownDay: dayOf(now) })),
        )
        // Of days that were over nothing is said anew.
        for (const one of sent) {
          if (move === null || one.account !== move[0] || one.day !== dayOf(now)) continue
          one.account = move[1]
          movedOnTheDay += 1
        }
      }
      const days = { from: FIRST, to: dayOf(now) }
      const expected = new Map<string, Set<string>>()
      for (const { name, account, day, knownDay } of sent) {
        if (knownDay > day || day < days.from) continue
        const key = `name:${name} ${day}`
        expected.set(key, (expected.get(key) ?? new Set()).add(account))
      }
      const heard = await countHeard(context, { facts: ['name:a', 'name:b'], days }, 2)
      expect(heard.map(({ fact, day, accounts }) => `${fact} ${day} ${accounts}`).sort()).toEqual(
        [...expected].map(([key, accounts]) => `${key} ${accounts.size}`).sort(),
      )
      await store.close()
      rmSync(folder, { recursive: true })
    }),
    { numRuns: 10 },
  )
  expect(movedOnTheDay).toBeGreaterThan(5)
}, 60_000)
