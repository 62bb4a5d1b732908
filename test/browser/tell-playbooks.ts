import { expect, test } from 'vitest'
import type { AccountPage } from '../../src/contract/accounts.ts'
import { openStill } from './check-read.ts'
import { enter, focusComes, tabTo } from './press-keys.ts'
import { forgive, readJson, type Stage } from './stage.ts'
import { TWO_LOOKS, takeLooks } from './tell-looks.ts'
import { findBarriersInBoth } from './watch-page.ts'

/** What Chromium says of an answer that refuses; the story brings it about. */
const REFUSED = /401/

/** A playbook looked at before it does anything, and held. */
export function tellPlaybooks(stage: () => Stage): void {
  test('a playbook lives through the past on its page, is paused with a key and a reason, goes on, and is tried by whoever asks', async () => {
    const adminKey = await stage().server.adminKey()
    const page = await openStill(stage(), '/playbooks?name=trialRescue')
    const asked = page.waitForRequest(/\/simulation\?run=/)
    await enter(page, page.getByRole('button', { name: 'Live through the past' }))
    await page.waitForURL(/past=/)
    expect(new URL((await asked).url()).searchParams.get('run')).toMatch(/^page-.+-simulation-trialRescue$/)
    const past = page.getByRole('region', { name: 'What it would have done' }).last()
    await past.locator('tbody a').first().waitFor({ timeout: 60_000 })
    expect(await past.locator('tbody li').first().textContent()).toMatch(/Call [^{}]+; missing: …/)
    await takeLooks(page, 'playbook-past', { names: TWO_LOOKS })

    const compared = page.getByRole('region', { name: 'Before it was there and after' })
    await enter(page, compared.getByRole('button', { name: 'Compare' }))
    await page.waitForURL(/compared=/)
    await compared.getByText('That cannot be told yet: nobody has begun it.').waitFor()

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

    await page.goto(`${stage().server.url}/playbooks?name=limitCall`)
    await enter(page, page.getByRole('button', { name: 'Test send…' }))
    await page.keyboard.insertText(await firstAccount(stage()))
    await tabTo(page, dialog.getByLabel('Your user in the product'))
    await page.keyboard.type('pia')
    expect(await findBarriersInBoth(page)).toEqual([])
    await enter(page, dialog.getByRole('button', { name: 'Send to me' }))
    await focusComes(dialog.getByRole('button', { name: 'Once more' }))
    await dialog.getByText('You have reached a limit of your plan').waitFor()
    await dialog.getByText(/^to your user in the product \(user\/pia\/in\/.+\), by app$/).waitFor()
    await dialog.getByText('got there').waitFor({ timeout: 60_000 })
    await takeLooks(page, 'playbook-test-send', { fullPage: false, names: TWO_LOOKS })
  }, 180_000)
}

async function firstAccount(stage: Stage): Promise<string> {
  return (await readJson<AccountPage>(stage, '/accounts?limit=1')).data[0]!.key
}
