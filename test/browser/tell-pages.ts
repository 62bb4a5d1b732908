import { expect, test } from 'vitest'
import type { AccountDetail } from '../../src/contract/account.ts'
import type { AccountPage } from '../../src/contract/accounts.ts'
import { accountPath, openPage, readBusiest, readJson, type Stage } from './stage.ts'
import { findBarriers } from './watch-page.ts'

/** A walk through Accounts and Account. */
export function tellPages(stage: () => Stage): void {
  test('accounts: the sentence, the rows, filter and sort in the address', async () => {
    const busiest = await readBusiest(stage())
    const { summary, total } = await readJson<AccountPage>(stage(), '/accounts?limit=1')
    const page = await openPage(stage(), '/')
    await page.locator('tbody a').first().waitFor()
    expect(new URL(page.url()).pathname).toBe('/accounts')
    const [said = ''] = await page.locator('h1').allTextContents()
    expect(said).toContain(`${total.toLocaleString('en-US')} accounts, ${summary.paying} paying: `)
    expect(said).toContain(`${summary.payingAtRisk} of these at risk`)
    await page.getByRole('button', { name: 'MRR' }).click()
    await page.waitForURL(/sort=mrr/)
    await page.getByPlaceholder('Find an account').fill(busiest.name)
    await page.waitForURL(/q=/)
    await page.getByRole('link', { name: busiest.name, exact: true }).first().waitFor()
    expect(await findBarriers(page)).toEqual([])
  })

  test('accounts: an empty list says what to do', async () => {
    const page = await openPage(stage(), '/accounts?q=no-such-account')
    await page.getByText('No account matches.').waitFor()
    await page.getByRole('button', { name: 'Clear' }).click()
    await page.locator('tbody a').first().waitFor()
    expect(new URL(page.url()).search).toBe('')
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
    expect(await findBarriers(page)).toEqual([])
    await page.getByRole('button', { name: 'Back to now' }).click()
    await page.waitForURL((url) => !url.searchParams.has('asOf'))
    expect(await slider.getAttribute('aria-valuetext')).toBe(now)
  })

  test('account: a reason opens into its numbers, the chart into its table, an event into what was sent', async () => {
    const busiest = await readBusiest(stage())
    const account = await readJson<AccountDetail>(stage(), accountPath(busiest.key))
    const page = await openPage(stage(), accountPath(busiest.key))
    const reasons = page.getByRole('region', { name: 'Why, signal by signal' })
    await reasons.waitFor()
    const said = (await reasons.textContent()) ?? ''
    for (const { state, title, sentence } of account.explanations)
      expect(said).toContain(state === 'on' || state === 'off' ? sentence : title)
    await page.getByRole('button', { name: 'Table' }).click()
    expect(await page.getByRole('region', { name: 'Core actions a week' }).locator('tbody tr').count()).toBe(26)
    const event = page.locator('#events details').first()
    await event.locator('summary').click()
    expect(await event.locator('pre').textContent()).toMatch(/^[{]/)
  })

  test('account: one that does not exist is said to be so', async () => {
    const page = await openPage(stage(), accountPath('no-such-account'))
    await page.getByText('No account has this key.').waitFor()
    await page.getByRole('link', { name: 'To the accounts' }).click()
    await page.locator('tbody a').first().waitFor()
  })
}

function dayLater(day: string, days: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10)
}
