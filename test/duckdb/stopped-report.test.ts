import { expect, onTestFinished, test } from 'vitest'
import { telltaleError } from '../../src/core/errors.ts'
import type { AnalyticStore } from '../../src/store/analytic/analytic-store.ts'
import { sql } from '../../src/store/sql.ts'
import { openTemp } from './store-stories.ts'

/** Would take hours. */
const ENDLESS = sql`SELECT sum(a.range + b.range)::DOUBLE FROM range(100000000) a CROSS JOIN range(100000000) b`

async function ask(store: AnalyticStore, stop: AbortSignal): Promise<void> {
  for await (const _ of store.report({ statement: ENDLESS, stop }));
}

test('a question is given up while the engine works on it and while it waits for its turn, and the next one is answered', async () => {
  const { store, context } = await openTemp()
  onTestFinished(() => store.close())
  const atOnce = context.reports.free
  const stops = Array.from({ length: atOnce + 1 }, () => new AbortController())
  const answers = stops.map(({ signal }) => ask(store, signal).catch((error: unknown) => error))
  await expect.poll(() => [context.reports.free, context.reports.waiting.length], { timeout: 15_000 }).toEqual([0, 1])
  const reason = telltaleError('over_budget', { seconds: 1 })
  stops.at(-1)!.abort(reason)
  expect(await answers.at(-1)).toBe(reason)
  for (const stop of stops) stop.abort(reason)
  for (const answer of answers) expect(await answer).toBe(reason)
  expect([context.reports.free, context.reports.waiting.length]).toEqual([atOnce, 0])
  const blocks = store.report({ statement: sql`SELECT 7 AS seven`, stop: new AbortController().signal })
  for await (const block of blocks) expect(block.numbers(0)[0]).toBe(7)
  await expect(ask(store, AbortSignal.abort(reason))).rejects.toBe(reason)
})

test('a question is given up whenever it is told to, also before the engine has begun with it', async () => {
  const { store } = await openTemp()
  onTestFinished(() => store.close())
  const reason = telltaleError('over_budget', { seconds: 1 })
  for (let turns = 0; turns < 12; turns++) {
    const stop = new AbortController()
    const answer = ask(store, stop.signal).catch((error: unknown) => error)
    for (let i = 0; i < turns; i++) await new Promise((resolve) => setImmediate(resolve))
    stop.abort(reason)
    expect(await answer).toBe(reason)
  }
})
