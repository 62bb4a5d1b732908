import { rmSync } from 'node:fs'
import { expect, test } from 'vitest'
import type { OpenedStore } from '../../src/store/analytic/duckdb/open-store.ts'
import { queryRows } from '../../src/store/analytic/duckdb/read/read-store.ts'
import { baseSql } from '../../src/store/analytic/duckdb/read/scan-facts.ts'
import { sql } from '../../src/store/sql.ts'
import { batchOf, eventOf, openTemp, tempFolder } from './store-stories.ts'

const BATCH = 500
const BATCHES = 30
const START = Date.parse('2026-03-02T00:00:00Z')
const EVERYTHING = { accounts: null, days: { from: 0, to: 99_999 }, knownUpTo: null, facts: null, columns: [] } as const

function batchNumber(k: number) {
  const events = Array.from({ length: BATCH }, (_, i) => {
    const n = k * BATCH + i + 1
    return eventOf(n, { ts: START + n * 60_000, account: `account ${n % 40}`, actor: `person ${n % 90}` })
  })
  return batchOf(k * BATCH, (k + 1) * BATCH, { events })
}

async function countEvents({ store }: OpenedStore): Promise<number> {
  let events = 0
  let lastAccount = -1
  for await (const block of store.scanFacts(EVERYTHING)) {
    expect(block.account[0]).toBeGreaterThan(lastAccount)
    lastAccount = block.account[block.rows - 1]!
    for (let i = 0; i < block.rows; i++) events += block.n[i]!
  }
  return events
}

test('while batches are applied and runs merged, every read sees whole batches, each once', async () => {
  const folder = tempFolder()
  const opened = await openTemp({ folder })
  const counts: number[] = []
  const writing = (async () => {
    for (let k = 0; k < BATCHES; k++) await opened.store.apply(batchNumber(k))
  })()
  const merging = (async () => {
    for (let i = 0; i < 6; i++) await opened.store.compact({ force: true })
  })()
  const reading = (async () => {
    for (let i = 0; i < 15; i++) counts.push(await countEvents(opened))
  })()
  await Promise.all([writing, merging, reading])
  await opened.store.compact({ force: true })
  expect(await countEvents(opened)).toBe(BATCHES * BATCH)
  expect(counts.map((count) => count % BATCH)).toEqual(counts.map(() => 0))
  expect(counts).toEqual([...counts].sort((a, b) => a - b))
  await opened.store.close()
  rmSync(folder, { recursive: true })
})

test('a reader that stops after the first block leaves the store usable', async () => {
  const folder = tempFolder()
  const opened = await openTemp({ folder })
  for (let k = 0; k < 10; k++) await opened.store.apply(batchNumber(k))
  await opened.store.compact({ force: true })
  for await (const block of opened.store.scanFacts(EVERYTHING)) {
    expect(block.rows).toBeGreaterThan(0)
    break
  }
  expect(await countEvents(opened)).toBe(10 * BATCH)
  await opened.store.close()
  rmSync(folder, { recursive: true })
})

test('the base is read in the order it lies in: its plan has no sort', async () => {
  const opened = await openTemp()
  for (let k = 0; k < 4; k++) await opened.store.apply(batchNumber(k))
  await opened.store.compact({ force: true })
  const plan = await queryRows(opened.context, sql`EXPLAIN ${baseSql(['sum'], sql`day >= ${0}`)}`)
  expect(JSON.stringify(plan)).toContain('SEQ_SCAN')
  expect(JSON.stringify(plan)).not.toContain('ORDER')
  await opened.store.close()
  rmSync(opened.context.folder, { recursive: true })
})
