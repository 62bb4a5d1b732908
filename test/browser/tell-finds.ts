import { rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import type { DiscoveryAnswer } from '../../src/contract/discovery.ts'
import { checkRead } from './check-read.ts'
import { enter, readCopied } from './press-keys.ts'
import { openPage, readJson, type Stage } from './stage.ts'
import { FINDS_CONFIG } from './start-finds.ts'
import { makeFolder, runTelltale } from './start-server.ts'
import { takeLooks } from './tell-looks.ts'
import { findBarriersInBoth } from './watch-page.ts'

const LONG_MS = 90_000

/** What Discover finds where there is something to be found, and what is made of it. */
export function tellFinds(stage: () => Stage): void {
  test('discover: what goes with coming back stands with its limits above the bar of what means nothing, and is pasted as a signal and as a playbook that leaves half alone', async () => {
    const page = await openPage(stage(), '/discover')
    await page.getByText('It goes through 600 accounts on').waitFor()
    await enter(page, page.getByRole('button', { name: 'Search the first days of everybody' }))
    const use = page.getByRole('button', { name: /^Use it…/ })
    await use.first().waitFor({ timeout: LONG_MS })
    await page.locator('[data-as-of]').waitFor()
    await checkRead(page)
    const { finds, placebo } = await readJson<DiscoveryAnswer>(stage(), '/discover')
    expect(finds.map(({ title, tags }) => [title, tags])).toEqual([['1 × Report Shared within 7 days', []]])
    const { precision, without, ratio } = finds[0]!.evidence
    expect(ratio!.lower).toBeGreaterThan(placebo.bar!)
    const main = page.locator('main')
    const answer = await main.locator('header').textContent()
    expect(answer).toContain('What goes with it most: 1 × Report Shared')
    expect(answer).toMatch(/Those who did it stayed \d+(\.\d)?× \(\d\.\d–[\d.>]+\) as often as the others\./)
    const cells = await main.getByRole('table').first().locator('tbody td').allTextContents()
    const starts = (share: number) => expect.stringMatching(new RegExp(`^${Math.round(share * 100)}\\s%`))
    expect(cells.slice(2, 5)).toEqual(['99', starts(precision!.estimate), starts(without!.estimate)])
    expect(cells).toHaveLength(8)
    await takeLooks(page, 'discover-finds')
    await enter(page, use.first())
    expect(await findBarriersInBoth(page)).toEqual([])
    const dialog = page.getByRole('dialog')
    const texts = await dialog.locator('pre').allTextContents()
    await enter(page, dialog.getByRole('region', { name: 'Prove it' }).getByRole('button', { name: 'Copy' }))
    expect(await readCopied(page)).toBe(texts[1])
    await takeLooks(page, 'discover-use')
    expect(texts[0]).toContain("predicts(outcome('retained')")
    expect(texts[1]).toContain('.holdout(0.5)')
    for (const text of texts) expect(await checkPasted(text)).toMatch(/good/)
  }, 180_000)
}

/** What `check` says of the configuration with the text pasted into it. */
async function checkPasted(text: string): Promise<string> {
  const folder = makeFolder()
  try {
    writeFileSync(join(folder, 'telltale.config.ts'), FINDS_CONFIG.replace('  outcomes:', `${text}\n  outcomes:`))
    return await runTelltale(['check'], folder)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}
