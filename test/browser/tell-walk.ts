import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { openPage, readWords, type Stage } from './stage.ts'
import { takeLooks } from './tell-looks.ts'
import { MOST_SHIFT, readShift } from './watch-page.ts'

const READ_MS = 60_000

/** Every page of the side bar by its address, which is also its picture's name. */
export const PAGES: readonly string[] = [
  ...['today', 'team', 'accounts', 'bands', 'activation', 'engagement', 'adoption', 'retention', 'revenue'],
  ...['signals', 'discover', 'playbooks', 'changes', 'questions', 'catalogue', 'data', 'settings'],
]

/** What the code calls things, and no page does. */
const INSIDE =
  /\b(fold(s|ed|ing)?|judg(e[sd]?|ing)|ticks?|worlds?|panels?|episodes?|milestones?|traits?|undefined|NaN)\b/gi

/** A walk along the side bar: a sentence, no trouble, no inside word, nothing that moves by itself, and in light and dark, wide and on a phone, a picture, no barrier, nothing wider than the screen. */
export function tellWalk(stage: () => Stage): void {
  test.each(PAGES.filter((name) => name !== 'accounts'))(
    'the page %s in every look',
    async (name) => {
      const page = await openPage(stage(), `/${name}`)
      await checkRead(page)
      expect(await readShift(page)).toBeLessThanOrEqual(MOST_SHIFT)
      await takeLooks(page, name)
    },
    READ_MS * 2,
  )
}

/** That a page has read all it asked for, and says it in a sentence, without trouble and in the words of the screen. */
export async function checkRead(page: Page): Promise<void> {
  await page.locator('h1').waitFor({ timeout: READ_MS })
  const busy = page.locator('main [aria-busy=true]')
  await expect.poll(() => busy.count(), { timeout: READ_MS, interval: 100 }).toBe(0)
  expect((await page.locator('h1').textContent())!.length).toBeGreaterThan(10)
  expect(await page.locator('main [role=alert]').allTextContents()).toEqual([])
  expect((await readWords(page)).match(INSIDE) ?? []).toEqual([])
  expect(await readSharedNames(page)).toEqual([])
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
