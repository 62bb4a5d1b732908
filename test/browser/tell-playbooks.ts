import { expect, test } from 'vitest'
import { forgive, openPage, type Stage } from './stage.ts'
import { findBarriers } from './watch-page.ts'

/** What Chromium says of an answer that refuses; the story brings it about. */
const REFUSED = /401/

/** A playbook looked at before it does anything, and held. */
export function tellPlaybooks(stage: () => Stage): void {
  test('a playbook lives through the past on its page, is paused with a key and a reason, and goes on', async () => {
    const adminKey = await stage().server.adminKey()
    const page = await openPage(stage(), '/playbooks?name=trialRescue')
    await page.getByRole('button', { name: 'Live through the past' }).click()
    await page.waitForURL(/past=/)
    const past = page.getByRole('region', { name: 'What it would have done' }).last()
    await past.locator('tbody a').first().waitFor({ timeout: 60_000 })
    expect(await past.locator('tbody li').first().textContent()).toMatch(/Call .+; missing: /)
    expect(await findBarriers(page)).toEqual([])

    await page.getByRole('button', { name: 'Pause…' }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByLabel('Why, if you like').fill('the text is being written anew')
    await dialog.getByLabel('Your name').fill('Pia Holm')
    await dialog.getByRole('button', { name: 'Pause' }).click()
    await dialog.getByLabel('Admin key').fill(adminKey)
    await dialog.getByLabel('Admin key').press('Enter')
    await page.getByText('paused by Pia Holm').waitFor()
    await page.getByText('the text is being written anew').waitFor()

    await page.getByRole('button', { name: 'Go on…' }).click()
    await dialog.getByRole('button', { name: 'Go on' }).click()
    await page.getByText('paused by Pia Holm').waitFor({ state: 'detached' })
    forgive(stage(), REFUSED)
  }, 120_000)
}
