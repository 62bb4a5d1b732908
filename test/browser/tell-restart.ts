import { join } from 'node:path'
import { expect, test } from 'vitest'
import { settled } from './check-read.ts'
import { forgive, OUTPUT, openPage, type Stage } from './stage.ts'

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
    const page = await openPage(stage(), '/accounts')
    const first = page.locator('tbody a').first()
    await first.waitFor()
    await stage().server.stop()
    await page.getByText('Not reachable').waitFor({ timeout: 30_000 })
    // While an answer is under way, a server that closes tells whoever asks meanwhile to try again.
    forgive(stage(), /status of 503/)
    expect(await first.isVisible()).toBe(true)
    await page.getByPlaceholder('Find an account').fill('not read before')
    const trouble = page.getByRole('alert')
    await trouble.waitFor({ timeout: 15_000 })
    expect(await trouble.textContent()).toContain('The server does not answer.')
    await page.screenshot({ path: join(OUTPUT, 'accounts-trouble.png') })
    await stage().server.startAgain()
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
