import { expect, test } from 'vitest'
import type { ExperimentList } from '../../src/contract/experiments.ts'
import { openPage, readJson, type Stage } from './stage.ts'
import { takeLooks } from './tell-looks.ts'
import { findBarriersInBoth } from './watch-page.ts'

/** What the team of the demo tried, and what came of it. */
export function tellExperiment(stage: () => Stage): void {
  test('the experiment of the demo says on the page of changes how many were treated and held back, and what it has shown', async () => {
    const [row] = (await readJson<ExperimentList>(stage(), '/experiments')).data
    expect(row).toMatchObject({ name: 'rescue', state: 'running', outcome: 'churned', within_days: 60 })
    const page = await openPage(stage(), '/changes')
    await page.getByRole('button', { name: 'What it has shown' }).click()
    const result = page.getByRole('region', { name: 'What “rescue” has shown' })
    await result.getByRole('row', { name: /^held back/ }).waitFor({ timeout: 60_000 })
    expect(page.url()).toContain('experiment=rescue')
    expect(await result.getByRole('row').allTextContents()).toEqual([
      expect.stringContaining('Exposed'),
      expect.stringMatching(new RegExp(`^treated${row!.exposed.treated}`)),
      expect.stringMatching(new RegExp(`^held back${row!.exposed.holdout}`)),
    ])
    expect(await findBarriersInBoth(page)).toEqual([])
    await takeLooks(page, 'changes-experiment')
  }, 120_000)
}
