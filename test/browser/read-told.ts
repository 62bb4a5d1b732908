import { isDeepStrictEqual } from 'node:util'
import type { Page, Response } from 'playwright-core'
import { expect } from 'vitest'

const READ_MS = 30_000
const API = '/api/v1'

const TOLD = new WeakMap<Page, Map<string, Response>>()

/** From now on, what the page is told by the API is kept: of each path the last. */
export function watchTold(page: Page): void {
  const told = new Map<string, Response>()
  TOLD.set(page, told)
  page.on('response', (response) => {
    const { pathname } = new URL(response.url())
    if (response.ok() && pathname.startsWith(API)) told.set(pathname.slice(API.length), response)
  })
}

/** What the page was told last of a path; null: nothing yet. */
async function readTold<T>(page: Page, path: string): Promise<T | null> {
  const response = TOLD.get(page)?.get(path)
  return response === undefined ? null : ((await response.json()) as T)
}

/** What of a page, and what is to stand there by what it was told of a path. */
export type Telling<T, Said> = {
  readonly path: string
  readonly shown: () => Promise<Said>
  readonly meant: (told: T) => Said
}

/** Until a page shows what it was told itself: the demo lives, and what another question is told may be of another moment. */
export async function showsWhatItWasTold<T, Said>(page: Page, telling: Telling<T, Said>): Promise<void> {
  const compare = async () => {
    const told = await readTold<T>(page, telling.path)
    if (told === null) return `Nothing was told of ${telling.path}.`
    const [meant, shown] = [telling.meant(told), await telling.shown()]
    return isDeepStrictEqual(shown, meant) ? 'shown' : { meant, shown }
  }
  await expect.poll(compare, { timeout: READ_MS, interval: 200 }).toBe('shown')
}
