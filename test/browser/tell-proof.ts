import { expect, test } from 'vitest'
import type { DiscoveryAnswer } from '../../src/contract/discovery.ts'
import type { StandingSignals, StandingWarnings } from '../../src/contract/standing.ts'
import type { ServerStatus } from '../../src/contract/status.ts'
import { checkRead, openStill } from './check-read.ts'
import { forgive, openPage, readJson, type Stage } from './stage.ts'
import { TWO_LOOKS, takeLooks } from './tell-looks.ts'

const LONG_MS = 90_000
/** What Chromium says of an answer that refuses; the story brings it about. */
const REFUSED = /401/

/** "–": it was not judged. */
function countWords(n: number | undefined): string {
  return n === undefined ? '–' : n.toLocaleString('en-US')
}

/** What is found in the past, and what is made of it. */
export function tellProof(stage: () => Stage): void {
  test('discover: without being asked for, how much was tried stands under the sentence with its day, and that nothing goes beyond chance is said', async () => {
    const page = await openPage(stage(), '/discover')
    const found = page.getByRole('region', { name: 'Candidates', exact: true }).first()
    await found.getByText('Nothing goes with it beyond chance.').waitFor({ timeout: LONG_MS })
    await checkRead(page)
    const { finds, cells, sentence } = await readJson<DiscoveryAnswer>(stage(), '/discover')
    expect(finds).toEqual([])
    const said = await page.locator('main header').textContent()
    expect(said).toContain(sentence)
    expect(said).toContain(`${cells.toLocaleString('en-US')} candidate`)
    expect(said).toMatch(/As of the close of 29\sJun\s2026\.$/)
    await takeLooks(page, 'discovered', { names: TWO_LOOKS })
  }, 180_000)

  test('signals: what the past says of them stands there without being asked for, as of the last close', async () => {
    const page = await openPage(stage(), '/signals')
    const table = page.getByRole('region', { name: 'Every signal', exact: true }).first().getByRole('table')
    await table.waitFor({ timeout: LONG_MS })
    await page.locator('[data-as-of]').waitFor()
    await checkRead(page)
    const { standing, answer } = await readJson<StandingSignals>(stage(), '/standing/signals')
    const { asOf } = await readJson<ServerStatus>(stage(), '/status')
    expect([standing.as_of, standing.is_current, standing.comes]).toEqual([asOf, true, false])
    expect(await page.locator('[data-as-of]').textContent()).toMatch(/^As of the close of 29\sJun\s2026\.$/)
    const alerts = new Map(answer!.proofs.map((proof) => [proof.title, 'alerts' in proof ? proof.alerts : 0]))
    const rows = await table
      .locator('tbody tr')
      .evaluateAll((all) =>
        all.map((row) => [row.querySelector('a')?.textContent?.trim() ?? '', row.children[2]?.textContent ?? '']),
      )
    expect(rows.length).toBe(3)
    for (const [title = '', said] of rows) expect([title, said]).toEqual([title, countWords(alerts.get(title))])
    expect(await page.getByRole('button', { name: 'Check them against the past' }).count()).toBe(0)
    await takeLooks(page, 'signals-checked', { names: TWO_LOOKS })
    await page.getByRole('button', { name: 'Last 28 days' }).click()
    await page.waitForURL(/show=lately/)
    await table.getByRole('columnheader', { name: 'Suggests' }).waitFor()
    await checkRead(page)
  }, 180_000)

  test('retention: what had warned before customers left stands there without being asked for', async () => {
    const page = await openPage(stage(), '/retention')
    const part = page.getByRole('region', { name: 'Early warnings before customers left', exact: true }).first()
    await part.locator('[data-as-of]').waitFor({ timeout: LONG_MS })
    await checkRead(page)
    const { answer } = await readJson<StandingWarnings>(stage(), '/standing/warnings')
    expect(answer!.accounts).toBeGreaterThan(0)
    const said = `Of ${answer!.accounts} that left, ${answer!.warned.count} had a warning in the 90 days before.`
    expect((await part.textContent())!.replaceAll(/\s/g, ' ')).toContain(`${said} As of the close of 29 Jun 2026.`)
    expect(await page.getByRole('button', { name: 'Look back' }).count()).toBe(0)
  }, 180_000)

  test('signal: a threshold that was tried on the slider is set from there, with a key', async () => {
    const adminKey = await stage().server.adminKey()
    const page = await openStill(stage(), '/signals/goneQuiet')
    const slider = page.getByRole('slider')
    await slider.waitFor({ timeout: LONG_MS })
    const now = await slider.getAttribute('aria-valuetext')
    await slider.focus()
    const isLast = (await slider.inputValue()) === (await slider.getAttribute('max'))
    await page.keyboard.press(isLast ? 'ArrowLeft' : 'ArrowRight')
    await page.waitForURL(/at=/)
    const tried = await slider.getAttribute('aria-valuetext')
    await checkRead(page)
    await takeLooks(page, 'signal')
    expect(tried).not.toBe(now)
    await page.getByRole('button', { name: `Set to ${tried}…` }).click()
    const dialog = page.getByRole('dialog')
    const meant = dialog.getByRole('status')
    await meant.getByText(/alerts a week instead of .* on the list today instead of/).waitFor()
    const threshold = dialog.getByLabel('Threshold')
    await threshold.fill('many')
    await meant.getByText('A threshold is a number.').waitFor()
    await threshold.fill(tried!)
    await meant.getByText(/alerts a week instead of/).waitFor()
    await dialog.getByRole('button', { name: 'Save' }).click()
    await dialog.getByLabel('Admin key').fill(adminKey)
    await dialog.getByLabel('Admin key').press('Enter')
    await dialog.waitFor({ state: 'detached' })
    const row = page.getByRole('region', { name: 'Settings of the signal' }).locator('tr', { hasText: 'threshold' })
    await row.getByText(tried!, { exact: true }).first().waitFor()
    expect(await stage().server.tell(['config', 'list'])).toContain('signals.goneQuiet.when')
    forgive(stage(), REFUSED)
  }, 180_000)

  test('settings: what the data folder takes is what the server says it takes', async () => {
    const page = await openPage(stage(), '/settings?part=project')
    const storage = page.getByRole('region', { name: 'Storage', exact: true })
    await storage.first().locator('tbody tr').first().waitFor()
    await checkRead(page)
    const { parts } = JSON.parse(await stage().server.tell(['storage', '--json'])) as { parts: { bytes: number }[] }
    const rows = storage.first().locator('tbody tr')
    const shown = await rows.evaluateAll((all) => all.map((one) => one.lastElementChild?.textContent ?? ''))
    expect(shown.length).toBe(parts.length)
    const megabytes = shown.map((text) => Number(text.replaceAll(/[^\d.]/g, '')))
    const total = parts.reduce((sum, { bytes }) => sum + bytes, 0) / 1_000_000
    // The server goes on writing between the two answers.
    expect(Math.abs(megabytes.reduce((sum, one) => sum + one, 0) - total)).toBeLessThan(Math.max(1, total / 10))
    expect(total).toBeGreaterThan(0.1)
  }, 60_000)
}
