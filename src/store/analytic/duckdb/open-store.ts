import { existsSync, renameSync } from 'node:fs'
import type { DuckDBConnection, DuckDBInstance } from '@duckdb/node-api'
import { TelltaleError, telltaleError } from '../../../core/errors.ts'
import { makeZone } from '../../../core/time.ts'
import type { AnalyticStore } from '../analytic-store.ts'
import { readManifest } from './archive-manifest.ts'
import { makeChanges } from './changes.ts'
import { inTransaction } from './connection.ts'
import { makeDictionaryTable } from './dictionaries.ts'
import { makeKeptCounts } from './kept-counts.ts'
import { makeMovedOn } from './know-in-order.ts'
import { readMeta, writeMeta } from './meta.ts'
import { migrate } from './migrate.ts'
import { type EngineLimits, openFile, storePath } from './open-file.ts'
import { makePresence } from './presence.ts'
import { loadMirror } from './read/load-mirror.ts'
import { rebuildStore } from './rebuild-store.ts'
import { makeRecentMessages } from './recent-messages.ts'
import { recomputeDays, recomputeFacts } from './recompute-facts.ts'
import { makeRunningDay } from './running-day.ts'
import type { StoreContext } from './store-context.ts'
import { toAnalyticStore } from './to-analytic-store.ts'
import { makeTurns } from './turns.ts'
import { makeWriteQueue } from './write-queue.ts'

/** Of the four threads that files are read and written with. */
const REPORTS_AT_ONCE = 2

export type DuckdbOptions = {
  readonly folder: string
  /** IANA name; days are those of this zone. A change recomputes the facts when the store is opened. */
  readonly timezone: string
  readonly closeDelayMinutes: number
  /** Default 340. */
  readonly memoryLimitMb?: number
  /** Default 2. */
  readonly threads?: number
  /** Nobody waits for the next batch while facts are merged: what finds copies is let go of then, to have its memory. Default false. */
  readonly yieldsToMerge?: boolean
}

/**
 * What was wrong with the file, and where it was set aside. Without its write-ahead log the store stands at its last checkpoint
 * (`rebuilt` null), else it holds what the archives hold. Either way: apply the log past `applied()`.
 */
export type Recovery = {
  readonly reason: string
  readonly aside: string
  readonly rebuilt: { readonly events: number } | null
}

export type OpenedStore = {
  readonly store: AnalyticStore
  readonly context: StoreContext
  readonly recovered: Recovery | null
}

/**
 * Opens the analytic store of a data folder, making it when there is none. A damaged file is set aside and rebuilt from the archives.
 * @throws data_in_use when another process has it open; data_newer when a later version wrote it.
 */
export async function openDuckdbStore(options: DuckdbOptions): Promise<OpenedStore> {
  try {
    const context = await openContext(options)
    if (isBehindArchives(context)) await rebuildStore(context)
    return { store: toAnalyticStore(context), context, recovered: null }
  } catch (error) {
    if (error instanceof TelltaleError) throw error
    return await recover(options, String((error as Error).message).split('\n')[0]!)
  }
}

/** The file is new beside archives that are not: a backup was restored, or the file was deleted. What they seal may be in no log any more. */
function isBehindArchives(context: StoreContext): boolean {
  const sealed = Object.entries(readManifest(context.folder)?.sealed ?? {})
  return sealed.some(([log, n]) => (context.applied.get(log) ?? 0) < n)
}

/** First without the write-ahead log alone: the file then stands at its last checkpoint. When that does not open either, from the archives. */
async function recover(options: DuckdbOptions, reason: string): Promise<OpenedStore> {
  const path = storePath(options.folder)
  const aside = freeName(path)
  if (existsSync(`${path}.wal`)) {
    renameSync(`${path}.wal`, `${aside}.wal`)
    const context = await openContext(options).catch((error: unknown) => {
      if (error instanceof TelltaleError) throw error
      return null
    })
    if (context !== null) {
      return { store: toAnalyticStore(context), context, recovered: { reason, aside: `${aside}.wal`, rebuilt: null } }
    }
  }
  renameSync(path, aside)
  const context = await openContext(options)
  const rebuilt = await rebuildStore(context)
  return { store: toAnalyticStore(context), context, recovered: { reason, aside, rebuilt } }
}

/** The first free `.damaged-<n>`. */
function freeName(path: string): string {
  let n = 1
  while (existsSync(`${path}.damaged-${n}`) || existsSync(`${path}.damaged-${n}.wal`)) n++
  return `${path}.damaged-${n}`
}

async function openContext(options: DuckdbOptions): Promise<StoreContext> {
  const opened = await openFile(options.folder, limitsOf(options)).catch((error: Error) => {
    throw hindered(error, options.folder) ?? error
  })
  try {
    await migrate(opened.connection, options.folder)
    const context = makeContext(options, opened)
    await loadMirror(context)
    await finishInterrupted(context)
    await followSettings(context)
    return context
  } catch (error) {
    opened.connection.closeSync()
    opened.instance.closeSync()
    throw error
  }
}

function limitsOf(options: DuckdbOptions): EngineLimits {
  return { memoryLimitMb: options.memoryLimitMb ?? 340, threads: options.threads ?? 2 }
}

function makeContext(
  options: DuckdbOptions,
  opened: { readonly instance: DuckDBInstance; readonly connection: DuckDBConnection },
): StoreContext {
  return {
    folder: options.folder,
    zone: makeZone(options.timezone),
    closeDelayMs: options.closeDelayMinutes * 60_000,
    limits: limitsOf(options),
    isDown: false,
    yieldsToMerge: options.yieldsToMerge ?? false,
    instance: opened.instance,
    writer: opened.connection,
    queue: makeWriteQueue(),
    merges: makeWriteQueue(),
    reports: makeTurns(REPORTS_AT_ONCE),
    keys: {
      account: makeDictionaryTable('account_key'),
      actor: makeDictionaryTable('actor_key'),
      fact: makeDictionaryTable('fact_key'),
      source: makeDictionaryTable('source_key'),
      log: makeDictionaryTable('log_key'),
    },
    applied: new Map(),
    last: { seq: 0, chunk: 0, moveDay: 0 },
    countsNames: true,
    measures: new Map(),
    movedOn: makeMovedOn(),
    corrected: new Set(),
    recent: makeRecentMessages(),
    presence: makePresence(),
    running: makeRunningDay(),
    changes: makeChanges(),
    counted: makeKeptCounts(),
    reference: { day: null, rows: [] },
  }
}

async function finishInterrupted(context: StoreContext): Promise<void> {
  if ((await readMeta(context.writer, 'rebuilding')) !== null) await rebuildStore(context)
}

/** Days depend on the zone and the closing delay: when either changed, days and facts are computed again. */
async function followSettings(context: StoreContext): Promise<void> {
  const settings = `${context.zone.name} ${context.closeDelayMs}`
  const stored = await readMeta(context.writer, 'days')
  if (stored === settings) return
  await inTransaction(context.writer, async () => {
    if (stored !== null) {
      await recomputeDays(context)
      await recomputeFacts(context)
    }
    await writeMeta(context.writer, 'days', settings)
  })
  if (stored !== null) await loadMirror(context)
}

/** What keeps a sound file from being opened: it must not be set aside for that. */
function hindered(error: Error, path: string): TelltaleError | null {
  if (error.message.includes('Could not set lock')) {
    return telltaleError('data_in_use', { path, pid: /PID (\d+)/.exec(error.message)?.[1] ?? 'unknown' }, error)
  }
  const reason = /Permission denied|No space left|Read-only file system|Too many open files/.exec(error.message)?.[0]
  return reason === undefined ? null : telltaleError('data_unwritable', { path, reason }, error)
}
