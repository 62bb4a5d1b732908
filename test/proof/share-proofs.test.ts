import { expect, it } from 'vitest'
import { compileModel } from '../../src/config/compile/compile-model.ts'
import { defineConfig } from '../../src/config/define-config.ts'
import { layGround } from '../../src/proof/backtest/ground.ts'
import { planOver } from '../../src/run/plan-model.ts'
import { proofWork, toProofTask } from '../../src/run/prove/proof-work.ts'
import { openProofThreads } from '../../src/run/prove/share-proofs.ts'
import { requireBuilt } from '../require-built.ts'
import { simulateCustomers } from '../validator/simulate-customers.ts'

requireBuilt('run/prove/proof-work.worker.js')

it('what is found of signals is the same to the last digit whether one thread looks or three', async () => {
  const { panel, signals } = simulateCustomers({ seed: 4, accounts: 300, effects: true })
  const { model } = compileModel(defineConfig({ events: {} }))
  const { plan } = planOver(model!, () => undefined)
  const days = { from: panel.asOfs[0]!.day, to: panel.asOfs.at(-1)!.day }
  const parts = {
    ...{ model: model!, windows: {}, ground: layGround(panel), recording: { signals: [], splits: [] } },
    folded: { plan, zone: plan.zone, days, kept: [], unsure: 0, suspended: new Map() },
  }
  const needs = { precision: 0, capacity: 25, assignees: 2, notice: 7 }
  const examined = signals.map((signal) => ({ signal, needs }))
  const found = []
  for (const count of [1, 3]) {
    const threads = openProofThreads(count)
    const own = proofWork(parts, async () => {})
    found.push(await threads.share(own, () => toProofTask(parts, new Map())).find(examined))
    await threads.close()
  }
  expect(found[0]!.filter(({ comparison }) => comparison.ratio !== null).length).toBeGreaterThan(3)
  expect(found[1]).toEqual(found[0])
})
