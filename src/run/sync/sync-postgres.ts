import { closeSync, createReadStream, openSync, rmSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { POSTGRES_TARGETS, type PostgresTargets, type TargetName } from '../../config/sources.ts'
import type { SyncAnswer } from '../../contract/sources.ts'
import { readLines } from '../../ingest/files/read-rows.ts'
import { openPostgres, type PostgresReader } from '../../store/sources/read-postgres.ts'
import { openSyncState, type SyncState } from '../../store/sources/sync-state.ts'
import type { Project } from '../project.ts'
import { openToldLog } from './open-told-log.ts'
import { type PlannedTarget, planTarget } from './plan-target.ts'
import { type Counts, countsOf, type Reading, readChanges } from './read-target.ts'
import { tellEvents } from './tell-events.ts'

export type SyncRun = {
  readonly url: string
  readonly targets: PostgresTargets
  /** Everything is read as if for the first time. */
  readonly restart: boolean
  /** Told what is being read and how many rows of it were; throws when it shall end. */
  readonly progress: (at: { readonly target: TargetName; readonly rows: number }) => void
}

/** Targets that are compared row by row; the others are only added to. */
const COMPARED = POSTGRES_TARGETS.filter((name) => name !== 'events')

type Sync = {
  readonly project: Pick<Project, 'folder' | 'clock' | 'live' | 'applier'>
  readonly run: SyncRun
  readonly reader: PostgresReader
  readonly state: SyncState
  readonly at: string
}

/**
 * Reads a database as of one moment and tells the log what is new or changed. All comparable targets are told together once all of them were read, so that one that
 * fails leaves nothing behind; events are told page by page, and the next run goes on behind the last one. What was told but could not be noted as told is told again,
 * which changes nothing.
 */
export async function syncPostgres(project: Sync['project'], run: SyncRun): Promise<SyncAnswer> {
  const at = new Date(project.clock.now()).toISOString()
  const reader = await openPostgres(run.url)
  const state = openSyncState(project.folder.root, 'postgres')
  try {
    if (run.restart) for (const name of POSTGRES_TARGETS) state.dropTarget(name)
    const sync: Sync = { project, run, reader, state, at }
    const compared = await syncCompared(sync)
    const events = run.targets.events === undefined ? [] : [await syncEvents(sync, run.targets.events)]
    return { source: 'postgres', at, targets: [...compared, ...events] }
  } finally {
    state.close()
    await reader.close()
  }
}

async function plan({ run, reader, state }: Sync, names: readonly TargetName[]): Promise<PlannedTarget[]> {
  const planned: PlannedTarget[] = []
  for (const name of names) {
    const target = run.targets[name]
    if (target !== undefined) planned.push(await planTarget(reader, { name, target, kept: state.target(name) }))
  }
  return planned
}

function readingOf({ run, reader, state, at }: Sync, planned: PlannedTarget): Reading {
  const progress = (rows: number): void => run.progress({ target: planned.name, rows })
  return { reader, state, planned, at, counts: countsOf(planned), progress }
}

/** Read into files beside, and only then told: until then nothing is kept. */
async function syncCompared(sync: Sync): Promise<Counts[]> {
  const planned = await plan(sync, COMPARED)
  const spools: Spool[] = []
  sync.state.begin()
  try {
    for (const one of planned) spools.push(await readIntoSpool(sync, one))
    for (const spool of spools) await tellSpool(sync, spool)
    sync.state.commit()
  } catch (error) {
    sync.state.rollback()
    throw error
  } finally {
    for (const { path } of spools) rmSync(path, { force: true })
  }
  return spools.map(({ counts }) => counts)
}

/** A file of lines for the log. */
type Spool = { readonly path: string; readonly planned: PlannedTarget; readonly counts: Counts }

async function readIntoSpool(sync: Sync, planned: PlannedTarget): Promise<Spool> {
  const path = join(sync.project.folder.root, `sync-${planned.name}.rows`)
  const reading = readingOf(sync, planned)
  const file = openSync(path, 'w', 0o600)
  let cursor: string | null = null
  try {
    const pages = readChanges(reading)
    for (;;) {
      const { value, done } = await pages.next()
      if (done === true) {
        cursor = value
        break
      }
      if (value.length > 0) writeSync(file, `${value.join('\n')}\n`)
    }
  } catch (error) {
    rmSync(path, { force: true })
    throw error
  } finally {
    closeSync(file)
  }
  keepTarget(sync, planned, cursor)
  return { path, planned, counts: reading.counts }
}

function keepTarget({ state, at }: Sync, { name, target, columns }: PlannedTarget, cursor: string | null): void {
  const names = columns.map((column) => column.name)
  state.setTarget(name, { began: true, cursor, sql: target.sql, columns: names, readAt: Date.parse(at) })
}

const LINES = 2_000

async function tellSpool({ project }: Sync, { path, planned, counts }: Spool): Promise<void> {
  if (counts.messages === 0) return
  const log = openToldLog(project, { source: 'postgres', history: planned.history ? planned.name : null })
  try {
    let lines: string[] = []
    for await (const { text } of readLines(createReadStream(path))) {
      lines.push(text)
      if (lines.length < LINES) continue
      await log.append(lines)
      lines = []
    }
    if (lines.length > 0) await log.append(lines)
    await log.finish(counts.messages)
  } finally {
    await log.close()
  }
}

async function syncEvents(sync: Sync, target: NonNullable<PostgresTargets['events']>): Promise<Counts> {
  const { project, state, reader } = sync
  const planned = await planTarget(reader, { name: 'events', target, kept: state.target('events') })
  const reading = readingOf(sync, planned)
  const log = openToldLog(project, { source: 'postgres', history: planned.history ? 'events' : null })
  try {
    const columns = planned.columns.map(({ name }) => name)
    const keep = (cursor: string | null, began: boolean): void =>
      state.setTarget('events', { began, cursor, sql: target.sql, columns, readAt: Date.parse(sync.at) })
    await tellEvents(reading, { target, log, keep })
    return reading.counts
  } finally {
    await log.close()
  }
}
