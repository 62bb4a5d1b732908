import { setTimeout } from 'node:timers/promises'
import type { Page, Route } from 'playwright-core'
import { stream, uniform } from '../../src/core/stream.ts'
import { isAwaited } from './read-asks.ts'

const MOST_MS = 1_500
/** How much slower the processor of the page seems. */
const SLOWER = 5

/** How pages are shaken in this run: a seed, `slow`, or not at all; `lively` is for the demo behind them. */
const HOW = process.env.TELLTALE_SHAKE

/** Lets what a page asks for arrive late and in another order, by a seed, or takes processor time from it. */
export async function shakePage(page: Page): Promise<void> {
  if (HOW === undefined || HOW === 'lively') return
  if (HOW === 'slow') {
    const session = await page.context().newCDPSession(page)
    await session.send('Emulation.setCPUThrottlingRate', { rate: SLOWER })
    return
  }
  const asked = new Map<string, number>()
  await page.route(() => true, holdBack(asked, Number(HOW)))
}

function holdBack(asked: Map<string, number>, seed: number) {
  return async (route: Route): Promise<void> => {
    const request = route.request()
    const { pathname, search } = new URL(request.url())
    const address = `${request.method()} ${pathname}${search}`
    const times = asked.get(address) ?? 0
    asked.set(address, times + 1)
    if (isAwaited(request)) await setTimeout(delayOf(seed, address, times))
    // The page may be gone by then.
    await route.continue().catch(() => {})
  }
}

/** Every second one is not late at all. Of an address and how often it was asked for, whatever else was asked meanwhile. */
function delayOf(seed: number, address: string, times: number): number {
  const draws = stream(seed, address, times)
  return uniform(draws) < 0.5 ? 0 : uniform(draws) * MOST_MS
}
