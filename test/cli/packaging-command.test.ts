import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { renderPackaging } from '../../src/cli/render/render-packaging.ts'
import { runCommand, tempFolder } from './run-command.ts'

const CONFIG = `
import { defineConfig, event, gauge, latest, limit, trait } from 'telltale'
export default defineConfig({
  events: {
    note: event('Note Written', { kind: 'core', feature: 'notes' }),
    wall: event('Plan Limit Reached', { kind: 'intent' }),
    space: gauge('Space Measured', 'gigabytes'),
  },
  entitlements: { space: limit(latest('space'), trait('space_limit')) },
  metrics: { paywall: ['wall'] },
})
`

const at = (day: string) => ({ timestamp: `${day}T12:00:00Z` })
const group = (groupId: string, traits: object) => ({
  ...{ type: 'group', userId: `${groupId}-user`, groupId, traits, ...at('2026-01-01') },
})
const track = (groupId: string, day: string, event: string, properties: object = {}) => ({
  ...{ type: 'track', userId: `${groupId}-user`, event, properties, context: { groupId }, ...at(day) },
})
const pays = (groupId: string, id: string, mrrMinor: number, from: string, to: string | null) => ({
  ...{ type: 'subscription', groupId, subscriptionId: id, mrrMinor, currency: 'EUR', from, to, ...at(from) },
})

/** Acme met the end of its plan and paid more three weeks later; bolt, beyond its limit and without notes, left; of cove no limit is known. */
const HISTORY = [
  group('acme', { plan: 'pro', space_limit: 10 }),
  group('bolt', { plan: 'pro', space_limit: 10 }),
  group('cove', { plan: 'basic' }),
  pays('acme', 'a1', 1000, '2026-01-01', '2026-05-01'),
  pays('acme', 'a2', 2000, '2026-05-01', null),
  pays('bolt', 'b1', 500, '2026-01-01', '2026-06-01'),
  track('acme', '2026-03-10', 'Note Written'),
  track('acme', '2026-04-10', 'Plan Limit Reached'),
  ...['acme', 'bolt', 'cove'].map((account) => track(account, '2026-06-10', 'Note Written')),
  track('acme', '2026-06-10', 'Space Measured', { gigabytes: 9 }),
  track('bolt', '2026-06-10', 'Space Measured', { gigabytes: 12 }),
  track('cove', '2026-06-10', 'Space Measured', { gigabytes: 3 }),
]

it('how the plans fit: limits as the history has them, who met the end and paid more, and with which feature they stayed', async () => {
  const cwd = tempFolder()
  writeFileSync(join(cwd, 'telltale.config.ts'), CONFIG)
  writeFileSync(join(cwd, 'history.ndjson'), HISTORY.map((message) => JSON.stringify(message)).join('\n'))
  expect((await runCommand(['import', 'history.ndjson'], { cwd })).err).toContain(`${HISTORY.length} rows`)
  const { code, out } = await runCommand(['packaging', '--to', '2026-06-14', '--json'], { cwd })
  expect(code, out).toBe(0)
  const answer = JSON.parse(out)
  const { plans } = answer
  const counts = (share: { count: number; of: number }) => [share.count, share.of]
  const [pro, basic] = ['pro', 'basic'].map((name) => plans.find(({ plan }: { plan: string }) => plan === name))
  expect([pro.accounts, pro.customers, pro.mrr, basic.accounts, basic.customers]).toEqual([2, 1, 2000, 1, 0])
  const [space] = pro.limits
  expect([space.limit, space.limited, space.unknown, space.median_use]).toEqual(['space', 2, 0, 1.05])
  expect([counts(space.near), counts(space.reached)]).toEqual([
    [1, 2],
    [1, 2],
  ])
  expect([basic.limits[0].limited, basic.limits[0].unknown]).toEqual([0, 1])
  expect([pro.paywall.hits, counts(pro.paywall.accounts), counts(pro.paywall.upgraded)]).toEqual([1, [1, 2], [1, 1]])
  const [notes] = pro.features
  expect([notes.feature, counts(notes.users), counts(notes.others), notes.difference.estimate]).toEqual([
    ...['notes', [1, 1], [0, 1], 1],
  ])
  const said = renderPackaging(answer)
  expect(said).toMatch(/pro +2 +1 +€?20/)
  expect(said).toMatch(/pro +space +2 +0 +0 +105 % +1 of 2 .* +1 of 2 /)
  expect(said).toMatch(/pro +notes +1 of 1 .* 0 of 1 .* 100 points/)
}, 60_000)
