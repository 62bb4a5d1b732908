import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it, onTestFinished, vi } from 'vitest'
import * as t from '../../src/index.ts'

vi.setConfig({ testTimeout: 60_000 })

const config = t.defineConfig({
  events: { note: t.event('Note Written', { kind: 'core' }) },
  outcomes: { converted: t.converted() },
})

it('experiments, cohorts and fitted scores as functions: what is too early is said, and bad questions are refused', async () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'experiments-'))
  onTestFinished(() => rmSync(dataDir, { recursive: true, force: true }))
  let now = Date.parse('2026-03-02T09:00:00Z')
  const telltale = await t.openTelltale({ dataDir, config, clock: { now: () => now } })
  const note = { type: 'track', event: 'Note Written', userId: 'of-acme', context: { groupId: 'acme' } }
  await telltale.send([{ ...note, messageId: 'one', timestamp: '2026-03-02T09:00:00Z' }])
  now = Date.parse('2026-03-04T09:00:00Z')
  await telltale.advance()

  const plan = { name: 'call', outcome: 'converted', base: 0.1, units: 1_000, by: 'Ada' }
  expect(await telltale.planExperiment(plan)).toMatchObject({ version: 'v1', holdout: 0.2, state: 'planned' })
  const { arm } = await telltale.expose('call', 'acme')
  expect(await telltale.expose('call', 'acme', { delivered: true })).toMatchObject({
    arm,
    first: false,
    delivered: true,
  })
  await expect(telltale.expose('call', 'nobody')).rejects.toMatchObject({ code: 'not_found' })
  await expect(telltale.planExperiment({ ...plan, base: 2 })).rejects.toMatchObject({ code: 'bad_argument' })
  const told = await telltale.uplift('call', { value: 100 })
  expect(told).toMatchObject({ verdict: { ruling: 'inconclusive' }, left_out: { too_early: 1 }, value: null })
  expect(await telltale.endExperiment('call')).toMatchObject({ state: 'ended', exposed: { [arm]: 1 } })
  expect((await telltale.experiments()).map(({ name, state }) => [name, state])).toEqual([['call', 'ended']])

  const cohorts = await telltale.beforeAfter({ since: '2026-03-03' })
  expect(cohorts).toMatchObject({ outcome: 'converted', verdict: { ruling: 'inconclusive' }, before: { accounts: 0 } })
  expect(await telltale.fitScore({ outcome: 'converted' })).toMatchObject({ needed: { of: 'history' }, config: null })
  expect(JSON.stringify([told, cohorts])).not.toMatch(/NaN|Infinity/)
  await telltale.close()
})
