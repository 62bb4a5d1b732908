import { expect, test } from 'vitest'
import type { EventDictionary } from '../../src/contract/dictionary.ts'
import type { EpisodePage } from '../../src/contract/episodes.ts'
import { openPage, readJson, readSaved, type Stage, sendMessages } from './stage.ts'

const FORMULA = '=HYPERLINK("http://example.com","open")'

/** Tables that are saved as files for spreadsheets. */
export function tellFiles(stage: () => Stage): void {
  test('a name that is a formula is text in every file: of the server, and of a table on a page', async () => {
    const key = await stage().server.writeKey()
    await sendMessages(stage(), key, [
      { type: 'group', messageId: 'f-1', userId: 'formula', groupId: 'formula', traits: { name: FORMULA } },
      { type: 'track', messageId: 'f-2', userId: 'formula', event: FORMULA, context: { groupId: 'formula' } },
    ])
    const isKnown = async () =>
      (await readJson<EventDictionary>(stage(), '/events')).data.some(({ name }) => name === FORMULA)
    await expect.poll(isKnown, { timeout: 20_000, interval: 200 }).toBe(true)

    const page = await openPage(stage(), '/accounts?q=formula')
    await page.locator('tbody a').first().waitFor()
    const accounts = await readSaved(page, () => page.getByRole('link', { name: 'CSV' }).click())
    expect(accounts.name).toBe('accounts.csv')
    expect(accounts.lines[1]).toContain(`"'=HYPERLINK(""http://example.com"",""open"")"`)
    expect(accounts.lines.length).toBe(2)

    await page.goto(`${stage().server.url}/data`)
    const button = page.getByRole('button', { name: 'Save events as CSV' })
    await button.waitFor()
    const events = await readSaved(page, () => button.click())
    expect(events.lines.filter((line) => line.includes('HYPERLINK'))).toHaveLength(1)
    expect(events.lines.find((line) => line.includes('HYPERLINK'))).toMatch(/^"'=HYPERLINK\(""/)
    for (const line of [...accounts.lines, ...events.lines]) expect(line).not.toMatch(/(^|,)"?[=+@]/)
  }, 60_000)

  test('the file of a signal’s alerts has all of them, also where there are more than are told at once', async () => {
    const all = (await readJson<EpisodePage>(stage(), '/episodes?signal=usageFalling&limit=1000')).data
    const page = await openPage(stage(), '/signals/usageFalling')
    let times = 0
    await page.route(/\/episodes\?.*limit=/, (route) => {
      const url = new URL(route.request().url())
      if (url.searchParams.get('limit') === '1000') times++
      url.searchParams.set('limit', String(Math.ceil(all.length / 3)))
      return route.continue({ url: url.href })
    })
    await page.reload()
    const button = page.getByRole('button', { name: 'Save alerts-usageFalling as CSV' })
    await button.waitFor()
    const { lines } = await readSaved(page, () => button.click())
    expect([lines.length - 1, times]).toEqual([all.length, 3])
    expect(lines.slice(1).map((line) => line.split(',').at(1))).toEqual(
      all.map(({ openedAt }) => openedAt.slice(0, 10)),
    )
  }, 60_000)
}
