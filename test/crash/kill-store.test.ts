import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { serialize } from 'node:v8'
import { beforeAll, expect, onTestFinished, test } from 'vitest'
import type { Measure } from '../../src/config/model.ts'
import { packageRoot } from '../../src/core/package-root.ts'
import { isoToDay } from '../../src/core/time.ts'
import type { ApplyBatch } from '../../src/store/analytic/analytic-store.ts'
import { batchOf, eventOf, moveOf, openTemp, seenFacts } from '../duckdb/store-stories.ts'
import { requireBuilt } from '../require-built.ts'

const HOUR = 3_600_000
const FIRST = Date.parse('2026-03-02T09:00:00Z')
const MEASURES: readonly Measure[] = [
  { key: 'measure:sum', names: ['Storage'], call: 'track', where: [], value: 'gb', aggregate: 'sum', scale: 1 },
]
/** Four days; on the third, ann's events move to acme. */
const BATCHES: readonly ApplyBatch[] = [0, 1, 2, 3].map((day) =>
  batchOf(day * 20, day * 20 + 20, {
    events: Array.from({ length: 19 }, (_, i) =>
      eventOf(day * 20 + i + 1, {
        ts: FIRST + day * 24 * HOUR + i * 60_000,
        name: i % 3 === 0 ? 'Storage' : 'Login',
        properties: JSON.stringify({ gb: i }),
        account: null,
        noAccount: 'before_membership',
      }),
    ),
    moves: day === 2 ? [moveOf(60, { knownAt: FIRST + 2 * 24 * HOUR, tsTo: FIRST + 90 * 24 * HOUR })] : [],
  }),
)

type Fault = { phase: string; statement: string; nth?: number; when: 'before' | 'during' | 'after' }
const at = (phase: string, when: Fault['when'], statement: string, nth = 1): Fault => ({ phase, when, statement, nth })

const FAULTS: Readonly<Record<string, readonly Fault[]>> = {
  'while the first tables are made': [
    at('open', 'after', 'CREATE TABLE meta'),
    at('open', 'after', 'CREATE TABLE event'),
    at('open', 'before', 'COMMIT'),
    at('open', 'during', 'COMMIT'),
    at('open', 'after', 'COMMIT'),
    at('open', 'during', 'CHECKPOINT'),
    at('open', 'after', 'CHECKPOINT'),
  ],
  'while a batch is applied': [
    at('apply', 'after', 'BEGIN'),
    at('apply', 'before', 'COMMIT', 2),
    at('apply', 'during', 'COMMIT', 2),
    at('apply', 'after', 'COMMIT', 2),
    at('apply', 'after', 'UPDATE event'),
    at('last apply', 'during', 'COMMIT'),
  ],
  'while days are sealed': [at('archive', 'during', 'COPY'), at('archive', 'after', 'COPY')],
  'while runs are merged': [
    at('compact', 'after', 'CREATE TABLE facts_next'),
    at('compact', 'after', 'DROP TABLE facts_base'),
    at('compact', 'after', 'ALTER TABLE'),
    at('compact', 'before', 'COMMIT'),
    at('compact', 'during', 'COMMIT'),
    at('compact', 'after', 'COMMIT'),
    at('compact', 'during', 'CHECKPOINT'),
    at('compact', 'after', 'CHECKPOINT'),
  ],
  'while a measure is filled in': [
    at('backfill', 'after', 'COMMIT', 1),
    at('backfill', 'after', 'COMMIT', 2),
    at('backfill', 'before', 'COMMIT', 3),
    at('backfill', 'after', 'COMMIT', 3),
  ],
}

let story: string
let truth: unknown
beforeAll(async () => {
  requireBuilt('store/analytic/duckdb/open-store.js')
  story = join(mkdtempSync(join(tmpdir(), 'telltale-story-')), 'story')
  const archiveUpTo = isoToDay('2026-03-03')
  writeFileSync(story, serialize({ batches: BATCHES, measures: MEASURES, archiveUpTo }))
  truth = await finish(temporary())
})

function temporary(): string {
  return mkdtempSync(join(tmpdir(), 'telltale-store-'))
}

/** What is done after a crash: open, apply the log past the applied position, fill in the measures. Returns all facts. */
async function finish(folder: string, acknowledged = 0): Promise<unknown> {
  const { store, context, recovered } = await openTemp({ folder })
  expect(recovered).toBe(null)
  const applied = store.applied().live ?? 0
  expect(applied).toBeGreaterThanOrEqual(acknowledged)
  expect(applied % 20).toBe(0)
  for (const batch of BATCHES) await store.apply(batch.after < applied ? { ...batch, upTo: batch.after } : batch)
  await store.backfillMeasures(MEASURES)
  const facts = [...(await seenFacts(context, null))].sort(([a], [b]) => (a < b ? -1 : 1))
  const { events } = await store.counts()
  await store.archive(isoToDay('2026-03-31')!)
  expect(await store.rebuild()).toEqual({ events })
  await store.close()
  rmSync(folder, { recursive: true })
  return { events, facts }
}

const script = join(packageRoot(), 'test', 'crash', 'store-under-fault.mjs')

test.each(Object.keys(FAULTS))(
  'killed %s, the store opens as it was before or after, and is whole once the log is applied again',
  { timeout: 120_000 },
  async (name) => {
    for (const fault of FAULTS[name]!) {
      const folder = temporary()
      const env = { ...process.env, TELLTALE_FAULT: JSON.stringify(fault) }
      const { signal, stdout, stderr } = spawnSync(process.execPath, [script, folder, story], { env, timeout: 30_000 })
      expect({ fault, signal, stderr: String(stderr) }).toEqual({ fault, signal: 'SIGKILL', stderr: '' })
      const said = String(stdout)
        .split('\n')
        .flatMap((line) => (line === '' ? [] : [JSON.parse(line) as { what: string; upTo: number | null }]))
      const acknowledged = Math.max(0, ...said.map(({ upTo }) => upTo ?? 0))
      expect({ fault, ...((await finish(folder, acknowledged)) as object) }).toEqual({ fault, ...(truth as object) })
    }
  },
)

test('a store that another process has open is refused with its number, and left alone', async () => {
  const folder = temporary()
  const env = { ...process.env, TELLTALE_HOLD: '1' }
  const child = spawn(process.execPath, [script, folder, story], { env, stdio: ['ignore', 'pipe', 'inherit'] })
  onTestFinished(() => {
    child.kill('SIGKILL')
  })
  for await (const line of createInterface({ input: child.stdout })) if (line.includes('opened')) break
  await expect(openTemp({ folder })).rejects.toMatchObject({ code: 'data_in_use', params: { pid: String(child.pid) } })
  const exited = once(child, 'exit')
  child.kill('SIGKILL')
  await exited
  expect(await finish(folder)).toEqual(truth)
})
