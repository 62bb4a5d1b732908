import { existsSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import type { EventScan } from '../../src/store/analytic/analytic-store.ts'
import { type OpenedStore, openDuckdbStore } from '../../src/store/analytic/duckdb/open-store.ts'
import { DAYS, FIRST_DAY, fillStore, liveBatch } from './fill-store.ts'

/**
 * Times the operations of the analytic store at a size. The filled store is kept in the folder and used again.
 * Usage (see README.md): measure-store.js FOLDER EVENTS [part …], parts: tick link history events bulk backfill compact archive rebuild
 */
const [folder, wanted, ...parts] = process.argv.slice(2)
if (folder === undefined || wanted === undefined) throw new Error('usage: measure-store.ts FOLDER EVENTS [part …]')
const events = Number(wanted)
const peak = { rss: 0 }
setInterval(() => {
  peak.rss = Math.max(peak.rss, process.memoryUsage.rss())
}, 20).unref()

const PARTS: Readonly<Record<string, (opened: OpenedStore) => Promise<void>>> = {
  tick: measureTicks,
  link: measureLinks,
  history: measureHistory,
  events: measureEvents,
  bulk: measureBulk,
  backfill: measureBackfill,
  compact: ({ store }) => timed('compact', () => store.compact({ force: true })),
  archive: ({ store }) => timed('archive', () => store.archive(FIRST_DAY + DAYS + 1)),
  rebuild: ({ store }) => timed('rebuild', () => store.rebuild()),
}

const path = join(folder, `store-${events}`)
const isNew = !existsSync(path)
mkdirSync(path, { recursive: true })
const options = { folder: path, timezone: 'UTC', closeDelayMinutes: 0 }
const opened = await openDuckdbStore(options)
if (isNew) await timed(`fill ${events}`, () => fillStore(opened.context, events))
await opened.store.close()
const again = await openDuckdbStore(options)
for (const part of parts.length > 0 ? parts : Object.keys(PARTS)) await PARTS[part]!(again)
await again.store.close()
say('peak', { rss: `${Math.round(peak.rss / 1e6)} MB` })

async function measureTicks({ store, context }: OpenedStore): Promise<void> {
  for (const size of [400, 2_000]) {
    const duplicates: number[] = []
    const apply: number[] = []
    for (let tick = 0; tick < 100; tick++) {
      const batch = liveBatch(context.applied.get('live') ?? 0, size, 800)
      // One in a hundred comes again, from a few ticks ago.
      const repeated = liveBatch(Math.max(0, batch.after - 4 * size), size / 100, 800).events
      duplicates.push(
        await msOf(async () => {
          await store.findDuplicates(batch.events)
          await store.findDuplicates(repeated)
        }),
      )
      apply.push(await msOf(() => store.apply(batch)))
    }
    say(`tick of ${size}`, { findDuplicates: percentiles(duplicates), apply: percentiles(apply) })
  }
}

async function measureLinks({ store, context }: OpenedStore): Promise<void> {
  const apply: number[] = []
  for (let tick = 0; tick < 20; tick++) {
    const batch = liveBatch(context.applied.get('live') ?? 0, 400, 800)
    const links = [
      { n: batch.upTo, actor: `a:${batch.upTo}`, person: batch.events.actor.values[0]!, knownAt: batch.events.ts[0]! },
    ]
    apply.push(await msOf(() => store.apply({ ...batch, links })))
  }
  say('tick of 400 with a join', { apply: percentiles(apply) })
}

async function measureHistory({ store }: OpenedStore): Promise<void> {
  const times: number[] = []
  for (let round = 0; round < 20; round++) {
    const accounts = Int32Array.from({ length: 20 }, (_, i) => 1 + ((round * 997 + i * 487) % 10_000)).sort()
    const days = { from: FIRST_DAY + 150, to: FIRST_DAY + DAYS }
    const scan = { accounts, days, knownUpTo: null, facts: null, columns: ['sum', 'firstTs', 'lastTs'] as const }
    times.push(await msOf(() => drain(store.scanFacts(scan))))
  }
  say('history of 20 accounts', percentiles(times))
}

async function measureEvents({ store }: OpenedStore): Promise<void> {
  const day = { from: FIRST_DAY + DAYS - 3, to: FIRST_DAY + DAYS - 3 }
  const scan: EventScan = { accounts: null, names: null, by: 'happened', days: { from: 0, to: 99_999 }, latest: null }
  const few = ['Event 1', 'Event 2', 'Event 3', 'Event 4', 'Event 5']
  const one = (i: number) => Int32Array.of(37 + i)
  const forty = (i: number) => Int32Array.from({ length: 40 }, (_, k) => 1 + i * 40 + k)
  const scans: Readonly<Record<string, (i: number) => EventScan>> = {
    'one name known on one day': () => ({ ...scan, names: ['Event 3'], by: 'known', days: day }),
    '40 accounts, 5 names, known on one day': (i) => ({
      ...scan,
      accounts: forty(i),
      names: few,
      by: 'known',
      days: day,
    }),
    'one account, latest 50': (i) => ({ ...scan, accounts: one(i), latest: 50 }),
    'one account, 28 days': (i) => ({
      ...scan,
      accounts: one(i),
      days: { from: FIRST_DAY + 300, to: FIRST_DAY + 327 },
    }),
    'one account, everything': (i) => ({ ...scan, accounts: one(i) }),
  }
  for (const [name, scan] of Object.entries(scans)) {
    const times: number[] = []
    for (let round = 0; round < 10; round++) times.push(await msOf(() => drain(store.scanEvents(scan(round * 101)))))
    say(`events: ${name}`, percentiles(times))
  }
}

async function measureBulk(): Promise<void> {
  const fresh = await openDuckdbStore({ ...options, folder: join(folder!, `bulk-${Date.now()}`) })
  const size = 10_000
  const rounds = 100
  let duplicates = 0
  let apply = 0
  for (let round = 0; round < rounds; round++) {
    const batch = liveBatch(round * size, size, 8_000, FIRST_DAY + Math.floor(round / 4))
    duplicates += await msOf(() => fresh.store.findDuplicates(batch.events))
    apply += await msOf(() => fresh.store.apply(batch))
  }
  const rate = (ms: number) => `${Math.round((size * rounds) / ms)} K events/s`
  say('bulk of 1 M', { apply: rate(apply), findDuplicates: rate(duplicates), both: rate(apply + duplicates) })
  await fresh.store.close()
}

async function measureBackfill({ store, context }: OpenedStore): Promise<void> {
  const measure = {
    key: `measure:size ${Date.now()}` as const,
    names: ['Event 1', 'Event 2', 'Event 3', 'Event 4', 'Event 5', 'Event 6'],
    call: 'track',
    where: [],
    value: 'size',
    aggregate: 'sum',
    scale: 1,
  } as const
  const waits: number[] = []
  let running = true
  const ticking = (async () => {
    while (running) {
      const batch = liveBatch(context.applied.get('live') ?? 0, 400, 800)
      waits.push(await msOf(() => store.apply(batch)))
      await new Promise((resolve) => setTimeout(resolve, 100))
    }
  })()
  await timed('backfill of a quarter of the events', () => store.backfillMeasures([measure]))
  running = false
  await ticking
  say('ticks of 400 meanwhile', percentiles(waits))
}

async function drain(blocks: AsyncIterable<unknown>): Promise<void> {
  for await (const block of blocks) void block
}

async function timed(what: string, work: () => Promise<unknown>): Promise<void> {
  peak.rss = process.memoryUsage.rss()
  const ms = await msOf(work)
  say(what, { seconds: (ms / 1000).toFixed(1), peak: `${Math.round(peak.rss / 1e6)} MB` })
}

async function msOf(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now()
  await work()
  return performance.now() - start
}

function percentiles(times: readonly number[]): Record<string, string> {
  const sorted = [...times].sort((a, b) => a - b)
  const at = (share: number) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))]!.toFixed(1)
  return { p50: at(0.5), p95: at(0.95), max: at(1) }
}

function say(what: string, figures: Record<string, unknown>): void {
  process.stdout.write(`${what.padEnd(42)} ${JSON.stringify(figures)}\n`)
}
