import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { openPage, type Stage } from './stage.ts'
import { LOOKS, takeLook } from './tell-looks.ts'

const READ_MS = 60_000

/** Every page that no other story looks at: [the picture's name, the address]. */
const PAGES: readonly (readonly [name: string, path: string])[] = [
  ['today', '/today'],
  ['team', '/team'],
  ['activation', '/activation'],
  ['retention', '/retention'],
  ['revenue', '/revenue'],
  ['signals', '/signals'],
  ['bands', '/bands'],
  ['engagement', '/engagement'],
  ['adoption', '/adoption'],
  ['catalogue', '/catalogue'],
  ['discover', '/discover'],
  ['playbooks', '/playbooks'],
  ['changes', '/changes'],
  ['data', '/data'],
  ['questions', '/questions'],
  ['settings', '/settings'],
]

/** A walk along the side bar: a sentence, no trouble, and in light and dark, wide and on a phone, a picture, no barrier, nothing wider than the screen. */
export function tellWalk(stage: () => Stage): void {
  test.each(PAGES)(
    'the page %s in every look',
    async (name, path) => {
      const page = await openPage(stage(), path)
      await untilRead(page)
      expect((await page.locator('h1').textContent())!.length).toBeGreaterThan(10)
      expect(await page.locator('main [role=alert]').allTextContents()).toEqual([])
      for (const [look, { width = 1280, scheme = 'light' }] of LOOKS) {
        await page.emulateMedia({ colorScheme: scheme, reducedMotion: 'reduce' })
        await page.setViewportSize({ width, height: width < 641 ? 844 : 900 })
        await takeLook(page, `${name}-${look}`, { fullPage: true })
      }
    },
    READ_MS * 2,
  )
}

/** Until the page has a sentence and nothing of it is still asked for. */
async function untilRead(page: Page): Promise<void> {
  await page.locator('h1').waitFor({ timeout: READ_MS })
  const busy = page.locator('main [aria-busy=true]')
  await expect.poll(() => busy.count(), { timeout: READ_MS, interval: 100 }).toBe(0)
}
