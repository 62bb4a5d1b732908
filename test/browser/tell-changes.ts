import { expect, test } from 'vitest'
import type { ChangeLog } from '../../src/contract/changes.ts'
import { openPage, readJson, type Stage } from './stage.ts'
import { LOOKS, takeLook } from './tell-looks.ts'
import { findBarriers } from './watch-page.ts'

const TAKEN_UP_MS = 40_000

/** A threshold that somebody sets while the server runs: what it read, what it reads. */
export function tellChanges(stage: () => Stage, config: readonly string[]): void {
  test('a threshold that is set stands on the page of changes as it was and as it is', async () => {
    await stage().server.tell(['config', 'set', 'signals.goneQuiet.when', '12', ...config])
    const log = () => readJson<ChangeLog>(stage(), '/changes?kind=config')
    await expect.poll(async () => (await log()).total, { timeout: TAKEN_UP_MS, interval: 200 }).toBe(2)
    const [change] = (await log()).data
    const [definition] = change?.kind === 'config' ? change.definitions : []
    expect(definition).toMatchObject({ subject: 'signal', key: 'goneQuiet', what: 'threshold' })

    const page = await openPage(stage(), '/changes')
    const list = page.getByRole('region', { name: 'What changed', exact: true }).first()
    expect(await page.locator('h1').textContent()).toContain('Signal “Gone quiet”: other threshold')
    await list.locator('summary').first().click()
    await list.getByText(definition!.was!.slice(0, 40)).first().waitFor()
    expect(await list.locator('details[open]').textContent()).toContain('at least 12')
    expect(await findBarriers(page)).toEqual([])
    for (const [look, { width = 1280, scheme = 'light' }] of LOOKS) {
      await page.emulateMedia({ colorScheme: scheme, reducedMotion: 'reduce' })
      await page.setViewportSize({ width, height: width < 641 ? 844 : 900 })
      await takeLook(page, `changes-set-${look}`, { fullPage: true })
    }
  }, 120_000)
}
