import { expect, test } from 'vitest'
import type { LandmarkAnswer } from '../../src/contract/analyze/landmark.ts'
import type { MetricsAnswer } from '../../src/contract/metrics.ts'
import { checkRead } from './check-read.ts'
import { openPage, readJson, type Stage } from './stage.ts'
import { takeLook } from './tell-looks.ts'
import { findBarriersInBoth } from './watch-page.ts'

/** Who uses a feature, how soon, and what became of them. */
export function tellAdoption(stage: () => Stage): void {
  test('adoption: a share of a plan opens into its accounts; what is grouped by is in the address, and few are no share', async () => {
    const page = await openPage(stage(), '/adoption?feature=reports')
    const groups = page.getByRole('region', { name: 'Who uses it, by group' })
    const ofPlan = (await groupsBy(stage(), 'plan')).find(({ rows = [] }) => (rows[0]?.total ?? 0) >= 12)!
    const used = ofPlan.rows!.find(({ label }) => label.startsWith('reports'))!.count!
    await groups.getByRole('button', { name: `who used reports, of ${ofPlan.group}` }).click()
    await page.waitForURL(/cell=/)
    const dialog = page.getByRole('dialog')
    await dialog.getByRole('button', { name: `Counted: ${used}` }).waitFor()
    await dialog.locator('tbody a').first().waitFor()
    expect(await dialog.locator('tbody a').count()).toBe(used)
    expect(await findBarriersInBoth(page)).toEqual([])
    await page.keyboard.press('Escape')
    await groups.getByLabel('By', { exact: true }).selectOption('segment:size')
    await page.waitForURL(/by=segment/)
    await groups.getByRole('columnheader', { name: 'medium' }).waitFor()
    const few = (await groupsBy(stage(), 'segment:size'))
      .flatMap(({ rows = [] }) => rows)
      .filter(({ total }) => (total ?? 0) < 12)
    expect(await groups.getByText(/^(too few|nobody)$/).count()).toBe(few.length)
  }, 120_000)

  test('adoption: how soon newcomers use it, the young ones left out; whether those who do stay, opened into who', async () => {
    const page = await openPage(stage(), '/adoption?feature=reports')
    const ages = page.getByRole('region', { name: 'Have used reports, by age' })
    await ages
      .getByRole('button', { name: /had used reports by day 7/ })
      .first()
      .waitFor()
    expect(await ages.locator('td.hatch').count()).toBeGreaterThan(0)
    await ages
      .getByRole('button', { name: /had used reports by day 7/ })
      .first()
      .click()
    const dialog = page.getByRole('dialog')
    await dialog.locator('tbody a').first().waitFor()
    await page.keyboard.press('Escape')

    const stay = page.getByRole('region', { name: 'Still customers, with and without reports' })
    await stay.getByText('it shows who, not why').waitFor()
    const asked = { start: 'date', by: { event: 'reports' }, outcome: 'churned', landmark_days: 28, within_days: 90 }
    const answer = await fetch(`${stage().server.url}/api/v1/analyze/landmark`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ ...asked, date_from: '2026-03-04', as_of: '2026-06-29' }),
    })
    const did = ((await answer.json()) as LandmarkAnswer).groups.find(({ value }) => value === true)!
    await stay.getByRole('button', { name: `${did.accounts.toLocaleString('en-US')} used reports` }).click()
    await dialog.getByText(`${(did.accounts - did.outcomes).toLocaleString('en-US')} account`).waitFor()
    await dialog.getByRole('button', { name: 'Left' }).click()
    await dialog
      .getByText(did.outcomes === 0 ? 'Nobody.' : `${did.outcomes} account`)
      .first()
      .waitFor()
    await page.keyboard.press('Escape')
    await stay.getByLabel('Outcome').selectOption('converted')
    await page.waitForURL(/outcome=converted/)
    await page.getByRole('region', { name: 'Converted, with and without reports' }).waitFor()
    await page.getByText('in their first 14 days').waitFor()
    await checkRead(page)
    await takeLook(page, 'adoption-converted', { fullPage: true })
  }, 120_000)
}

async function groupsBy(stage: Stage, by: string) {
  const asked = `/metrics?metrics=adoption_breadth&by=${by}&by_limit=6&include=rows`
  return (await readJson<MetricsAnswer>(stage, asked)).metrics[0]!.groups!
}
