import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { settled } from './check-read.ts'
import { forgive, OUTPUT, openPage, type Stage } from './stage.ts'

const OTHERS = ['/today', '/signals', '/questions', '/settings?part=channels', '/playbooks']

/** The server goes away and comes back while a page is open. */
export function tellRestart(stage: () => Stage): void {
  test('a part that cannot be loaded is said to be so in its place, and the page around it stays', async () => {
    const page = await openPage(stage(), '/livez')
    await page.route('**/assets/metric-*', (route) => route.abort())
    await page.goto(`${stage().server.url}/accounts`)
    const first = page.locator('tbody a').first()
    await first.waitFor()
    await settled(page)
    expect(await page.getByText('This page met a fault of its own.').count()).toBe(0)
    await page.goto(`${stage().server.url}/accounts?cell=${encodeURIComponent(JSON.stringify('{"definition":"wau"}'))}`)
    await page.getByText('This page met a fault of its own.').waitFor()
    expect([await first.isVisible(), await page.getByRole('link', { name: 'Today' }).first().isVisible()]).toEqual([
      ...[true, true],
    ])
    forgive(stage(), /dynamically imported module/)
  })

  test('a server that is away is said to be so, what was read stays, and the page finds it again', async () => {
    const others = await Promise.all(OTHERS.map((path) => openPage(stage(), path)))
    await Promise.all(others.map(readSentence))
    const page = await openPage(stage(), '/accounts')
    const first = page.locator('tbody a').first()
    await first.waitFor()
    await stage().server.stop()
    await page.getByText('Not reachable').waitFor({ timeout: 30_000 })
    // While an answer is under way, a server that closes tells whoever asks meanwhile to try again.
    forgive(stage(), /status of 503/)
    await Promise.all(others.map((one) => one.getByText('Not reachable').waitFor({ timeout: 30_000 })))
    const said = await Promise.all(others.map(readSentence))
    const [today] = others as [Page]
    await today.keyboard.press('e')
    const dialog = today.getByRole('dialog')
    await dialog.getByLabel('Your name').fill('Pia Holm')
    const done = dialog.getByRole('button', { name: 'Done', exact: true })
    await done.click()
    await dialog.getByRole('alert').getByText('Not noted: The server does not answer.').waitFor()
    expect(await Promise.all(others.map(readSentence))).toEqual(said)
    expect(await first.isVisible()).toBe(true)
    await page.getByPlaceholder('Find an account').fill('not read before')
    const trouble = page.getByRole('alert')
    await trouble.waitFor({ timeout: 15_000 })
    expect(await trouble.textContent()).toContain('The server does not answer.')
    await page.screenshot({ path: join(OUTPUT, 'accounts-trouble.png') })
    await stage().server.startAgain()
    // Once more: it is heard now, and asks who that was.
    await done.click()
    await dialog.getByText('Not noted yet.').waitFor()
    await Promise.all(others.map((one) => one.getByText('Not reachable').waitFor({ state: 'hidden', timeout: 30_000 })))
    await Promise.all(others.map(readSentence))
    forgive(stage(), /401/)
    await trouble.getByRole('button', { name: 'Try again' }).click()
    await page.getByText('No account matches.').waitFor({ timeout: 15_000 })
    await page.getByText('Not reachable').waitFor({ state: 'hidden', timeout: 30_000 })
    await page.getByPlaceholder('Find an account').fill('')
    await first.waitFor()

    await page.context().setOffline(true)
    await page.getByPlaceholder('Find an account').fill('asked without a network')
    await trouble.getByText('The server does not answer.').waitFor({ timeout: 15_000 })
    await page.context().setOffline(false)
    await trouble.getByRole('button', { name: 'Try again' }).click()
    await page.getByText('No account matches.').waitFor({ timeout: 15_000 })
  }, 240_000)
}

/** The answer of a page, which nothing on it says could not be read. */
async function readSentence(page: Page): Promise<string | null> {
  await page.locator('h1').waitFor()
  expect(await page.locator('main [role=alert]:not(dialog *)').allTextContents()).toEqual([])
  return page.locator('h1').textContent()
}
