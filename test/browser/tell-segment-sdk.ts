import { readFileSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import { createRequire } from 'node:module'
import type { AddressInfo } from 'node:net'
import { dirname, join } from 'node:path'
import { expect, test } from 'vitest'
import type { EventPage } from '../../src/contract/events.ts'
import { readJson, type Stage, sendMessages } from './stage.ts'
import { watchPage } from './watch-page.ts'

const SEEN_MS = 15_000
const SDK = join(dirname(createRequire(import.meta.url).resolve('@segment/analytics-next/package.json')), 'dist', 'umd')
const PAGE = '<!doctype html><title>A product</title><script src="/sdk/index.js"></script>'

/** A page of somebody's product, on another origin, with the unmodified SDK in it. */
export function tellSegmentSdk(stage: () => Stage): void {
  test('@segment/analytics-next, unmodified, sends from a page of another origin', async () => {
    const key = await stage().server.writeKey()
    await sendMessages(stage(), key, [{ type: 'identify', messageId: 'sdk-key-is-known', userId: 'sdk-user' }])
    const host = await hostProduct()
    try {
      const context = await stage().browser.newContext()
      const page = await context.newPage()
      stage().pages.push(page)
      await watchPage(page, stage().faults)
      await page.goto(`http://127.0.0.1:${(host.address() as AddressInfo).port}/`)
      await page.evaluate(useProduct, { writeKey: key, cdnURL: stage().server.url })
      await expect
        .poll(() => namesOf(stage()), { timeout: SEEN_MS, interval: 200 })
        .toEqual(['Board Opened', 'Pricing'])
      const preflighted = await page.evaluate(sendJson, { writeKey: key, url: `${stage().server.url}/v1/track` })
      expect(preflighted).toEqual({ status: 200, body: { success: true } })
      await expect
        .poll(() => namesOf(stage()), { timeout: SEEN_MS, interval: 200 })
        .toEqual(['Board Opened', 'Preflighted', 'Pricing'])
    } finally {
      host.closeAllConnections()
      await new Promise((resolve) => host.close(resolve))
    }
  }, 60_000)
}

async function namesOf(stage: Stage): Promise<string[]> {
  const answer = await fetch(`${stage.server.url}/api/v1/accounts/sdk-account`)
  if (answer.status === 404) return []
  const { data } = await readJson<EventPage>(stage, '/accounts/sdk-account/events')
  return data.map((event) => event.name).sort()
}

type Target = { readonly writeKey: string; readonly cdnURL: string }

/** Runs in the page: what a product's own code does with the SDK. */
async function useProduct(target: Target): Promise<void> {
  type Analytics = Record<'identify' | 'group' | 'track' | 'page', (...said: unknown[]) => Promise<unknown>>
  type Sdk = { AnalyticsBrowser: { load: (settings: Target) => Promise<[Analytics, unknown]> } }
  const { AnalyticsNext } = globalThis as unknown as { AnalyticsNext: Sdk }
  const [analytics] = await AnalyticsNext.AnalyticsBrowser.load(target)
  await analytics.identify('sdk-user', { email: 'sdk@example.com' })
  await analytics.group('sdk-account', { name: 'Sdk & Sons' })
  await analytics.track('Board Opened', { size: 3 }, { context: { groupId: 'sdk-account' } })
  await analytics.page('Pricing', {}, { context: { groupId: 'sdk-account' } })
}

/** Runs in the page: JSON with a key in its header, which a browser asks about first. */
async function sendJson({ writeKey, url }: { writeKey: string; url: string }): Promise<object> {
  const answer = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Basic ${btoa(`${writeKey}:`)}` },
    body: JSON.stringify({
      messageId: 'sdk-json',
      userId: 'sdk-user',
      event: 'Preflighted',
      context: { groupId: 'sdk-account' },
    }),
  })
  return { status: answer.status, body: await answer.json() }
}

async function hostProduct(): Promise<Server> {
  const server = createServer((request, answer) => {
    const file = /^\/sdk\/([\w.-]+\.js)$/.exec(request.url ?? '')?.[1]
    if (file === undefined) answer.setHeader('content-type', 'text/html').end(PAGE)
    else answer.setHeader('content-type', 'text/javascript').end(readFileSync(join(SDK, file)))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return server
}
