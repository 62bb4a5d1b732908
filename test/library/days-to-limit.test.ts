import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it, onTestFinished } from 'vitest'
import * as t from '../../src/index.ts'

const config = t.defineConfig({
  events: { storage: t.gauge('Storage Measured', 'gigabytes') },
  entitlements: { storage: t.limit(t.latest('storage'), { byPlan: { free: 30, pro: null } }) },
  signals: {
    fillsUp: t
      .signal('expansion')
      .when(t.daysToLimit('storage').atMost(t.days(14)))
      .suggest({ team: 'sales', action: 'Offer more' }),
  },
})

it('tells that a limit will be reached within fourteen days, once it is', async () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'limit-'))
  onTestFinished(() => rmSync(dataDir, { recursive: true, force: true }))
  let now = Date.parse('2026-03-01T09:00:00Z')
  const telltale = await t.openTelltale({ dataDir, config, clock: { now: () => now } })
  onTestFinished(() => telltale.close())
  await telltale.send([{ type: 'group', userId: 'ana', groupId: 'acme', traits: { plan: 'free' } }])
  // One gigabyte a day from 1: on the fourteenth day, the first on which enough is known, 16 are left; on the sixteenth 14.
  for (let day = 1; day <= 16; day++) {
    const reported = { event: 'Storage Measured', properties: { gigabytes: day }, context: { groupId: 'acme' } }
    await telltale.send([{ type: 'track', userId: 'ana', ...reported }])
    now += 86_400_000
  }
  await telltale.advance()
  const [fillsUp] = (await telltale.account('acme'))?.explanations ?? []
  expect(fillsUp).toMatchObject({
    state: 'on',
    sinceDay: '2026-03-16',
    sentence: 'days until the limit of storage is reached 14, at most 14 (just there)',
    definition: expect.stringContaining('days until the limit of storage is reached is at most 14 days'),
  })
  expect(fillsUp?.conditions[0]?.comparisons[0]?.parts).toMatchObject({
    how: 'between',
    top: { label: 'days until the limit of storage is reached at the earliest', value: 14 },
    bottom: { value: 14 },
  })
})
