import { mkdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import type { Browser, BrowserContext, Page } from 'playwright-core'
import type { AccountPage, AccountRow } from '../../src/contract/accounts.ts'
import { packageRoot } from '../../src/core/package-root.ts'
import { launchBrowser } from './launch-browser.ts'
import type { Server } from './start-server.ts'
import { WATCH_SHIFT, watchPage } from './watch-page.ts'

export const OUTPUT = join(packageRoot(), 'test-output')

/** What a browser keeps: cookies, and what pages store. */
export type Storage = Awaited<ReturnType<BrowserContext['storageState']>>

/** Wide unless a `width` is said; `storage`: what the browser has kept, else it has seen nothing yet. */
export type OpenOptions = { readonly storage?: Storage; readonly width?: number }

/** One running server and one browser for all stories. */
export type Stage = {
  readonly server: Server
  readonly browser: Browser
  readonly pages: Page[]
  readonly faults: string[]
}

/** @param start starts what the stories are told of */
export async function openStage(start: () => Promise<Server>): Promise<Stage> {
  mkdirSync(OUTPUT, { recursive: true })
  const server = await start()
  const browser = await launchBrowser().catch(async (error) => {
    await server.remove()
    throw error
  })
  return { server, browser, pages: [], faults: [] }
}

export async function closeStage(stage: Stage | undefined): Promise<void> {
  await stage?.browser.close()
  await stage?.server.remove()
}

/** Closes what a story opened; returns what went wrong on its pages. */
export async function clearStage({ pages, faults }: Stage): Promise<string[]> {
  await Promise.all(pages.splice(0).map((page) => page.context().close()))
  return faults.splice(0)
}

/** Takes back faults that a story brought about itself. */
export function forgive({ faults }: Stage, expected: RegExp): void {
  faults.splice(0, faults.length, ...faults.filter((fault) => !expected.test(fault)))
}

/** A watched page of the dashboard, light. */
export async function openPage(stage: Stage, path: string, { storage, width = 1280 }: OpenOptions = {}): Promise<Page> {
  const viewport = { width, height: width < 641 ? 844 : 900 }
  const kept = storage === undefined ? {} : { storageState: storage }
  const context = await stage.browser.newContext({ viewport, colorScheme: 'light', reducedMotion: 'reduce', ...kept })
  const page = await context.newPage()
  await watchPage(page, stage.faults)
  await page.addInitScript(WATCH_SHIFT)
  stage.pages.push(page)
  await page.goto(stage.server.url + path)
  return page
}

/** What one reads on a page, beside the side bar. */
export function readWords(page: Page): Promise<string> {
  return page.evaluate<string>('document.querySelector("main").innerText')
}

/** What is saved as a file when something is done: the file's name and lines. */
export async function readSaved(page: Page, act: () => Promise<void>): Promise<{ name: string; lines: string[] }> {
  const [download] = await Promise.all([page.waitForEvent('download'), act()])
  const text = readFileSync(await download.path(), 'utf8')
  return { name: download.suggestedFilename(), lines: text.trimEnd().split('\r\n') }
}

export async function readJson<T>({ server }: Stage, path: string): Promise<T> {
  const answer = await fetch(`${server.url}/api/v1${path}`)
  if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`)
  return (await answer.json()) as T
}

/** The account with the most events in the last week. */
export async function readBusiest(stage: Stage): Promise<AccountRow> {
  const { data } = await readJson<AccountPage>(stage, '/accounts?sort=events&limit=1')
  const [busiest] = data
  if (busiest === undefined) throw new Error('The demo has no accounts.')
  return busiest
}

export function accountPath(key: string): string {
  return `/accounts/${encodeURIComponent(key)}`
}

/** Sends messages as a server-side SDK does. A key that was just made is known within a second: until then they are sent again, with a pause: wrong keys are taken sixty times a minute. */
export async function sendMessages({ server }: Stage, key: string, batch: readonly object[]): Promise<void> {
  const headers = {
    authorization: `Basic ${Buffer.from(`${key}:`).toString('base64')}`,
    'content-type': 'application/json',
  }
  const deadline = Date.now() + 10_000
  for (;;) {
    const answer = await fetch(`${server.url}/v1/batch`, { method: 'POST', headers, body: JSON.stringify({ batch }) })
    if (answer.ok) return
    if (answer.status !== 401 || Date.now() > deadline) throw new Error(`${answer.status}: ${await answer.text()}`)
    await setTimeout(200)
  }
}
