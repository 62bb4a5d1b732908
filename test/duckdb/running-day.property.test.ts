import { rmSync } from 'node:fs'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { MS_PER_DAY } from '../../src/core/time.ts'
import { openDuckdbStore } from '../../src/store/analytic/duckdb/open-store.ts'
import type { FactBlock } from '../../src/store/analytic/rows.ts'
import type { AttributedEvent } from '../event-rows.ts'
import { batchOf, eventOf, moveOf, tempFolder } from './store-stories.ts'

const FIRST = 20_500
const ACCOUNTS = ['acme', 'beta', 'cove']

const eventArbitrary = fc.record({
  name: fc.constantFrom('a', 'b'),
  actor: fc.constantFrom('ann', 'bo'),
  account: fc.constantFrom(...ACCOUNTS),
  /** Mostly just now, at times of another day, now and then more than a day late. */
  late: fc.constantFrom(0, 0, 1, MS_PER_DAY - 1, MS_PER_DAY + 1),
})
const batchArbitrary = fc.record({
  events: fc.array(eventArbitrary, { minLength: 1, maxLength: 6 }),
  /** How long after the batch before it. */
  gap: fc.constantFrom(60_000, MS_PER_DAY / 3, 2 * MS_PER_DAY),
  log: fc.constantFrom('live', 'live', 'live', 'live', 'import'),
  moves: fc.constantFrom(false, false, false, true),
  /** The store is closed behind it and opened again. */
  reopened: fc.constantFrom(false, false, true),
})

/** What was imported stands beside what came in live since, on the same day: hardly any draw has it. */
const bothLogs = (['import', 'live', 'live'] as const).map((log) => ({
  events: [{ name: 'a', actor: 'ann', account: 'acme', late: 0 }],
  gap: 60_000,
  log,
  moves: false,
  reopened: log === 'import',
}))

type Known = AttributedEvent & { readonly log: string; readonly batch: number }
const dayOf = (ts: number): number => Math.floor(ts / MS_PER_DAY)

/** Naive: every event of the day before the last batch, added up. */
function addedUp(events: readonly Known[]): string[] {
  const rows = new Map<string, { n: number; first: number; last: number }>()
  for (const { name, actor, ts } of events) {
    const key = `${name}|${actor}|${dayOf(ts)}`
    const { n, first, last } = rows.get(key) ?? { n: 0, first: ts, last: ts }
    rows.set(key, { n: n + 1, first: Math.min(first, ts), last: Math.max(last, ts) })
  }
  return [...rows].map(([key, { n, first, last }]) => `${key}|${n}|${first}|${last}`).sort()
}

test('what had become known on the day before the last batch is what the events of the day add up to, or not told', async () => {
  let [told, toldOfBoth] = [0, 0]
  await fc.assert(
    fc.asyncProperty(fc.array(batchArbitrary, { minLength: 2, maxLength: 7 }), async (batches) => {
      const folder = tempFolder()
      const options = { folder, timezone: 'UTC', closeDelayMinutes: 0 }
      let { store } = await openDuckdbStore(options)
      const known: Known[] = []
      const moved = new Map<string, number>()
      const at = new Map<string, number>()
      let now = FIRST * MS_PER_DAY
      for (const [number, { events, gap, log, moves, reopened }] of batches.entries()) {
        now += gap
        const after = at.get(log) ?? 0
        const made = events.map(({ late, ...event }, i) => {
          const n = after + i + 1
          return eventOf(n, { ...event, ts: now - late, knownAt: now, messageId: `${log} ${n}` })
        })
        const upTo = after + made.length + 1
        const move = moveOf(upTo, { actor: '', from: 'acme', to: 'beta', which: 'all', knownAt: now })
        await store.apply({ ...batchOf(after, upTo, { events: made, moves: moves ? [move] : [] }), log })
        at.set(log, upTo)
        if (moves) for (const account of ['acme', 'beta']) moved.set(account, dayOf(now))
        known.push(...made.map((event) => ({ ...event, log, batch: number })))
        if (reopened) {
          await store.close()
          store = (await openDuckdbStore(options)).store
          await store.readAhead()
        }

        const day = dayOf(now)
        const { fact, account, actor } = store.dictionary
        const rowsOf = (block: FactBlock) =>
          Array.from({ length: block.rows }, (_, row) => {
            const name = fact.keyOf(block.fact[row]!).slice('name:'.length)
            const who = actor.keyOf(block.actor[row]!)
            return `${name}|${who}|${block.day[row]}|${block.n[row]}|${block.firstTs[row]}|${block.lastTs[row]}`
          }).sort()
        for (const key of ACCOUNTS) {
          const id = account.idOf(key)
          if (id === undefined) continue
          const logs = store.factsBefore({ day, log: 'live', account: id })
          const ofDay = known.filter((event) => event.account === key && dayOf(event.knownAt) === day)
          const isUsual = moved.get(key) !== day && ofDay.every((event) => event.knownAt - event.ts <= MS_PER_DAY)
          if (!isUsual || (log !== 'live' && !reopened)) expect(logs).toBeNull()
          if (logs === null) continue
          told += 1
          toldOfBoth += logs.length > 1 ? 1 : 0
          const before = ofDay.filter((event) => reopened || event.batch < number)
          const expected = new Map(before.map(({ log: of }) => [of, addedUp(before.filter((one) => one.log === of))]))
          expect(new Map(logs.map(({ log: of, block }) => [of, rowsOf(block)]))).toEqual(expected)
        }
      }
      await store.close()
      rmSync(folder, { recursive: true })
    }),
    { numRuns: 15, examples: [[bothLogs]] },
  )
  expect(told).toBeGreaterThan(20)
  expect(toldOfBoth).toBeGreaterThan(0)
}, 60_000)
