import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import type { AccountDetail } from '../../src/contract/account.ts'
import type { AccountPage } from '../../src/contract/accounts.ts'
import { settled } from './check-read.ts'
import { showsWhatItWasTold } from './read-told.ts'
import { accountPath, openPage, readBusiest, readJson, type Stage } from './stage.ts'
import { TWO_LOOKS, takeLooks } from './tell-looks.ts'
import { findBarriersInBoth } from './watch-page.ts'

/** A walk through Accounts and Account. */
export function tellPages(stage: () => Stage): void {
  test('accounts: the sentence, the rows, filter and sort in the address', async () => {
    const busiest = await readBusiest(stage())
    const page = await openPage(stage(), '/accounts')
    await page.locator('tbody a').first().waitFor()
    await showsWhatItWasTold<AccountPage, string>(page, {
      path: '/accounts',
      shown: async () => (await page.locator('h1').textContent())!.split(', worth')[0]!,
      meant: ({ total, summary: { paying, payingAtRisk } }) =>
        `${total.toLocaleString('en-US')} accounts, ${paying} paying: ${payingAtRisk} of these ${payingAtRisk === 1 ? 'has' : 'have'} a risk alert`,
    })
    expect((await page.locator('thead th').allTextContents()).slice(0, 2)).toEqual(['Account', 'Health'])
    await page.getByRole('button', { name: 'MRR' }).click()
    await page.waitForURL(/sort=mrr/)
    await page.getByPlaceholder('Find an account').fill(busiest.name)
    await page.waitForURL(/q=/)
    await page.getByRole('link', { name: busiest.name, exact: true }).first().waitFor()
    expect(await findBarriersInBoth(page)).toEqual([])
  })

  test('accounts: an empty list says what to do', async () => {
    const page = await openPage(stage(), '/accounts?q=no-such-account')
    await page.getByText('No account matches.').waitFor()
    await page.getByRole('button', { name: 'Clear' }).click()
    await page.locator('tbody a').first().waitFor()
    expect(new URL(page.url()).search).toBe('')
  })

  test('while the server is slow, everything stands where it will be, and stands still for whoever asks for that', async () => {
    const { key } = await readBusiest(stage())
    const places: [string, string][] = [
      ['/accounts', 'search'],
      [accountPath(key), 'main header + div, main [aria-label="As of"]'],
    ]
    for (const [path, selector] of places) {
      const [page, answer] = await openHeld(stage(), path)
      const part = page.locator(selector).first()
      await page.locator('[aria-busy=true]').first().waitFor()
      expect(await movingParts(page, 'no-preference')).toBeGreaterThan(0)
      expect(await movingParts(page, 'reduce')).toBe(0)
      const before = (await part.boundingBox())!.y
      await answer()
      await page.locator('h1').waitFor()
      expect(Math.abs((await part.boundingBox())!.y - before)).toBeLessThan(48)
    }
  })

  test('by keyboard alone: past the side bar, another order, and into an account', async () => {
    const page = await openPage(stage(), '/accounts')
    await page.locator('tbody a').first().waitFor()
    await page.keyboard.press('Tab')
    expect(await focused(page)).toBe('Skip to the page')
    await page.keyboard.press('Enter')
    await tabTo(page, 'MRR')
    await page.keyboard.press('Enter')
    await page.waitForURL(/sort=mrr/)
    const name = (await page.locator('tbody a').first().textContent())!
    await tabTo(page, name)
    await page.keyboard.press('Enter')
    await page.locator('h1', { hasText: name }).waitFor()
  })

  test('account: the day of the slider goes into the address, and everything is as of that day', async () => {
    const busiest = await readBusiest(stage())
    const page = await openPage(stage(), accountPath(busiest.key))
    const slider = page.getByRole('slider', { name: 'As of which day' })
    await slider.waitFor()
    const now = await slider.getAttribute('aria-valuetext')
    await slider.focus()
    await page.keyboard.press('Shift+ArrowLeft')
    await page.keyboard.press('ArrowLeft')
    await page.waitForURL(/asOf=\d{4}-\d{2}-\d{2}/)
    const asOf = new URL(page.url()).searchParams.get('asOf') ?? ''
    await page.getByText('You see what was known at the close of').waitFor()
    expect(await page.locator('h1').textContent()).toMatch(/^On /)
    const past = await readJson<AccountDetail>(stage(), `${accountPath(busiest.key)}?asOf=${asOf}`)
    expect([past.asOf, past.latest]).toEqual([asOf, dayLater(asOf, 8)])
    await settled(page)
    await takeLooks(page, 'account-past', { names: TWO_LOOKS })
    await page.getByRole('button', { name: 'Back to now' }).click()
    await page.waitForURL((url) => !url.searchParams.has('asOf'))
    expect(await slider.getAttribute('aria-valuetext')).toBe(now)
    await page.goto(`${stage().server.url}${accountPath(busiest.key)}?asOf=1900-01-01`)
    await page.getByText('nobody was ever active').waitFor()
    expect(await slider.getAttribute('aria-valuenow')).toBe(await slider.getAttribute('aria-valuemin'))
  })

  test('account: a reason opens into its numbers, the chart into its table and the list into all of it, which are kept in the address, an event into what was sent', async () => {
    const busiest = await readBusiest(stage())
    const page = await openPage(stage(), accountPath(busiest.key))
    const reasons = page.getByRole('region', { name: 'Why, signal by signal' })
    await reasons.waitFor()
    // The demo lives: what it says of now may be another between two questions.
    const unsaid = async () => {
      const { explanations } = await readJson<AccountDetail>(stage(), accountPath(busiest.key))
      const said = plain((await reasons.textContent()) ?? '')
      return explanations
        .map(({ state, title, sentence }) => (state === 'on' || state === 'off' ? plain(withDays(sentence)) : title))
        .filter((words) => !said.includes(words))
    }
    await expect.poll(unsaid, { timeout: 30_000, interval: 500 }).toEqual([])
    await page.getByRole('button', { name: 'Table' }).click()
    await page.waitForURL(/table=core-actions/)
    await page
      .locator('#events')
      .getByRole('button', { name: / more$/ })
      .click()
    await page.waitForURL(/open=events/)
    await page.reload()
    await page.locator('#events').getByRole('button', { name: 'Fewer' }).waitFor()
    expect(
      await page.getByRole('region', { name: 'Core actions, week by week', exact: true }).locator('tbody tr').count(),
    ).toBe(26)
    const event = page.locator('#events details').first()
    await event.locator('summary').click()
    expect(await event.locator('pre').textContent()).toMatch(/^[{]/)
  })

  test('data: by keyboard, a count of what counts nowhere opens into its events, and closes with the focus back on it', async () => {
    const page = await openPage(stage(), '/data')
    const count = page.getByRole('button', { name: /: the latest of them$/ }).first()
    await count.focus()
    await page.keyboard.press('Enter')
    const events = page.getByRole('dialog').locator('details')
    await events.first().locator('summary').press('Enter')
    expect(await events.first().locator('pre').textContent()).toMatch(/^[{]/)
    expect(new URL(page.url()).searchParams.get('cell')).toContain('reason')
    expect(await findBarriersInBoth(page)).toEqual([])
    await page.keyboard.press('Escape')
    await page.getByRole('dialog').waitFor({ state: 'detached' })
    const label = await page.evaluate<string>('document.activeElement?.getAttribute("aria-label") ?? ""')
    expect(label).toBe(await count.getAttribute('aria-label'))
  })

  test('account: one that does not exist is said to be so', async () => {
    const page = await openPage(stage(), accountPath('no-such-account'))
    await page.getByText('No account has this key.').waitFor()
    await page.getByRole('link', { name: 'To the accounts' }).click()
    await page.locator('tbody a').first().waitFor()
  })
}

/** What has the focus, by its words. */
function focused(page: Page): Promise<string> {
  return page.evaluate<string>('document.activeElement?.textContent?.trim() ?? ""')
}

const TABS = 60

/** Goes on by Tab until something with these words has the focus. @throws Error when nothing on the way has */
async function tabTo(page: Page, words: string): Promise<void> {
  for (let n = 0; n < TABS; n++) {
    await page.keyboard.press('Tab')
    if ((await focused(page)) === words) return
  }
  throw new Error(`The focus never comes to “${words}”.`)
}

const MONTHS = 'Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec'.split(' ')

/** Days as a page says them: "25 Jun 2026". */
function withDays(sentence: string): string {
  return sentence.replaceAll(/\b(\d{4})-(\d{2})-(\d{2})\b/g, (_, year, month, day) =>
    [Number(day), MONTHS[Number(month) - 1], year].join(' '),
  )
}

/** Spaces that do not break, as any others. */
function plain(text: string): string {
  return text.replaceAll(/[\u00a0\u202f]/g, ' ')
}

/** How much of the page moves for whoever has asked for less movement, or has not. */
async function movingParts(page: Page, reducedMotion: 'reduce' | 'no-preference'): Promise<number> {
  await page.emulateMedia({ reducedMotion })
  return page.evaluate<number>('document.getAnimations().filter(({ playState }) => playState === "running").length')
}

/** A page whose questions stay unanswered until told. */
async function openHeld(stage: Stage, path: string): Promise<[Page, () => Promise<void>]> {
  const page = await openPage(stage, '/livez')
  let release = () => {}
  const held = new Promise<void>((resolve) => {
    release = resolve
  })
  await page.route('**/api/v1/**', async (route) => {
    await held
    await route.continue()
  })
  await page.goto(stage.server.url + path)
  return [page, async () => release()]
}

function dayLater(day: string, days: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10)
}
