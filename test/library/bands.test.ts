import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import * as t from '../../src/index.ts'

const config = t.defineConfig({
  events: { note: t.event('Note Written', { kind: 'core' }) },
  scores: {
    health: t.score({ use: t.part(100, t.count('note', t.days(7)), t.rising(0, 5)) }).bands({ good: 50, bad: 0 }),
  },
})

it('who crossed from band to band within a period, as it was decided day by day', async () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'bands-'))
  let now = 0
  const telltale = await t.openTelltale({ dataDir, config, clock: { now: () => now } })
  const writes = (account: string, notes: number) =>
    Array.from({ length: notes }, () => {
      return { type: 'track', event: 'Note Written', userId: `of-${account}`, context: { groupId: account } }
    })
  // Acme does all it does on the first day; Bolt does a little every day, and is good with the third note in a week.
  for (let day = 2; day <= 9; day++) {
    now = Date.UTC(2026, 2, day, 9)
    await telltale.send([...writes('acme', day === 2 ? 5 : 0), ...writes('bolt', 1)])
  }
  now = Date.UTC(2026, 2, 10, 0, 1)
  await telltale.advance()

  const changes = await telltale.bands({ score: 'health', from: '2026-03-03', to: '2026-03-09' })
  expect(changes.sentence).toBe('Of 2 accounts, 1 in a better band than before, 1 in a worse one.')
  expect(changes.cells).toEqual([
    { from: 'good', to: 'bad', accounts: 1 },
    { from: 'bad', to: 'good', accounts: 1 },
  ])
  expect(changes.bands).toEqual([
    { band: 'good', atStart: 1, atEnd: 1, entered: 1, left: 1, days: 12, medianDays: 7, daily: [1, 2, 2, 2, 2, 2, 1] },
    { band: 'bad', atStart: 1, atEnd: 1, entered: 1, left: 1, days: 2, medianDays: 2, daily: [1, 0, 0, 0, 0, 0, 1] },
  ])
  expect(changes.crossings).toEqual([
    { account: 'acme', name: 'acme', from: 'good', to: 'bad', day: '2026-03-09', after: 7, cause: 'behaviour' },
    { account: 'bolt', name: 'bolt', from: 'bad', to: 'good', day: '2026-03-04', after: 2, cause: 'behaviour' },
  ])
  const all = await telltale.bands({ score: 'health', to: '2026-03-04' })
  expect(all.cells).toEqual([{ from: null, to: 'good', accounts: 2 }])
  await expect(telltale.bands({ score: 'healt' })).rejects.toMatchObject({ code: 'unknown_name' })
  await expect(telltale.bands({ score: 'health', to: '2026-03-10' })).rejects.toMatchObject({ code: 'bad_argument' })
  await telltale.close()
  rmSync(dataDir, { recursive: true })
})
