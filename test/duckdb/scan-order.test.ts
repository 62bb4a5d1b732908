import { rmSync } from 'node:fs'
import { expect, test } from 'vitest'
import type { FactScan } from '../../src/store/analytic/analytic-store.ts'
import { run } from '../../src/store/analytic/duckdb/connection.ts'
import { openDuckdbStore } from '../../src/store/analytic/duckdb/open-store.ts'
import { sql } from '../../src/store/sql.ts'
import { batchOf, eventOf, tempFolder } from './store-stories.ts'

const NAMES = Array.from({ length: 60 }, (_, i) => `Event ${i}`)
const MARCH = Date.UTC(2026, 2, 1)

/** 600,000 facts: 300 accounts × 2,000 days, more than two threads' worth of row groups. */
async function openLarge(folder: string) {
  const opened = await openDuckdbStore({ folder, timezone: 'UTC', closeDelayMinutes: 0, threads: 2 })
  const events = NAMES.map((name, i) => eventOf(i + 1, { ts: MARCH, name, account: `account ${i}` }))
  await opened.store.apply(batchOf(0, NAMES.length, { events }))
  await run(
    opened.context.writer,
    sql`
      INSERT INTO facts_base
      SELECT r // 2000 + 100, r % 2000, r % 2000, (r * 7919) % 60 + 1, 1, 1, 0, NULL, NULL, NULL, r, NULL, 0
      FROM range(600000) t(r)
    `,
  )
  return opened
}

/** Facts 1, 4, 7 … of the accounts asked for. */
function matching(wanted: (account: number) => boolean): number {
  let rows = 0
  for (let r = 0; r < 600_000; r++) if (((r * 7919) % 60) % 3 === 0 && wanted(Math.floor(r / 2000) + 100)) rows += 1
  return rows
}

test('read by several threads and filtered by facts, rows still come by account and day, none lost', async () => {
  const folder = tempFolder()
  const { store } = await openLarge(folder)
  const facts = NAMES.filter((_, i) => i % 3 === 0).map((name) => `name:${name}` as const)
  const everything: FactScan = { accounts: null, days: { from: 0, to: 5000 }, knownUpTo: null, facts, columns: [] }
  const some: FactScan = { ...everything, accounts: Int32Array.from({ length: 80 }, (_, i) => 110 + i * 2) }

  for (const [scan, expected] of [
    [everything, matching(() => true)],
    [some, matching((account) => some.accounts?.includes(account) === true)],
  ] as const) {
    let last = -1
    let rows = 0
    let backward = 0
    for await (const block of store.scanFacts({ ...scan, days: { from: 0, to: 1999 } })) {
      for (let i = 0; i < block.rows; i++) {
        const place = block.account[i]! * 10_000 + block.day[i]!
        if (place < last) backward += 1
        last = place
      }
      rows += block.rows
    }
    expect({ rows, backward }).toEqual({ rows: expected, backward: 0 })
  }
  await store.close()
  rmSync(folder, { recursive: true })
})
