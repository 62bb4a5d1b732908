import { rmSync } from 'node:fs'
import { expect, test } from 'vitest'
import { openDuckdbStore } from '../../src/store/analytic/duckdb/open-store.ts'
import { batchOf, eventOf, tempFolder } from './store-stories.ts'

const MARCH = Date.UTC(2026, 2, 1)

/** How often a function of an engine's object is called meanwhile. */
async function callsOf(of: object, names: readonly string[], work: () => Promise<unknown>): Promise<number> {
  const spied = of as Record<string, (...given: unknown[]) => unknown>
  let calls = 0
  for (const name of names) {
    const asked = spied[name]!
    spied[name] = (...given) => {
      calls += 1
      return asked.apply(of, given)
    }
  }
  await work()
  for (const name of names) delete spied[name]
  return calls
}

test('once a store was read ahead, whether the first events are copies is known without a question', async () => {
  const folder = tempFolder()
  const options = { folder, timezone: 'UTC', closeDelayMinutes: 0 }
  const first = await openDuckdbStore(options)
  await first.store.apply(batchOf(0, 1, { events: [eventOf(1, { ts: MARCH })] }))
  await first.store.close()

  const { store, context } = await openDuckdbStore(options)
  const { events } = batchOf(1, 2, { events: [eventOf(2, { ts: MARCH + 1 })] })
  await store.readAhead()
  expect(await callsOf(context.writer, ['run', 'stream'], () => store.findDuplicates(events))).toBe(0)
  await store.close()
  rmSync(folder, { recursive: true })
})

test('a store that yields to its merge lets go of what finds copies, and finds them from the table afterwards', async () => {
  const folder = tempFolder()
  const options = { folder, timezone: 'UTC', closeDelayMinutes: 0, yieldsToMerge: true }
  const { store, context } = await openDuckdbStore(options)
  const { events } = batchOf(0, 1, { events: [eventOf(1, { ts: MARCH })] })
  expect([...(await store.findDuplicates(events))]).toEqual([0])
  await store.apply(batchOf(0, 1, { events: [eventOf(1, { ts: MARCH })] }))
  expect(context.recent).toMatchObject({ loaded: true, count: 1 })
  await store.compact({ force: true })
  expect(context.recent).toMatchObject({ loaded: false, count: 0 })
  expect([...(await store.findDuplicates(events))]).toEqual([1])
  expect(context.recent).toMatchObject({ loaded: true, count: 1 })
  await store.close()
  rmSync(folder, { recursive: true })
})

test('a day on which nothing moved is not looked through for moves; one on which accounts were merged is', async () => {
  const folder = tempFolder()
  const { store, context } = await openDuckdbStore({ folder, timezone: 'UTC', closeDelayMinutes: 0 })
  await store.apply(batchOf(0, 1, { events: [eventOf(1, { ts: MARCH })] }))
  const days = { from: MARCH / 86_400_000, to: MARCH / 86_400_000 }
  expect(await callsOf(context.instance, ['connect'], () => store.findWholeMoves(days))).toBe(0)

  const whole = {
    actor: '',
    from: 'acme',
    to: 'beta',
    tsFrom: -Infinity,
    tsTo: Infinity,
    which: 'all',
    excluded: false,
  } as const
  await store.apply(batchOf(1, 2, { moves: [{ ...whole, n: 2, knownAt: MARCH + 1 }] }))
  expect((await store.findWholeMoves(days)).map(({ account, n }) => [account, n]).sort()).toEqual([
    [1, 2],
    [2, 2],
  ])
  await store.close()
  rmSync(folder, { recursive: true })
})
