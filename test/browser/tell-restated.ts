import { expect, test } from 'vitest'
import type { RestatementList } from '../../src/contract/restatements.ts'
import { openPage, readJson, type Stage } from './stage.ts'
import { takeLooks } from './tell-looks.ts'
import { findBarriers } from './watch-page.ts'

/** A week that was over has other numbers since a file was read. */
export function tellRestated(stage: () => Stage): void {
  test('a number that a late file changed says beside it, and in a table, what it was, what it is and why', async () => {
    const told = () => readJson<RestatementList>(stage(), '/metrics/restatements?metric=wau')
    await expect.poll(async () => (await told()).data.length, { timeout: 60_000, interval: 200 }).toBe(1)
    const page = await openPage(stage(), '/catalogue?preset=all')
    const row = page.getByRole('region', { name: 'Restated periods' }).locator('tbody tr').filter({ hasText: 'Weekly' })
    await row.waitFor({ timeout: 60_000 })
    const cells = (await row.locator('td, th').allTextContents()).map((cell) => cell.replaceAll('\u00a0', ' '))
    expect(cells.slice(1)).toEqual(['15 Jun 2026', '21 Jun 2026', '2', '3', '22 Jun 2026', 'what was read from a file'])
    const mark = page.getByRole('button', { name: 'restated' }).first()
    await mark.focus()
    expect(await page.getByRole('tooltip').textContent()).toMatch(
      /^Until 22.Jun.2026 it was .*\. Between: what was read from a file\.$/,
    )
    expect(await findBarriers(page)).toEqual([])
    await takeLooks(page, 'restated', { names: ['light', 'phone-dark'] })
  }, 120_000)
}
