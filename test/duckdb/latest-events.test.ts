import { rmSync } from 'node:fs'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { isoToDay } from '../../src/core/time.ts'
import type { OpenedStore } from '../../src/store/analytic/duckdb/open-store.ts'
import { batchOf, eventOf, moveOf, openTemp, tempFolder } from './store-stories.ts'

let folder: string
let opened: OpenedStore

beforeEach(async () => {
  folder = tempFolder()
  opened = await openTemp({ folder })
})
afterEach(async () => {
  await opened.store.close()
  rmSync(folder, { recursive: true })
})

const at = (iso: string) => Date.parse(iso)

/** The ids of the latest events of acme up to a day, newest first. */
async function latestOf({ store }: OpenedStore, latest: number, names: readonly string[] | null = null) {
  const accounts = Int32Array.of(store.dictionary.account.idOf('acme')!)
  const days = { from: 0, to: isoToDay('2026-03-20')! }
  const found: string[] = []
  for await (const block of store.scanEvents({ accounts, names, by: 'happened', days, latest }))
    found.push(...block.map(({ messageId }) => messageId))
  return found
}

const HISTORY = [
  eventOf(1, { ts: at('2026-03-02T10:00:00Z') }),
  eventOf(2, { ts: at('2026-03-02T18:00:00Z'), name: 'Report Sent' }),
  eventOf(3, { ts: at('2026-03-09T09:00:00Z') }),
  eventOf(4, { ts: at('2026-03-09T08:00:00Z'), actor: 'bob' }),
  eventOf(5, { ts: at('2026-03-16T10:00:00Z'), account: 'beta' }),
  // It came late.
  eventOf(6, { ts: at('2026-03-05T10:00:00Z'), knownAt: at('2026-03-17T10:00:00Z') }),
  eventOf(7, { ts: at('2026-03-21T10:00:00Z') }),
]

test('the latest events of an account are those that happened last, however many are asked for', async () => {
  await opened.store.apply(batchOf(0, 7, { events: HISTORY }))
  const all = ['m3', 'm4', 'm6', 'm2', 'm1']
  for (const asked of [1, 2, 3, 4, 5, 6]) expect(await latestOf(opened, asked)).toEqual(all.slice(0, asked))
  expect(await latestOf(opened, 1, ['Report Sent'])).toEqual(['m2'])
  expect(await latestOf(opened, 2, ['Project Created'])).toEqual(['m3', 'm4'])
})

test('what moved away is none of them, and what moved in is', async () => {
  await opened.store.apply(batchOf(0, 7, { events: HISTORY }))
  const away = { actor: 'bob', from: 'acme', to: 'beta', which: 'all', knownAt: at('2026-03-18T10:00:00Z') } as const
  await opened.store.apply(batchOf(7, 8, { moves: [moveOf(8, away)] }))
  for (const asked of [1, 2, 3, 4, 5])
    expect(await latestOf(opened, asked)).toEqual(['m3', 'm6', 'm2', 'm1'].slice(0, asked))
  const here = { from: 'beta', to: 'acme', which: 'all', knownAt: at('2026-03-18T11:00:00Z') } as const
  await opened.store.apply(batchOf(8, 9, { moves: [moveOf(9, here)] }))
  for (const asked of [1, 2, 3, 4, 5, 6])
    expect(await latestOf(opened, asked)).toEqual(['m5', 'm3', 'm6', 'm2', 'm1'].slice(0, asked))
})
