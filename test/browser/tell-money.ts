import { expect, test } from 'vitest'
import { openPage, readSaved, type Stage } from './stage.ts'
import { findBarriersInBoth } from './watch-page.ts'

/** What stands behind the charts of Revenue. */
export function tellMoney(stage: () => Stage): void {
  test('revenue: the bridge is a table too, which adds up, is in the address and is saved as it is shown', async () => {
    const page = await openPage(stage(), '/revenue')
    const bridge = page.getByRole('region', { name: /^From .+ to .+ in / }).first()
    await bridge.locator('.figure svg').waitFor({ timeout: 60_000 })
    await bridge.getByRole('button', { name: 'Table' }).click()
    await page.waitForURL(/table=mrr-bridge/)
    const rows = bridge.locator('tbody tr')
    const shown = await rows.evaluateAll((all) => all.map((row) => row.firstElementChild?.textContent ?? ''))
    expect(shown.slice(0, 6)).toEqual([
      ...['MRR at the start', 'New', 'Came back', 'Expansion', 'Contraction', 'Churn'],
    ])
    expect(await findBarriersInBoth(page)).toEqual([])

    const saved = await readSaved(page, () => bridge.getByRole('button', { name: 'Save mrr-bridge as CSV' }).click())
    expect(saved.name).toBe('mrr-bridge.csv')
    const lines = saved.lines.slice(1).map(readLine)
    expect(lines.map(({ name }) => name)).toEqual(shown)
    const [start, ...moves] = lines.map(({ amount }) => amount)
    const end = moves.pop()!
    // Each is in whole units of the currency.
    expect(Math.abs(moves.reduce((sum, one) => sum + one, start!) - end)).toBeLessThanOrEqual(lines.length)
    expect(end).toBeGreaterThan(0)

    await page.reload()
    await bridge.getByRole('button', { name: 'Chart' }).click()
    await bridge.locator('.figure svg').waitFor()
  }, 120_000)
}

/** `Churn,"−$1,234",3`. */
function readLine(line: string): { name: string; amount: number } {
  const [, name = '', amount = ''] = /^([^,]*),"?(.*?)"?,\d*$/.exec(line) ?? []
  return { name, amount: Number(amount.replaceAll(/[^\d.−-]/g, '').replace('−', '-')) }
}
