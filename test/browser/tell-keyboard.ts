import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import type { AccountPage } from '../../src/contract/accounts.ts'
import { settled } from './check-read.ts'
import { enter, focusComes, hasFocus, tabTo } from './press-keys.ts'
import { accountPath, forgive, openPage, readJson, readSaved, type Stage, type Storage } from './stage.ts'
import { findBarriers } from './watch-page.ts'

/** What Chromium says of an answer that refuses; the stories bring it about. */
const REFUSED = /401|500/

/** What one does on the pages, with nothing but a keyboard. */
export function tellKeyboard(stage: () => Stage): void {
  let signedIn: Storage

  test('by keys: a task is done with what came of it and taken back, one is snoozed from its row, and the next is at hand', async () => {
    const page = await openSkipped(stage(), '/today')
    const dialog = page.getByRole('dialog')
    await page.keyboard.press('e')
    await page.keyboard.press('ArrowDown')
    await dialog.getByRole('radio', { name: 'No answer', checked: true }).waitFor()
    await tabTo(page, dialog.getByLabel('Your name'))
    await page.keyboard.type('Pia Holm')
    await enter(page, dialog.getByRole('button', { name: 'Done', exact: true }))
    expect(await findBarriers(page)).toEqual([])
    await enter(page, dialog.getByRole('button', { name: 'Sign in to the demo' }))
    const done = page.getByText(/^Done: .+, no answer$/)
    await done.waitFor()
    await enter(page, page.getByRole('button', { name: 'Undo' }))
    await done.waitFor({ state: 'detached' })
    const row = page.locator('[data-opened]')
    await focusComes(row.getByRole('button', { name: /^Done/ }))

    await enter(page, row.getByRole('button', { name: /^Snooze/ }), { back: true })
    await tabTo(page, dialog.getByLabel('Why'))
    await page.keyboard.type('back from leave then')
    await enter(page, dialog.getByRole('button', { name: 'Snooze', exact: true }))
    await page.getByText(/^Snoozed: /).waitFor()
    const next = row.getByRole('button', { name: /^Snooze/ })
    await focusComes(next)
    await page.keyboard.press('x')
    await page.keyboard.press('Escape')
    await dialog.waitFor({ state: 'detached' })
    expect(await hasFocus(next)).toBe(true)
    signedIn = await page.context().storageState()
    forgive(stage(), REFUSED)
  })

  test('by keys: accounts are filtered, and a view of them is saved, opened and dropped', async () => {
    const page = await openSkipped(stage(), '/accounts', signedIn)
    await tabTo(page, page.getByLabel('Alert'))
    await page.keyboard.press('ArrowDown')
    await page.waitForURL(/type=risk/)
    const views = page.getByRole('button', { name: 'Views…' })
    const dialog = page.getByRole('dialog')
    await enter(page, views, { back: true })
    await dialog.getByLabel('Save this view as').waitFor()
    await page.keyboard.type('Risky ones')
    await page.keyboard.press('Enter')
    await dialog.waitFor({ state: 'detached' })
    expect(await hasFocus(views)).toBe(true)
    await enter(page, page.getByRole('button', { name: 'Clear' }))
    await page.waitForURL((url) => !url.searchParams.has('type'))
    await focusComes(page.getByPlaceholder('Find an account'))
    await enter(page, views, { back: true })
    await enter(page, dialog.getByRole('button', { name: 'Risky ones', exact: true }))
    await page.waitForURL(/type=risk/)
    expect(await hasFocus(views)).toBe(true)
    await page.keyboard.press('Enter')
    expect(await findBarriers(page)).toEqual([])
    await enter(page, dialog.getByRole('button', { name: 'Drop the view Risky ones' }))
    await dialog.getByText('None is saved.').waitFor()
    await focusComes(dialog.getByLabel('Save this view as'))
    await page.keyboard.press('Escape')
    await dialog.waitFor({ state: 'detached' })
  })

  test('by keys: an account a day ago, the events of a name, the chart as a table, what one thinks of it, and a note', async () => {
    const { data } = await readJson<AccountPage>(stage(), '/accounts?signal=usageFalling&sort=mrr&limit=1')
    const page = await openSkipped(stage(), `${accountPath(data[0]!.key)}?event=Task%20Created`, signedIn)
    await tabTo(page, page.getByRole('slider'))
    await page.keyboard.press('ArrowLeft')
    await page.waitForURL(/asOf=/)
    await page.keyboard.press('End')
    await page.waitForURL((url) => !url.searchParams.has('asOf'))
    await enter(page, page.getByRole('button', { name: 'All events' }))
    await focusComes(page.getByRole('region', { name: 'Last events' }).locator('summary').first())
    await enter(page, page.getByRole('button', { name: 'Table', exact: true }), { back: true })
    await page.getByRole('region', { name: 'Core actions, week by week' }).waitFor()

    const dialog = page.getByRole('dialog')
    const thought = page.getByRole('region', { name: 'What we think of it' })
    const say = thought.getByRole('button').first()
    await enter(page, say)
    await tabTo(page, dialog.getByLabel('Why'))
    await page.keyboard.type('Their champion has left')
    await enter(page, dialog.getByRole('button', { name: 'Note it' }))
    await dialog.waitFor({ state: 'detached' })
    await thought.getByText('Their champion has left').waitFor()
    expect(await hasFocus(say)).toBe(true)
    await page.keyboard.press('Enter')
    await enter(page, dialog.getByRole('button', { name: 'Take it back' }))
    await thought.getByText('Nobody has said.').waitFor()

    const notes = page.getByRole('region', { name: 'Notes' })
    await enter(page, notes.getByRole('button', { name: 'Write…' }))
    await page.keyboard.type('They decide in May')
    await enter(page, dialog.getByRole('button', { name: 'Keep it' }))
    await enter(page, notes.getByRole('button', { name: /^Take away the note/ }))
    await notes.getByText('Nobody has written anything.').waitFor()
    await focusComes(notes.getByRole('heading'))
  })

  test('by keys: a chart is a table and a file, a number opens into who is in it, and what failed is tried again', async () => {
    const page = await openSkipped(stage(), '/revenue', signedIn)
    const bridge = page.getByRole('region', { name: /^From .+ to .+ in / }).first()
    const saved = bridge.getByRole('button', { name: 'Save mrr-bridge as CSV' })
    await tabTo(page, saved)
    expect((await readSaved(page, () => page.keyboard.press('Enter'))).lines.length).toBeGreaterThan(6)
    await enter(page, bridge.getByRole('button', { name: 'Table' }))
    await bridge.locator('tbody tr').first().waitFor()
    const number = page.getByRole('button', { name: /: who signed up from / }).first()
    await enter(page, number)
    await page.getByRole('dialog').locator('tbody a').first().waitFor()
    await page.keyboard.press('Escape')
    await page.getByRole('dialog').waitFor({ state: 'detached' })
    expect(await hasFocus(number)).toBe(true)

    await page.route('**/api/v1/analyze/revenue*', (route) => route.fulfill({ status: 500 }))
    await page.reload()
    await page.getByText('Not known just now.').waitFor()
    expect(await findBarriers(page)).toEqual([])
    await page.unroute('**/api/v1/analyze/revenue*')
    await enter(page, page.getByRole('button', { name: 'Try again' }))
    await bridge.waitFor()
    await focusComes(page.locator('main'))
    forgive(stage(), REFUSED)
  })

  test('by keys: a playbook is chosen, tried and held, a question is built and kept, a metric is as of another day', async () => {
    const page = await openSkipped(stage(), '/playbooks', signedIn)
    const dialog = page.getByRole('dialog')
    await enter(page, page.getByRole('region', { name: 'Every playbook' }).getByRole('link').last())
    await page.waitForURL(/name=/)
    const hold = page.getByRole('button', { name: /^(Pause|Go on)…$/ })
    for (const does of ['Pause', 'Go on']) {
      if (does === 'Pause') await enter(page, hold)
      else await page.keyboard.press('Enter')
      await enter(page, dialog.getByRole('button', { name: does, exact: true }))
      await dialog.waitFor({ state: 'detached' })
      expect(await hasFocus(hold)).toBe(true)
    }

    await goSkipped(page, '/questions')
    await tabTo(page, page.getByLabel('Ask', { exact: true }))
    await page.keyboard.press('ArrowDown')
    await page.waitForURL(/kind=retention/)
    await enter(page, page.getByRole('button', { name: 'month', exact: true }))
    await settled(page)
    const keep = page.getByRole('button', { name: 'Keep this question…' })
    await enter(page, keep)
    for (const text of ['Who stays', 'Pia', 'Whether to hire']) {
      await page.keyboard.type(text)
      await page.keyboard.press('Tab')
    }
    expect(await findBarriers(page)).toEqual([])
    await page.keyboard.press('Enter')
    await page.getByRole('region', { name: 'Kept questions' }).getByText('Whether to hire').waitFor()
    expect(await hasFocus(keep)).toBe(true)
    await enter(page, page.getByRole('button', { name: 'Remove Who stays' }))
    await focusComes(page.getByRole('heading', { name: 'The board' }))

    await goSkipped(page, '/catalogue')
    await tabTo(page, page.getByLabel('As of', { exact: true }))
    await page.keyboard.press('Tab')
    await page.keyboard.press('ArrowDown')
    await page.waitForURL(/day=/)
    await settled(page)
  })

  test('by keys: what a signal asks for is set, and back to the file', async () => {
    const page = await openSkipped(stage(), '/signals/usageFalling', signedIn)
    const dialog = page.getByRole('dialog')
    const change = page.getByRole('button', { name: 'Change the action' })
    await enter(page, change)
    await page.keyboard.type('Ask what has changed')
    expect(await findBarriers(page)).toEqual([])
    await enter(page, dialog.getByRole('button', { name: 'Save', exact: true }))
    await dialog.waitFor({ state: 'detached' })
    expect(await hasFocus(change)).toBe(true)
    await goSkipped(page, '/settings?part=project')
    const part = page.getByRole('region', { name: 'Set over the file', exact: true })
    await enter(page, part.getByRole('button', { name: /^set .*action back to the file$/ }))
    await focusComes(part.getByRole('heading'))
  })

  test('by keys: a key is made for one page and revoked, the audit log tells it, the colours are others, and one is signed out', async () => {
    const page = await openSkipped(stage(), '/settings?part=keys', signedIn)
    const dialog = page.getByRole('dialog')
    for (const name of ['The counter', 'The shop']) {
      await enter(page, page.getByRole('button', { name: 'New key…' }))
      await page.keyboard.type(name)
      await tabTo(page, dialog.getByLabel(/^Only from these pages/))
      await page.keyboard.type('https://shop.example.com')
      await enter(page, dialog.getByRole('button', { name: 'Make it' }))
      await focusComes(dialog.getByRole('button', { name: 'Copy' }))
      expect(await findBarriers(page)).toEqual([])
      await page.keyboard.press('Escape')
      await dialog.waitFor({ state: 'detached' })
    }
    const revoke = (name: string) => page.getByRole('button', { name: new RegExp(`revoke the key for ${name}`) })
    const [shop, counter] = [revoke('The shop'), revoke('The counter')]
    await enter(page, shop)
    await page.keyboard.press('Enter')
    await shop.waitFor({ state: 'detached' })
    await focusComes(counter)
    await page.keyboard.press('Enter')
    await page.keyboard.press('Enter')
    await counter.waitFor({ state: 'detached' })

    await goSkipped(page, '/settings?part=audit')
    await tabTo(page, page.getByLabel('Only', { exact: true }))
    await page.keyboard.type('new k')
    await page.waitForURL(/what=createKey/)
    await page.getByText('The shop').first().waitFor()
    const theme = page.getByRole('button', { name: /^Colours: / })
    await enter(page, theme, { back: true })
    expect(await page.evaluate('document.documentElement.dataset.theme')).toBe('dark')
    await enter(page, page.getByRole('button', { name: 'Sign out', exact: true }))
    await page.waitForURL(/\/sign-in/)
    forgive(stage(), REFUSED)
  })
}

/** A page that has been read, and past the side bar. */
async function openSkipped(stage: Stage, path: string, storage?: Storage): Promise<Page> {
  const page = await openPage(stage, '/livez', storage === undefined ? {} : { storage })
  await goSkipped(page, path)
  return page
}

async function goSkipped(page: Page, path: string): Promise<void> {
  await page.goto(new URL(path, page.url()).href)
  await page.locator('h1').waitFor()
  await settled(page)
  await enter(page, page.getByRole('link', { name: 'Skip to the page' }))
}
