import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { allButHeld, openStill, settled } from './check-read.ts'
import { findMoved, heldBack } from './hold-answers.ts'
import { focusComes } from './press-keys.ts'
import { forgive, OUTPUT, openPage, type Stage, type Storage } from './stage.ts'
import { takeLook, takeLooks } from './tell-looks.ts'
import { findBarriersInBoth } from './watch-page.ts'

const PASSWORD = 'tidal wool streams at dusk'
/** What Chromium says of answers that refuse; the stories bring them about. */
const REFUSED = /40[013]/

/** Pages with something to press that is not for a viewer: who that is may be known last. */
const LOOKED_ON = ['/today', '/team', '/accounts/acme', '/signals/limitReached', '/changes', '/playbooks', '/settings']

/** From the link on the terminal to a second user who is signed out: told in the order in which it happens. */
export function tellSignIn(stage: () => Stage): void {
  let admin: Storage
  let invitation: string

  test('the link from the terminal makes the first admin, by keyboard; a second try opens nothing', async () => {
    const link = new URL(/http\S+\/accept#\S+/.exec(stage().server.said())![0])
    const page = await openPage(stage(), link.pathname + link.hash)
    await page.getByText('You are the first').waitFor()
    await inEveryLook(page, 'accept')
    await page.getByLabel('E-mail').fill('ana@example.com')
    await page.keyboard.press('Tab')
    await page.keyboard.type('Ana Kovač')
    await page.keyboard.press('Tab')
    await page.keyboard.type('password1234')
    await page.keyboard.press('Enter')
    await page.getByRole('alert').getByText('guessed first').waitFor()
    await page.getByLabel('Password').fill(PASSWORD)
    await page.keyboard.press('Enter')
    await page.waitForURL(/\/today/)
    await page.getByRole('link', { name: 'Ana Kovač' }).waitFor()
    const again = await openPage(stage(), link.pathname + link.hash)
    await again.getByText('This link opens nothing.').waitFor()
    admin = await page.context().storageState()
    forgive(stage(), REFUSED)
  }, 120_000)

  test('an admin invites somebody, makes a token, and finds both in the audit log', async () => {
    const page = await openPage(stage(), '/settings?part=users', { storage: admin })
    await page.getByRole('button', { name: 'Invite somebody…' }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByLabel('E-mail').fill('ben@example.com')
    await dialog.getByLabel('As', { exact: true }).selectOption('viewer')
    expect(await findBarriersInBoth(page)).toEqual([])
    await dialog.getByRole('button', { name: 'Make the link' }).click()
    invitation = (await dialog.locator('code').textContent())!
    await page.keyboard.press('Escape')
    await page.getByRole('button', { name: 'take back the link of ben@example.com' }).waitFor()
    await inEveryLook(page, 'settings-users')

    await page.getByRole('button', { name: 'You', exact: true }).click()
    await page.getByRole('button', { name: 'New token…' }).click()
    await dialog.getByLabel('What it is for').fill('<img src=x onerror=alert(1)>')
    await page.keyboard.press('Enter')
    expect(await dialog.locator('code').textContent()).toMatch(/^ttr_[\w-]{49}$/)
    await page.keyboard.press('Escape')
    await inEveryLook(page, 'settings-you')
    const revoke = page.getByRole('button', { name: /revoke the key for/ })
    await revoke.click()
    await revoke.click()
    await page.getByText('You have none.').waitFor()

    for (const part of ['Keys', 'Channels', 'Project']) {
      await page.getByRole('button', { name: part, exact: true }).click()
      await page.getByRole('heading', { name: part, exact: true }).waitFor()
      await settled(page)
      await takeLook(page, `settings-${part.toLowerCase()}-light`, { fullPage: true })
    }
    await page.getByRole('button', { name: 'Audit log', exact: true }).click()
    const rows = page.getByRole('region', { name: 'Audit log' }).last().locator('tbody tr')
    await rows.first().waitFor()
    const told = (await rows.allTextContents()).join('\n')
    for (const line of [
      'revoked a personal token',
      'made a personal token',
      'invited ben@example.com',
      'became the first admin',
    ])
      expect(told).toContain(line)
    await inEveryLook(page, 'settings-audit')
  }, 240_000)

  test('of the settings nothing moves by itself, wide or on a phone', async () => {
    for (const part of ['users', 'channels', 'project', 'audit'])
      await (await openStill(stage(), `/settings?part=${part}`, { storage: admin })).close()
  }, 120_000)

  test('a text of a signal is set over the file, seen before it is saved, and pulled as a patch; what one thinks of an account is said', async () => {
    const page = await openPage(stage(), '/signals/limitReached', { storage: admin })
    await page.getByRole('button', { name: 'Change the action' }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByLabel('What is to be done').fill('Offer <b>the next plan</b>')
    await dialog.getByText('Tasks would say: ').getByText('Offer <b>the next plan</b>').waitFor()
    expect(await findBarriersInBoth(page)).toEqual([])
    await dialog.getByRole('button', { name: 'Save' }).click()
    await dialog.waitFor({ state: 'detached' })
    const table = page.getByRole('region', { name: 'Settings of the signal' })
    await table.getByText(/^Ana Kovač, /).waitFor()
    await inEveryLook(page, 'signal-settings')
    expect(await stage().server.tell(['config', 'list'])).toContain('Offer <b>the next plan</b>')
    expect(await stage().server.tell(['audit', '--what', 'setOverride'])).toContain('signals.limitReached.action')
    await page.goto(`${stage().server.url}/settings?part=project`)
    const back = page.getByRole('button', { name: 'set signals.limitReached.action back to the file' })
    const letGo = await heldBack(page, /\/api\/v1\/(status|storage|sources)$/)
    await back.waitFor()
    expect(await findMoved(page, letGo)).toEqual([])
    await back.press('Enter')
    await page.getByText('signals.limitReached.action').waitFor({ state: 'detached' })
    await focusComes(page.getByRole('heading', { name: 'Set over the file' }))

    await page.goto(`${stage().server.url}/accounts/acme`)
    await page.getByRole('button', { name: 'Say it…' }).click()
    await dialog.getByLabel('It is', { exact: true }).selectOption('red')
    await dialog.getByLabel('Why').fill('Their champion has left')
    expect(await findBarriersInBoth(page)).toEqual([])
    await dialog.getByRole('button', { name: 'Note it' }).click()
    await dialog.waitFor({ state: 'detached' })
    const said = page.getByRole('region', { name: 'What we think of it' })
    await said.getByText('Their champion has left').waitFor()
    expect((await said.textContent())!).toContain('Ana Kovač, ')
    await said.getByRole('button', { name: 'Change…' }).click()
    await dialog.getByRole('button', { name: 'Take it back' }).click()
    await said.getByText('Nobody has said.').waitFor()

    const notes = page.getByRole('region', { name: 'Notes' })
    for (const [text, isPrivate] of [
      ['They talk to a rival', true],
      ['<img src=x onerror=alert(1)> decides in May', false],
    ] as const) {
      await notes.getByRole('button', { name: 'Write…' }).click()
      await dialog.getByLabel('Note').fill(text)
      if (isPrivate) await dialog.getByLabel('Only I see it').check()
      await dialog.getByRole('button', { name: 'Keep it' }).click()
      await notes.getByText(text).waitFor()
    }
    expect(await findBarriersInBoth(page)).toEqual([])
    await page.goto(`${stage().server.url}/accounts?sort=name&order=asc`)
    await page.getByRole('button', { name: 'Views…' }).click()
    await dialog.getByLabel('Save this view as').fill('By name')
    await dialog.getByLabel('Everybody sees it').check()
    expect(await findBarriersInBoth(page)).toEqual([])
    await page.screenshot({ path: join(OUTPUT, 'views-light.png') })
    await dialog.getByRole('button', { name: 'Save', exact: true }).click()
    await dialog.waitFor({ state: 'detached' })
  }, 240_000)

  test('a viewer begins with the accounts and sees only their own settings; whose role changed is led back after signing in', async () => {
    const link = new URL(invitation)
    const page = await openPage(stage(), link.pathname + link.hash)
    await page.getByLabel('Your name').fill('Ben Okafor')
    await page.getByLabel('Password').fill(PASSWORD)
    await page.keyboard.press('Enter')
    await page.waitForURL(/\/accounts/)
    await page.keyboard.press('Control+k')
    await page.getByRole('combobox', { name: /Jump to/ }).fill('By na')
    await page.getByRole('option', { name: /By name.*shared by Ana Kovač/ }).click()
    await page.waitForURL(/sort=name/)
    await page.goto(`${stage().server.url}/accounts/acme`)
    const notes = page.getByRole('region', { name: 'Notes' })
    await notes.getByText('decides in May').waitFor()
    expect([await notes.locator('li').count(), await notes.getByRole('button').count()]).toEqual([1, 0])
    const session = /\/api\/v1\/session$/
    const moved: Record<string, string[]> = {}
    for (const path of LOOKED_ON) {
      await page.goto(stage().server.url + path)
      const letGo = await heldBack(page, session)
      await allButHeld(page, session)
      moved[path] = await findMoved(page, letGo)
    }
    expect(moved).toEqual(Object.fromEntries(LOOKED_ON.map((path) => [path, []])))
    await page.goto(`${stage().server.url}/today`)
    await page.getByText('As a viewer you look on').waitFor()
    await page.keyboard.press('e')
    expect(await page.getByRole('dialog').count()).toBe(0)
    await page.goto(`${stage().server.url}/settings`)
    const parts = page.getByRole('group', { name: 'Part of the settings' }).getByRole('button')
    await parts.first().waitFor()
    expect(await parts.allTextContents()).toEqual(['You', 'Channels', 'Project', 'Keyboard'])

    const other = await openPage(stage(), '/settings?part=users', { storage: admin })
    await other.getByLabel('Role of Ben Okafor').selectOption('editor')
    await other.getByRole('link', { name: 'Ana Kovač' }).waitFor()
    await expect.poll(() => other.getByLabel('Role of Ana Kovač').isEnabled()).toBe(true)
    await other.getByLabel('Role of Ana Kovač').selectOption('viewer')
    await other.getByText('is the last admin').waitFor()

    await page.goto(`${stage().server.url}/settings?part=project`)
    await page.getByText('Your session has ended').waitFor({ timeout: 20_000 })
    await inEveryLook(page, 'sign-in')
    await page.getByLabel('E-mail').fill('ben@example.com')
    await page.getByLabel('Password').fill('not this one, surely')
    await page.keyboard.press('Enter')
    await page.getByRole('alert').getByText('is not right').waitFor()
    await page.getByLabel('Password').fill(PASSWORD)
    await page.keyboard.press('Enter')
    await page.waitForURL(/\/settings\?part=project/)
    await page.getByText('signed in as').waitFor()
    await page.getByRole('button', { name: 'Sign out', exact: true }).click()
    await page.waitForURL(/\/sign-in/)
    await page.goto(`${stage().server.url}/accounts`)
    await page.waitForURL(/\/sign-in\?back=%2Faccounts/)
    forgive(stage(), REFUSED)
  }, 240_000)
}

async function inEveryLook(page: Page, name: string): Promise<void> {
  await settled(page)
  await takeLooks(page, name)
}
