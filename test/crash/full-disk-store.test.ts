import { execFileSync } from 'node:child_process'
import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, type TestContext, test } from 'vitest'
import type { ApplyBatch } from '../../src/store/analytic/analytic-store.ts'
import type { OpenedStore } from '../../src/store/analytic/duckdb/open-store.ts'
import { batchOf, eventOf, openTemp, seenFacts } from '../duckdb/store-stories.ts'

const MB = 1024 * 1024
const SIZE = 500
const START = Date.parse('2026-03-02T00:00:00Z')

/** A folder on a disk of 64 MB of its own; the test is skipped where one may not be mounted. */
function smallDisk(context: TestContext): string {
  const folder = mkdtempSync(join(tmpdir(), 'telltale-small-disk-'))
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=64m', 'tmpfs', folder], { stdio: 'pipe' })
  } catch (error) {
    context.skip(`a tmpfs cannot be mounted here: ${(error as Error).message}`)
  }
  onTestFinished(() => {
    // Lazily: a test that fails leaves files open.
    execFileSync('umount', ['-l', folder])
    rmSync(folder, { recursive: true })
  })
  return folder
}

function batchNumber(k: number): ApplyBatch {
  const events = Array.from({ length: SIZE }, (_, i) => {
    const n = k * SIZE + i + 1
    return eventOf(n, {
      ts: START + n * 1000,
      account: `account ${n % 7}`,
      properties: JSON.stringify({ pad: `${n}`.repeat(60) }),
    })
  })
  return batchOf(k * SIZE, (k + 1) * SIZE, { events })
}

/** Applies batches until one fails. Returns the number of those that were stored and the error. */
async function fill({ store }: OpenedStore, from: number): Promise<{ stored: number; error: Error }> {
  for (let k = from; k < from + 500; k++) {
    try {
      await store.apply(batchNumber(k))
    } catch (error) {
      return { stored: k, error: error as Error }
    }
  }
  throw new Error('the disk was never full')
}

/** All facts of a copy of the files as they lie, opened as after a crash. */
async function afterCrash(folder: string): Promise<{ events: number; facts: number }> {
  const left = mkdtempSync(join(tmpdir(), 'telltale-left-'))
  cpSync(folder, left, { recursive: true })
  const { store, context, recovered } = await openTemp({ folder: left })
  expect(recovered).toBe(null)
  let facts = 0
  for (const fact of (await seenFacts(context, null)).values()) facts += fact.n
  const { events } = await store.counts()
  await store.close()
  rmSync(left, { recursive: true })
  return { events, facts }
}

test('a full disk: what could not be stored or merged leaves nothing behind, what was stays, and it goes on when there is room', async (context) => {
  const folder = smallDisk(context)
  const filler = join(folder, 'something else')
  writeFileSync(filler, Buffer.alloc(50 * MB))
  const opened = await openTemp({ folder })
  const { stored, error } = await fill(opened, 0)
  expect(error).toMatchObject({ code: 'disk_full' })
  expect(stored).toBeGreaterThan(3)
  expect(opened.store.applied()).toEqual({ live: stored * SIZE })
  writeFileSync(join(folder, 'the rest'), 'x')
  await expect(opened.store.compact({ force: true })).rejects.toMatchObject({ code: 'disk_full' })
  expect(await afterCrash(folder)).toEqual({ events: stored * SIZE, facts: stored * SIZE })

  rmSync(filler)
  for (let k = stored; k < stored + 5; k++) await opened.store.apply(batchNumber(k))
  expect((await opened.store.counts()).events).toBe((stored + 5) * SIZE)
  expect(await afterCrash(folder)).toEqual({ events: (stored + 5) * SIZE, facts: (stored + 5) * SIZE })
  await opened.store.compact({ force: true })
  expect(await afterCrash(folder)).toEqual({ events: (stored + 5) * SIZE, facts: (stored + 5) * SIZE })
  await opened.store.close()
})
