import type { Page } from 'playwright-core'
import { expect } from 'vitest'
import { readAsks } from './read-asks.ts'
import { type OpenOptions, openPage, readWords, type Stage } from './stage.ts'
import { MOST_SHIFT, readShift } from './watch-page.ts'

const READ_MS = 60_000

/** What the code calls things, and no page does. */
const INSIDE =
  /\b(fold(s|ed|ing)?|judg(e[sd]?|ing)|ticks?|worlds?|panels?|episodes?|milestones?|traits?|undefined|NaN)\b/gi

/** That a page has read all it asked for, and says it in a sentence, without trouble and in the words of the screen. */
export async function checkRead(page: Page): Promise<void> {
  await page.locator('h1').waitFor({ timeout: READ_MS })
  await settled(page)
  expect((await page.locator('h1').textContent())!.length).toBeGreaterThan(10)
  expect(await page.locator('main [role=alert]').allTextContents()).toEqual([])
  expect(await readInside(page)).toEqual([])
  expect(await readSharedNames(page)).toEqual([])
}

/** Words of the code on the page; configuration that is shown to be copied is code. */
async function readInside(page: Page): Promise<string[]> {
  const copied = await page.locator('main pre').allInnerTexts()
  const said = copied.reduce((words, code) => words.replace(code, ''), await readWords(page))
  return said.match(INSIDE) ?? []
}

/** Names that a part has of the part around it: whoever hears them cannot tell which is which. */
function readSharedNames(page: Page): Promise<string[]> {
  return page.evaluate<string[]>(`
    [...document.querySelectorAll('main section section')]
      .filter((part) => nameOf(part) === nameOf(part.parentElement.closest('section')))
      .map(nameOf)
    function nameOf(part) {
      const said = document.getElementById(part.getAttribute('aria-labelledby') ?? '')
      return part.getAttribute('aria-label') ?? said?.textContent ?? null
    }
  `)
}

/** Until nothing is asked for any more, and what came is shown. */
export function settled(page: Page): Promise<void> {
  const busy = page.locator('main [aria-busy=true]')
  return atRest(page, async () => readAsks(page).length === 0 && (await busy.count()) === 0)
}

/** Until all has come but what a story holds back. */
export function allButHeld(page: Page, held: RegExp): Promise<void> {
  return atRest(page, async () => readAsks(page).every((path) => held.test(path)))
}

/** Found so twice, and drawn: what an answer brings may ask the next question. */
async function atRest(page: Page, isSo: () => Promise<boolean>): Promise<void> {
  let times = 0
  const count = async () => {
    await page.evaluate('new Promise((idle) => requestIdleCallback(idle, { timeout: 1_000 }))')
    times = (await isSo()) ? times + 1 : 0
    return times
  }
  await expect.poll(count, { timeout: READ_MS, interval: 100 }).toBeGreaterThan(1)
}

const WIDTHS = [1280, 390]

/** Opens a page wide and on a phone, both at once: read, neither has moved by itself. Gives the wide one. */
export async function openStill(stage: Stage, path: string, options: OpenOptions = {}): Promise<Page> {
  const pages = await Promise.all(WIDTHS.map((width) => openPage(stage, path, { ...options, width })))
  await Promise.all(pages.map(checkRead))
  const shifts = await Promise.all(pages.map(readShift))
  expect(shifts.map((shift, at) => `${WIDTHS[at]}: ${shift}`).filter((_, at) => shifts[at]! > MOST_SHIFT)).toEqual([])
  return pages[0]!
}
