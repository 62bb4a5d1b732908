import { expect, test } from 'vitest'
import type { MetricNames } from '../../src/contract/metrics.ts'
import type { ServerStatus } from '../../src/contract/status.ts'
import type { Worklist } from '../../src/contract/worklist.ts'
import { forgive, openPage, readBusiest, readJson, type Stage } from './stage.ts'
import { TWO_LOOKS, takeLooks } from './tell-looks.ts'
import { findBarriersInBoth } from './watch-page.ts'

/** What Chromium says of an answer that refuses; the story brings it about. */
const REFUSED = /401/

const BROKEN = { code: 'internal', detail: 'The disk is full.', status: 500 }

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
    const open = page.locator('tr[aria-current=true]')
    // The list of everybody stays until the other is there, and says whose each task is.
    await page.getByRole('columnheader', { name: 'Next step', exact: true }).waitFor()
    const [, second = ''] = await page.locator('main tbody tr a').allTextContents()
    await page.keyboard.press('j')
    await page.waitForURL(/task=/)
    const task = new URL(page.url()).searchParams.get('task')
    expect(await open.getByRole('link').textContent()).toBe(second)

    await page.keyboard.press('s')
    const dialog = page.getByRole('dialog')
    await takeLooks(page, 'today-snooze', { fullPage: false, names: TWO_LOOKS })
    expect(await dialog.getByLabel('Your name').inputValue()).toBe(who)
    await dialog.getByLabel('Why').fill('back from leave then')
    await dialog.getByRole('button', { name: 'Snooze' }).click()
    await dialog.getByLabel('Admin key').fill(adminKey)
    await dialog.getByLabel('Admin key').press('Enter')
    await page.getByText(`Snoozed: ${second.slice(0, 80)}`).waitFor()
    const after = await readJson<Worklist>(stage(), `/today?assignee=${encodeURIComponent(who)}`)
    expect(after.tasks.some(({ id }) => id === task)).toBe(false)

    // It is undone, and the list cannot be read again: what was read stays, and that is said.
    await page.route(/\/api\/v1\/today\?/, (route) => route.fulfill({ status: 500, json: BROKEN }))
    await page.getByRole('button', { name: 'Undo' }).click()
    const trouble = page.getByRole('alert').filter({ hasText: 'The list could not be read again' })
    await trouble.getByText(BROKEN.detail).waitFor()
    expect(await page.locator('main tbody tr').count()).toBeGreaterThan(0)
    await page.unroute(/\/api\/v1\/today\?/)
    await trouble.getByRole('button', { name: 'Try again' }).click()
    await trouble.waitFor({ state: 'detached' })
    await page.getByText(`Snoozed: ${second.slice(0, 80)}`).waitFor({ state: 'detached' })
    const back = await readJson<Worklist>(stage(), `/today?assignee=${encodeURIComponent(who)}`)
    expect(back.tasks.some(({ id }) => id === task)).toBe(true)
    forgive(stage(), REFUSED)
    forgive(stage(), /status of 500/)
  }, 60_000)

  test('a few letters lead to any account: by keyboard, from any page', async () => {
    const busiest = await readBusiest(stage())
    const page = await openPage(stage(), '/team')
    await page.locator('h1').waitFor()
    await page
      .getByRole('link', { name: /^Accounts/ })
      .first()
      .focus()
    await page.keyboard.press('Control+k')
    const field = page.getByRole('combobox')
    await field.press('Escape')
    await field.waitFor({ state: 'detached' })
    expect(await page.evaluate<string>('document.activeElement?.textContent ?? ""')).toMatch(/^Accounts/)
    await page.keyboard.press('Control+k')
    await field.fill(busiest.name)
    await page.getByRole('option', { name: busiest.name }).first().waitFor()
    await takeLooks(page, 'jump-to', { fullPage: false, names: TWO_LOOKS })
    await field.press('Enter')
    await page.waitForURL(/\/accounts\//)
    await page.locator('h1', { hasText: busiest.name }).waitFor()
  }, 60_000)

  test('a task that a link names is open, however far down the list it stands', async () => {
    const { tasks } = await readJson<Worklist>(stage(), '/today?limit=500')
    const last = tasks.at(-1)!
    // More than are shown at first.
    expect(tasks.length).toBeGreaterThan(50)
    const page = await openPage(stage(), `/today?task=${encodeURIComponent(last.id)}`)
    const open = page.locator('tr[aria-current=true]')
    await open.waitFor()
    expect(await open.getByRole('link').textContent()).toBe(last.name)
  })

  test('a few letters lead to what any metric means, with its SQL, in the address; also one that no page has worked out', async () => {
    const { data } = await readJson<MetricNames>(stage(), '/metrics/names')
    const metric = data.find(({ id }) => id === 'stickiness')!
    const page = await openPage(stage(), '/team')
    await page.locator('h1').waitFor()
    await page.keyboard.press('Control+k')
    const field = page.getByRole('combobox')
    await field.fill(metric.title)
    await page.getByRole('option', { name: metric.title }).first().waitFor()
    await field.press('Enter')
    await page.waitForURL(/\/team\?cell=/)
    const dialog = page.getByRole('dialog', { name: metric.title })
    await dialog
      .getByText(/SELECT/i)
      .first()
      .waitFor()
    await page.reload()
    await dialog
      .getByText(/SELECT/i)
      .first()
      .waitFor()
    expect(await findBarriersInBoth(page)).toEqual([])
    await page.keyboard.press('Escape')
    await page.waitForURL((url) => !url.searchParams.has('cell'))
  }, 60_000)

  test('what counts nowhere is one hover away on every page, and all of it one press', async () => {
    const { counts, withoutAccount } = await readJson<ServerStatus>(stage(), '/status')
    const homeless = Object.values(withoutAccount).reduce((sum, n) => sum + n, 0)
    expect(counts.excluded + homeless).toBeGreaterThan(0)
    const page = await openPage(stage(), '/team')
    const fresh = page.getByRole('navigation').getByRole('button', { name: /^Live/ })
    await fresh.focus()
    const said = (await page.getByRole('tooltip').textContent())!
    expect(said).toContain(`${counts.excluded.toLocaleString('en-US')} events are left out by rule`)
    expect(said).toMatch(/[\d,]+ events? belongs? to no account/)
    await fresh.press('Enter')
    await page.waitForURL(/\/data/)
    await page.getByRole('region', { name: 'What counts nowhere, or only with care' }).waitFor()
  }, 60_000)

  test('a number opens into its accounts, a chart into its table, and both are in the address', async () => {
    const page = await openPage(stage(), '/retention')
    const cell = page.locator('td.rounded-1 button').first()
    await cell.click()
    await page.waitForURL(/cell=/)
    const dialog = page.getByRole('dialog')
    await dialog.locator('tbody a').first().waitFor()
    await takeLooks(page, 'retention-who', { fullPage: false, names: TWO_LOOKS })
    await page.keyboard.press('Escape')
    await page.waitForURL((url) => !url.searchParams.has('cell'))
    await page
      .getByRole('region', { name: /^Back, by/ })
      .getByRole('button', { name: 'Table' })
      .click()
    await page.waitForURL(/table=cohorts/)
    await page.reload()
    await page.getByRole('button', { name: 'Chart' }).waitFor()
    expect(await findBarriersInBoth(page)).toEqual([])
  }, 60_000)
}
