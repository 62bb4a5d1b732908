import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { packageRoot } from '../../src/core/package-root.ts'
import { LETTER_COLOURS, NOTE_TEMPLATE } from '../../src/deliver/letter/note-template.ts'
import { writeLetter } from '../../src/deliver/letter/write-letter.ts'
import type { Note } from '../../src/deliver/message.ts'
import { findChromium, launchBrowser } from './launch-browser.ts'
import { OUTPUT } from './stage.ts'
import { findBarriers, watchPage } from './watch-page.ts'

const HOSTILE = `<img src=x onerror=alert(1)></style><script>alert(2)</script> \u202Egnp.exe ${'wool'.repeat(40)}`
const item = (text: string, detail: string | null, href: string | null) => ({ text, detail, href })
const account = 'https://telltale.example.com/accounts/acme'

/** The tasks of a week, with names that would be markup and one that has no end. */
const WEEK: Note = {
  kind: 'note',
  title: '4 tasks for Ana Lind this week, 2026-03-02',
  intro: '2 accounts came at risk since Friday; they are worth $4,100 MRR.',
  groups: [
    {
      title: null,
      items: [
        item('Acme', 'Call the admin, 2 days overdue. Seats active 9 to 4, no admin for 16 days', account),
        item(HOSTILE, HOSTILE, account),
        item('and 2 more', null, null),
      ],
    },
    { title: 'Renewals', items: [item('Globex', 'renews on 2026-03-20, in 18 days', account)] },
  ],
  link: { text: 'Open the list', href: 'https://telltale.example.com/today?of=Ana+Lind&horizon=week' },
}

describe.skipIf(findChromium() === null)('the weekly digest as a letter, on a phone', () => {
  let browser: Browser
  beforeAll(async () => {
    browser = await launchBrowser()
  }, 60_000)
  afterAll(() => browser.close())

  it.each(['light', 'dark'] as const)(
    'in the %s: nothing is wider than the screen, names are text, and the colours are those of the theme',
    async (theme) => {
      const { page, faults } = await openLetter(browser, theme)
      expect(await page.evaluate('[innerWidth, document.documentElement.scrollWidth]')).toEqual([360, 360])
      expect(await page.locator('img, script').count()).toBe(0)
      expect(await page.locator('li').nth(1).locator('a').textContent()).toBe(HOSTILE.replace('\u202E', ''))
      const { paper, sea, 'ink-2': ink2 } = LETTER_COLOURS
      const at = theme === 'light' ? 0 : 1
      expect(await coloursOf(page)).toEqual([said(paper[at]), said(sea[at]), said(ink2[at])])
      expect(await findBarriers(page)).toEqual([])
      await page.screenshot({ path: join(OUTPUT, `letter-phone-${theme}.png`), fullPage: true })
      expect(faults).toEqual([])
    },
    60_000,
  )
})

async function openLetter(browser: Browser, colorScheme: 'light' | 'dark') {
  const { html } = writeLetter(WEEK, {
    template: NOTE_TEMPLATE,
    unsubscribe: 'https://telltale.example.com/v1/unsubscribe/a',
  })
  const context = await browser.newContext({ viewport: { width: 360, height: 740 }, isMobile: true, colorScheme })
  const page = await context.newPage()
  const faults: string[] = []
  await watchPage(page, faults)
  await page.setContent(html!)
  return { page, faults }
}

/** What is seen: the ground of the letter, a name, what stands below it. */
function coloursOf(page: Page): Promise<string[]> {
  return page.evaluate(`(() => {
    const look = (selector) => getComputedStyle(document.querySelector(selector))
    return [look('body > div').backgroundColor, look('li a').color, look('li div').color]
  })()`)
}

/** `#0e5f80` as a browser says it. */
const said = (hex: string): string =>
  `rgb(${[1, 3, 5].map((at) => Number.parseInt(hex.slice(at, at + 2), 16)).join(', ')})`

it('has every colour from the pages', () => {
  const tokens = readFileSync(join(packageRoot(), 'dashboard', 'src', 'tokens.css'), 'utf8')
  const strange = Object.entries(LETTER_COLOURS).filter(
    ([name, [light, dark]]) => !tokens.includes(`--${name}: light-dark(${light}, ${dark})`),
  )
  expect(strange).toEqual([])
})
