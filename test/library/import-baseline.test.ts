import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { count, days, defineConfig, event, openTelltale, signal } from '../../src/index.ts'
import { openControlStore } from '../../src/store/control/open-control-store.ts'
import { readTransitions } from '../../src/store/control/read-judgement.ts'

const CONFIG = defineConfig({
  events: { noteWritten: event('Note Written', { kind: 'core' }) },
  signals: {
    busy: signal('engagement')
      .when(count('noteWritten', days(7)).atLeast(2))
      .until(count('noteWritten', days(7)).under(1)),
  },
})

it('an import sets a quiet baseline: what is on by its end is on, with the day it really began, cause import, and fresh for nobody', async () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'baseline-'))
  const file = join(dataDir, 'history.csv')
  const rows = [
    '2026-03-20,acme,ana',
    '2026-03-25,acme,ana',
    '2026-03-30,acme,bo',
    '2026-01-05,beta,cy',
    '2026-01-06,beta,cy',
  ]
  writeFileSync(file, ['at,account,user', ...rows].join('\n'))
  const mapping = {
    event: { constant: 'Note Written' },
    account: { column: 'account' },
    user: { column: 'user' },
    time: { column: 'at' },
  }
  const options = { dataDir, config: CONFIG, clock: { now: () => Date.parse('2026-04-02T10:00:00Z') } }

  const telltale = await openTelltale(options)
  expect(await telltale.importFile(file, { mapping })).toMatchObject({
    kept: 5,
    duplicates: 0,
    quarantined: 0,
    finished: true,
  })
  expect((await telltale.episodes()).data.map((row) => [row.signal, row.entity, row.openedAt, row.closedAt])).toEqual([
    ['busy', { level: 'account', account: 'acme' }, '2026-03-26T00:00:00.000Z', null],
  ])
  const again = await telltale.importFile(file, { mapping })
  expect(again).toMatchObject({ kept: 5, duplicates: 0 })
  await telltale.close()

  const control = await openControlStore(dataDir)
  const transitions = await readTransitions(control, { limit: 10, order: 'oldest' })
  expect(transitions.map((one) => [one.what, one.cause, one.fresh, one.ordinal])).toEqual([
    ['opened', 'import', false, 1],
  ])
  await control.destroy()
  rmSync(dataDir, { recursive: true })
})
