import { expect, it } from 'vitest'
import { giveWay } from './give-way.ts'

/** How long it rested, when the thread is as busy as listed at each look, and then as at the last. */
async function rested(tickMs: number, looks: readonly number[], signal = new AbortController().signal) {
  let total = 0
  let look = 0
  const busy = () => looks[Math.min(look++, looks.length - 1)] ?? 0
  const rest = async (ms: number) => {
    total += ms
  }
  await giveWay({ busy, rest, signal }, tickMs)
  return total
}

it('rests nine times as long as the tick took while the thread is full, ten seconds at most', async () => {
  expect(await rested(200, [1])).toBe(1_800)
  expect(await rested(60_000, [1])).toBe(10_000)
})

it('goes on as soon as the thread had half of the time to spare, and does not take a lull between two waves for that', async () => {
  expect(await rested(200, [1, 0.4])).toBe(20)
  expect(await rested(200, [1, 0.5, 0.5, 0.4])).toBe(60)
  expect(await rested(200, [1, 1, 0.1, 1, 0.1, 0.9])).toBe(1_800)
  expect(await rested(200, [1, 1, 0.9, 0, 0])).toBe(80)
})

it('does not rest when the server stops', async () => {
  expect(await rested(200, [1], AbortSignal.abort())).toBe(0)
})
