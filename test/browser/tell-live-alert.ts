import { expect, test } from 'vitest'
import type { AccountPage, AccountRow } from '../../src/contract/accounts.ts'
import { accountPath, openPage, readJson, type Stage, sendMessages } from './stage.ts'

const SEEN_MS = 10_000

/** An event that opens an alert: it shows on a page that was open before, and on the account's own page. */
export function tellLiveAlert(stage: () => Stage): void {
  test('an alert that an event opens shows up without a reload', async () => {
    const quiet = await accountWithoutAlert(stage())
    const key = await stage().server.writeKey()
    const page = await openPage(stage(), '/accounts')
    await page.locator('tbody a').first().waitFor()
    const event = { type: 'track', messageId: 'browser-live-1', userId: 'browser-live', event: 'Plan Limit Reached' }
    await sendMessages(stage(), key, [{ ...event, context: { groupId: quiet.key } }])
    const notice = page.locator('[data-live]', { hasText: quiet.name })
    await notice.waitFor({ timeout: SEEN_MS })
    expect(await notice.textContent()).toContain(`Limit reached at ${quiet.name}`)
    await notice.getByRole('link').click()
    await page.waitForURL((url) => url.pathname === accountPath(quiet.key))
    await page.locator('h1', { hasText: 'Limit reached' }).waitFor()
    expect(await page.getByRole('region', { name: 'Why, signal by signal' }).textContent()).toContain(
      'Plan Limit Reached by browser-live',
    )
  }, 60_000)
}

/** A calm account: no notice of the demo's own stories is about it. */
async function accountWithoutAlert(stage: Stage): Promise<AccountRow> {
  const { data } = await readJson<AccountPage>(stage, '/accounts?sort=alerts&order=asc&limit=500')
  const calm = data.find((row) => row.openSignals.length === 0 && row.activeMembers28 === 0)
  if (calm === undefined) throw new Error('Every account has an alert.')
  return calm
}
