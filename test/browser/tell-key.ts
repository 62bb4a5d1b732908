import { join } from 'node:path'
import { expect, test } from 'vitest'
import { forgive, OUTPUT, openPage, readSaved, type Stage, sendMessages } from './stage.ts'
import { findBarriers } from './watch-page.ts'

const SEEN_MS = 10_000
/** What Chromium says of an answer that refuses; the story brings it about. */
const REFUSED = /40[13]/

/** A server that is open to more than this machine asks for a read key; the page takes one, and everything works with it. */
export function tellKey(stage: () => Stage): void {
  test('a read key is asked for, a wrong one is told, and with a good one list, alerts and file are read', async () => {
    const { server } = stage()
    const [readKey, writeKey] = [await server.readKey(), await server.writeKey()]
    const page = await openPage(stage(), '/accounts')
    const alert = page.getByRole('alert')
    await alert.getByText('This server asks for a key.').waitFor()
    await page.getByText('A key is needed').waitFor()
    expect(await findBarriers(page)).toEqual([])
    await page.screenshot({ path: join(OUTPUT, 'accounts-key.png') })

    for (const wrong of ['not a key', 'клю́ч', writeKey]) {
      await page.getByLabel('Read key').fill(wrong)
      await page.getByRole('button', { name: 'Use this key' }).click()
      await alert.getByText('The key opens nothing here').waitFor()
      expect(await page.getByLabel('Read key').inputValue()).toBe('')
    }

    await page.getByLabel('Read key').fill(readKey)
    await page.getByLabel('Read key').press('Enter')
    await page.getByRole('link', { name: 'globex' }).waitFor()
    expect(await alert.count()).toBe(0)
    expect(await page.evaluate('[sessionStorage.length, JSON.stringify(localStorage).includes("tt")]')).toEqual([
      1,
      false,
    ])
    forgive(stage(), REFUSED)

    const event = { type: 'track', messageId: 'key-1', userId: 'u-0', event: 'Plan Limit Reached' }
    await sendMessages(stage(), writeKey, [{ ...event, context: { groupId: 'acme' } }])
    await page.locator('[data-live]', { hasText: 'Limit reached at acme' }).waitFor({ timeout: SEEN_MS })

    const { name, lines } = await readSaved(page, () => page.getByRole('link', { name: 'CSV' }).click())
    expect(name).toBe('accounts.csv')
    expect(lines.map((line) => line.split(',')[0]).sort()).toEqual(['account', 'acme', 'globex'])

    await page.reload()
    await page.getByRole('link', { name: 'globex' }).waitFor()
    const another = await openPage(stage(), '/accounts/acme')
    await another.getByText('This server asks for a key.').waitFor()
    forgive(stage(), REFUSED)
  }, 240_000)
}
