import { join } from 'node:path'
import { expect, test } from 'vitest'
import type { ChangeLog } from '../../src/contract/changes.ts'
import { OUTPUT, openPage, readJson, type Stage } from './stage.ts'
import { takeLooks } from './tell-looks.ts'
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
    await takeLooks(page, 'changes-set')
  }, 120_000)

  test('a release that is told stands on the page of changes, and charts over its days mark it by its name', async () => {
    const release = ['release', 'add', 'New onboarding', '--on', '2026-06-10', '--note', 'The checklist comes first']
    await stage().server.tell([...release, '--by', 'Pia Holm', ...config])
    const { data } = await readJson<ChangeLog>(stage(), '/changes?kind=release')
    expect(data).toMatchObject([{ name: 'New onboarding', day: '2026-06-10', by: 'Pia Holm' }])
    const page = await openPage(stage(), '/changes?kind=release')
    await page.getByText('New onboarding went out: The checklist comes first').first().waitFor()
    await page.goto(`${stage().server.url}/engagement`)
    const chart = page.getByRole('region', { name: /active on a day/ }).locator('.figure')
    await chart.locator('svg text', { hasText: 'New onboarding' }).first().waitFor({ timeout: 60_000 })
    await page.screenshot({ path: join(OUTPUT, 'release-light.png') })
  }, 120_000)
}
