import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { listExperiments } from '../run/uplift/kept-experiment.ts'
import { assignUnit } from '../stats/experiments/assign-unit.ts'
import { endExperiment, readExposures } from '../store/control/experiments.ts'
import { openControlStore } from '../store/control/open-control-store.ts'
import { demoWorld } from './fill-demo.ts'
import { planDemoExperiment } from './plan-demo-experiment.ts'

test('the experiment of the demo has the arms that its world drew, each account once, and is kept as it is when the demo starts again', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'telltale-demo-'))
  const control = await openControlStore(folder)
  onTestFinished(async () => {
    await control.destroy()
    rmSync(folder, { recursive: true, force: true })
  })
  const { plan } = demoWorld(0.3)
  await planDemoExperiment(control, plan)
  const version = { name: 'rescue', version: 'v1' }
  const exposures = await readExposures(control, version)
  expect(exposures.length).toBeGreaterThan(30)
  for (const { account, arm, at, deliveredAt } of exposures) {
    expect(arm).toBe(assignUnit({ experiment: 'rescue', salt: 'v1', unit: account }, 0.2))
    expect(at).toBeLessThan(plan.frame.end)
    expect(deliveredAt === null || (arm === 'treated' && deliveredAt === at)).toBe(true)
  }
  expect(new Set(exposures.map(({ account }) => account)).size).toBe(exposures.length)
  await endExperiment(control, version, plan.frame.end)
  await planDemoExperiment(control, plan)
  const held = exposures.filter(({ arm }) => arm === 'holdout').length
  expect(await listExperiments(control)).toMatchObject([
    { ...version, state: 'ended', outcome: 'churned', exposed: { treated: exposures.length - held, holdout: held } },
  ])
})
