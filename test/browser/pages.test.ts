import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import type { AccountPage, AccountRow } from '../../src/contract/accounts.ts'
import { packageRoot } from '../../src/core/package-root.ts'
import { findChromium, launchBrowser } from './launch-browser.ts'
import { type Demo, findServer, startDemo } from './start-demo.ts'
import { findBarriers, watchPage } from './watch-page.ts'

const missing = findChromium() === null ? 'no Chromium' : findServer() === null ? 'not built' : null
const OUTPUT = join(packageRoot(), 'test-output')
const PICTURES = join(packageRoot(), 'docs', 'pictures')
const HOSTILE = ['"><img src=x onerror=alert(1)>', '__proto__', 'javascript:alert(1)', '\u202Egnp.exe', 'ł'.repeat(900)]

describe.skipIf(missing !== null)(
  `the dashboard in a real browser${missing === null ? '' : ` (skipped: ${missing})`}`,
  () => {
    let demo: Demo
    let browser: Browser
    let busiest: AccountRow
    let faults: string[] = []
    const pages: Page[] = []

    beforeAll(async () => {
      mkdirSync(OUTPUT, { recursive: true })
      mkdirSync(PICTURES, { recursive: true })
      demo = await startDemo()
      browser = await launchBrowser()
      const list = (await (await fetch(`${demo.url}/api/v1/accounts?limit=1`)).json()) as AccountPage
      busiest = list.data[0]!
    }, 180_000)
    afterAll(async () => {
      await browser?.close()
      await demo?.stop()
    })
    afterEach(async () => {
      await Promise.all(pages.splice(0).map((page) => page.context().close()))
      expect(faults).toEqual([])
    })

    async function open(path: string, look: { width?: number; scheme?: 'light' | 'dark' } = {}): Promise<Page> {
      const { width = 1280, scheme = 'light' } = look
      const viewport = { width, height: width < 641 ? 844 : 900 }
      const context = await browser.newContext({ viewport, colorScheme: scheme, reducedMotion: 'reduce' })
      const page = await context.newPage()
      faults = watchPage(page)
      pages.push(page)
      await page.goto(demo.url + path)
      return page
    }
    const accountPath = () => `/accounts/${encodeURIComponent(busiest.key)}`

    test('accounts: the sentence, the rows, filter and sort in the address', async () => {
      const page = await open('/')
      await page.locator('tbody a').first().waitFor()
      expect(new URL(page.url()).pathname).toBe('/accounts')
      expect(await page.locator('h1').textContent()).toMatch(/^[\d,]+ accounts: /)
      await page.getByRole('button', { name: 'MRR' }).click()
      await page.waitForURL(/sort=mrr/)
      await page.getByPlaceholder('Find an account').fill(busiest.name)
      await page.waitForURL(/q=/)
      await page.getByRole('link', { name: busiest.name, exact: true }).first().waitFor()
      expect(await findBarriers(page)).toEqual([])
    })

    test('account: the day of the slider goes into the address, and everything is as of that day', async () => {
      const page = await open(accountPath())
      const slider = page.getByRole('slider', { name: 'As of which day' })
      await slider.waitFor()
      const now = await slider.getAttribute('aria-valuetext')
      await slider.focus()
      await page.keyboard.press('Shift+ArrowLeft')
      await page.keyboard.press('ArrowLeft')
      await page.waitForURL(/asOf=\d{4}-\d{2}-\d{2}/)
      const asOf = new URL(page.url()).searchParams.get('asOf')!
      await page.getByText('You see what was known at the close of').waitFor()
      expect(await page.locator('h1').textContent()).toMatch(/^On /)
      const said = (await (await fetch(`${demo.url}/api/v1${accountPath()}?asOf=${asOf}`)).json()) as { asOf: string }
      expect(said.asOf).toBe(asOf)
      expect(await findBarriers(page)).toEqual([])
      await page.getByRole('button', { name: 'Back to now' }).click()
      await page.waitForURL((url) => !url.searchParams.has('asOf'))
      expect(await slider.getAttribute('aria-valuetext')).toBe(now)
    })

    test('account: a reason opens into its numbers, the chart into its table, an event into what was sent', async () => {
      const page = await open(accountPath())
      await page.getByRole('heading', { name: 'Why, signal by signal' }).waitFor()
      expect(await page.locator('details[open] td').count()).toBeGreaterThan(0)
      await page.getByRole('button', { name: 'Table' }).click()
      expect(
        await page.getByRole('region', { name: 'Core actions a week' }).locator('tbody tr').count(),
      ).toBeGreaterThan(0)
      const event = page.locator('#events details').first()
      await event.locator('summary').click()
      expect(await event.locator('pre').textContent()).toMatch(/^[{]/)
    })

    test('a change of an alert shows up without a reload', async () => {
      const page = await open('/accounts')
      await page.locator('[data-live]').waitFor({ timeout: 90_000 })
      expect(await page.locator('[data-live]').textContent()).toMatch(/Alert (opened|closed|escalated)/)
    }, 120_000)

    test.each(HOSTILE.map((name) => [name.slice(0, 30), name]))(
      'a key such as %s is text everywhere',
      async (_, name) => {
        const page = await open(`/accounts/${encodeURIComponent(name)}`)
        await page.locator('h1').waitFor()
        expect(await page.locator('main').textContent()).toContain(name.slice(0, 30))
        expect(await page.locator('main img').count()).toBe(0)
        await page.goto(`${demo.url}/accounts?q=${encodeURIComponent(name.slice(0, 200))}`)
        await page
          .getByText(/No account matches|accounts?$/)
          .first()
          .waitFor()
      },
    )

    const looks = [
      ['accounts', () => '/accounts', { scheme: 'light' }],
      ['accounts', () => '/accounts', { scheme: 'dark' }],
      ['account', accountPath, { scheme: 'light' }],
      ['account', accountPath, { scheme: 'dark' }],
      ['account-phone', accountPath, { scheme: 'light', width: 390 }],
      ['account-phone', accountPath, { scheme: 'dark', width: 390 }],
    ] as const

    test.each(looks)('%s: a picture, no barrier, nothing wider than the screen', async (name, path, look) => {
      const page = await open(path(), look)
      await page
        .locator(name === 'accounts' ? 'tbody a' : '.figure svg')
        .first()
        .waitFor()
      expect(await page.evaluate('document.documentElement.scrollWidth - innerWidth')).toBeLessThanOrEqual(0)
      expect(await findBarriers(page)).toEqual([])
      const file = `${name}-${look.scheme}.png`
      await page.screenshot({ path: join(OUTPUT, file), fullPage: name !== 'accounts' })
      if (['account-light.png', 'account-dark.png', 'accounts-light.png'].includes(file))
        await page.screenshot({ path: join(PICTURES, file) })
    })
  },
)
