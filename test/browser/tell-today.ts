import { expect, test } from 'vitest'
import type { Worklist } from '../../src/contract/worklist.ts'
import { forgive, openPage, readJson, type Stage } from './stage.ts'
import { findBarriers } from './watch-page.ts'

/** What Chromium says of an answer that refuses; the story brings it about. */
const REFUSED = /401/

/** The day of an assignee, worked through by keyboard. */
export function tellToday(stage: () => Stage): void {
  test('the landing page is today: j moves, s snoozes with a key and a reason, and it can be taken back', async () => {
    const adminKey = await stage().server.adminKey()
    const everybody = await readJson<Worklist>(stage(), '/today')
    const who = everybody.tasks.find(({ assignee }) => assignee !== null)!.assignee!
    const page = await openPage(stage(), '/')
    await page.waitForURL(/\/today/)
    await page.getByLabel('Of', { exact: true }).selectOption(who)
    await page.waitForURL(/of=/)
    const own = await readJson<Worklist>(stage(), `/today?assignee=${encodeURIComponent(who)}`)
    const [, second] = own.tasks
    const open = page.locator('tr[aria-current=true]')
    await open.waitFor()
    await page.keyboard.press('j')
    await page.waitForURL(/task=/)
    expect(await open.getByRole('link').textContent()).toBe(second!.name)

    await page.keyboard.press('s')
    const dialog = page.getByRole('dialog')
    expect(await findBarriers(page)).toEqual([])
    expect(await dialog.getByLabel('Your name').inputValue()).toBe(who)
    await dialog.getByLabel('Why').fill('back from leave then')
    await dialog.getByRole('button', { name: 'Snooze' }).click()
    await dialog.getByLabel('Admin key').fill(adminKey)
    await dialog.getByLabel('Admin key').press('Enter')
    await page.getByText(`Snoozed: ${second!.name.slice(0, 80)}`).waitFor()
    const after = await readJson<Worklist>(stage(), `/today?assignee=${encodeURIComponent(who)}`)
    expect(after.tasks.some(({ id }) => id === second!.id)).toBe(false)

    await page.getByRole('button', { name: 'Undo' }).click()
    await page.getByText(`Snoozed: ${second!.name.slice(0, 80)}`).waitFor({ state: 'detached' })
    const back = await readJson<Worklist>(stage(), `/today?assignee=${encodeURIComponent(who)}`)
    expect(back.tasks.some(({ id }) => id === second!.id)).toBe(true)
    forgive(stage(), REFUSED)
  }, 60_000)
}
