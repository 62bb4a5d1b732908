import { cpSync, existsSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { isoToDay } from '../../src/core/time.ts'
import type { ApplyBatch } from '../../src/store/analytic/analytic-store.ts'
import { backupStore } from '../../src/store/analytic/duckdb/backup-store.ts'
import { inTransaction } from '../../src/store/analytic/duckdb/connection.ts'
import { writeMeta } from '../../src/store/analytic/duckdb/meta.ts'
import type { OpenedStore } from '../../src/store/analytic/duckdb/open-store.ts'
import { batchOf, eventOf, moveOf, openTemp, seenFacts, tempFolder } from './store-stories.ts'

/** The log: four days, the last with a move; the first two days are archived. */
const HOUR = 3_600_000
const FIRST = Date.parse('2026-03-02T09:00:00Z')
const LOG: readonly ApplyBatch[] = [0, 1, 2, 3].map((day) =>
  batchOf(day * 10, day * 10 + 10, {
    events: Array.from({ length: 9 }, (_, i) =>
      eventOf(day * 10 + i + 1, {
        ts: FIRST + day * 24 * HOUR + i * HOUR,
        account: null,
        noAccount: 'before_membership',
      }),
    ),
    moves: day === 3 ? [moveOf(40, { knownAt: FIRST + 3 * 24 * HOUR })] : [],
  }),
)

let folder: string
beforeEach(() => {
  folder = tempFolder()
})
afterEach(() => {
  rmSync(folder, { recursive: true })
  rmSync(`${folder}-left`, { recursive: true, force: true })
})

async function applyLog(opened: OpenedStore): Promise<void> {
  for (const batch of LOG) await opened.store.apply(batch)
}

/** What a killed process leaves after the whole log was applied, the first two days sealed and checkpointed. */
async function leaveFiles(): Promise<string> {
  const opened = await openTemp({ folder })
  for (const batch of LOG.slice(0, 2)) await opened.store.apply(batch)
  await opened.store.archive(isoToDay('2026-03-03')!)
  await opened.store.compact({ force: true })
  for (const batch of LOG.slice(2)) await opened.store.apply(batch)
  cpSync(folder, `${folder}-left`, { recursive: true })
  await opened.store.close()
  return `${folder}-left`
}

async function wholeTruth(): Promise<unknown> {
  const clean = await openTemp()
  await applyLog(clean)
  const facts = await seenFacts(clean.context, null)
  await clean.store.close()
  rmSync(clean.context.folder, { recursive: true })
  return [...facts].sort()
}

const DAMAGES: Readonly<Record<string, (wal: string) => void>> = {
  'cut short': (wal) => truncateSync(wal, readFileSync(wal).length - 200),
  'cut in the middle': (wal) => truncateSync(wal, Math.floor(readFileSync(wal).length / 2)),
  'with a tail of zeros': (wal) => writeFileSync(wal, Buffer.concat([readFileSync(wal), Buffer.alloc(4096)])),
  'with a flipped byte': (wal) => {
    const bytes = readFileSync(wal)
    const middle = Math.floor(bytes.length / 2)
    bytes[middle] = bytes[middle]! ^ 0xff
    writeFileSync(wal, bytes)
  },
  'of only zeros': (wal) => writeFileSync(wal, Buffer.alloc(readFileSync(wal).length)),
}

test.each(Object.keys(DAMAGES))(
  'a write-ahead log %s: opened or rebuilt, and equal once the log is re-applied',
  async (kind) => {
    const left = await leaveFiles()
    const wal = join(left, 'analytic.duckdb.wal')
    expect(existsSync(wal)).toBe(true)
    DAMAGES[kind]!(wal)
    const opened = await openTemp({ folder: left })
    const applied = opened.store.applied().live ?? 0
    expect(applied).toBeGreaterThanOrEqual(20)
    await applyLog(opened)
    const facts = [...(await seenFacts(opened.context, null))].sort()
    await opened.store.close()
    expect(facts).toEqual(await wholeTruth())
  },
)

test('a file that is no database is set aside, and what was sealed is back', async () => {
  const left = await leaveFiles()
  rmSync(join(left, 'analytic.duckdb.wal'))
  writeFileSync(join(left, 'analytic.duckdb'), Buffer.alloc(8192, 7))
  const opened = await openTemp({ folder: left })
  expect(opened.recovered).toMatchObject({ aside: join(left, 'analytic.duckdb.damaged-1'), rebuilt: { events: 18 } })
  expect(opened.store.applied()).toEqual({ live: 20 })
  await applyLog(opened)
  const facts = [...(await seenFacts(opened.context, null))].sort()
  await opened.store.close()
  expect(existsSync(join(left, 'analytic.duckdb.damaged-1'))).toBe(true)
  expect(facts).toEqual(await wholeTruth())
})

test('a file of a later version is refused and left alone', async () => {
  const opened = await openTemp({ folder })
  await inTransaction(opened.context.writer, () => writeMeta(opened.context.writer, 'schema', '99'))
  await opened.store.close()
  await expect(openTemp({ folder })).rejects.toMatchObject({ code: 'data_newer', params: { found: 99, known: 3 } })
  expect(existsSync(join(folder, 'analytic.duckdb.damaged-1'))).toBe(false)
})

test('a backup taken between batches opens as a store of its own, with all that was applied', async () => {
  const opened = await openTemp({ folder })
  await applyLog(opened)
  await backupStore(opened.context, `${folder}-left`)
  await opened.store.apply(batchOf(40, 41, { events: [eventOf(41, { ts: FIRST })] }))
  await opened.store.close()
  const copy = await openTemp({ folder: `${folder}-left` })
  const facts = [...(await seenFacts(copy.context, null))].sort()
  expect(copy.store.applied()).toEqual({ live: 40 })
  await copy.store.close()
  expect(facts).toEqual(await wholeTruth())
})
