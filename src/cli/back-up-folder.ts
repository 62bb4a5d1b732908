import { existsSync, mkdirSync, readdirSync, rmSync } from 'node:fs'
import { open, writeFile } from 'node:fs/promises'
import { join, posix } from 'node:path'
import { telltaleError } from '../core/errors.ts'
import type { Millis } from '../core/time.ts'
import { dataFolder } from '../run/data-folder.ts'
import { type ArchiveManifest, archiveFolder, readManifest } from '../store/analytic/duckdb/archive-manifest.ts'
import { copyControlStore } from '../store/control/copy-control-store.ts'
import { openControlStore } from '../store/control/open-control-store.ts'
import { backupLog, type LogBackup } from '../store/log/backup-log.ts'
import { listLogs } from '../store/log/list-segments.ts'
import { type BackupManifest, sealManifest } from './backup-manifest.ts'
import { checkFile, copyChecked, syncFolder } from './copy-checked.ts'

export type BackupOptions = {
  readonly dataDir: string
  readonly into: string
  readonly version: string
  readonly now: Millis
  /** Files copied, of all that are known so far. */
  readonly progress: (done: number, total: number) => void
}

type BackedUpFile = BackupManifest['files'][number]
const ARCHIVE = 'analytic/archive'

/**
 * Copies what a data folder cannot be without, while a server may be writing it: decisions, log, archives. The analytic store is computed again from these.
 * The order makes it consistent: decisions first, so that none is about an event the log's copy lacks; the archives as they were listed before the log was copied, so that
 * they seal nothing it lacks.
 * @throws bad_argument, data_unwritable, log_damaged
 */
export async function backUpFolder(options: BackupOptions): Promise<BackupManifest> {
  const { dataDir, into, version, now } = options
  if (!existsSync(dataFolder(dataDir).log) && !existsSync(join(dataDir, 'control.sqlite')))
    throw telltaleError('bad_argument', { argument: '--data', value: dataDir, expected: 'a data folder' })
  makeEmpty(into)
  const { sealed, control, logs } = await copyConsistently(options)
  const files = [control, ...(await copyArchives(options, sealed, logs.length + 1))]
  const body = {
    format: 'telltale-backup',
    version: 1,
    telltale: version,
    takenAt: new Date(now).toISOString(),
    logs,
    files,
  } as const
  const { name, text } = sealManifest({ ...body, logs: logs.map(plainLog), files })
  await writeSynced(join(into, name), text)
  await syncFolder(into)
  return JSON.parse(text)
}

function plainLog({ files, ...log }: LogBackup): BackupManifest['logs'][number] {
  return { ...log, files: [...files] }
}

function makeEmpty(into: string): void {
  try {
    mkdirSync(into, { recursive: true, mode: 0o700 })
    if (readdirSync(into).length === 0) return
  } catch (error) {
    throw telltaleError(
      'data_unwritable',
      { path: into, reason: error instanceof Error ? error.message : String(error) },
      error,
    )
  }
  throw telltaleError('bad_argument', {
    argument: 'The folder for the backup',
    value: into,
    expected: 'a new or empty one',
  })
}

type Copied = {
  readonly sealed: ArchiveManifest | null
  readonly control: BackedUpFile
  readonly logs: readonly LogBackup[]
}
const ATTEMPTS = 3

/** A day may be sealed, and its part of the log dropped, between the listing of the archives and the copy of the log; then both are taken again. */
async function copyConsistently(options: BackupOptions): Promise<Copied> {
  for (let attempt = 1; ; attempt++) {
    const sealed = readManifest(dataFolder(options.dataDir).analytic)
    const control = await copyControl(options)
    const logs = await copyLogs(options)
    const gap = logs.find((log) => log.firstN > (sealed?.sealed[log.logName] ?? 0) + 1)
    if (gap === undefined) return { sealed, control, logs }
    rmSync(join(options.into, 'log'), { recursive: true })
    rmSync(join(options.into, control.path))
    if (attempt === ATTEMPTS)
      throw telltaleError('log_damaged', {
        path: gap.logName,
        offset: 0,
        reason: `it begins at position ${gap.firstN}, and no archive holds what was before`,
      })
  }
}

async function copyControl({ dataDir, into }: BackupOptions): Promise<BackedUpFile> {
  const path = join(into, 'control.sqlite')
  const control = await openControlStore(dataDir)
  try {
    await copyControlStore(control, path)
  } finally {
    await control.destroy()
  }
  const file = await open(path, 'r+')
  await file.sync()
  await file.close()
  return { path: 'control.sqlite', ...(await checkFile(path)) }
}

async function copyLogs({ dataDir, into, progress }: BackupOptions): Promise<readonly LogBackup[]> {
  const logs: LogBackup[] = []
  const names = listLogs(dataDir)
  for (const logName of names) {
    logs.push(await backupLog({ dir: dataDir, logName, into }))
    progress(logs.length, names.length)
  }
  return logs
}

async function copyArchives(
  { dataDir, into, progress }: BackupOptions,
  sealed: ArchiveManifest | null,
  before: number,
): Promise<readonly BackedUpFile[]> {
  if (sealed === null) return []
  const files: BackedUpFile[] = []
  for (const { path: name } of sealed.files) {
    const path = posix.join(ARCHIVE, name)
    const from = join(archiveFolder(dataFolder(dataDir).analytic), name)
    files.push({ path, ...(await copyChecked(from, join(into, path))) })
    progress(before + files.length, before + sealed.files.length)
  }
  const path = posix.join(ARCHIVE, 'manifest.json')
  mkdirSync(join(into, ARCHIVE), { recursive: true, mode: 0o700 })
  await writeSynced(join(into, path), `${JSON.stringify(sealed, null, 1)}\n`)
  return [...files, { path, ...(await checkFile(join(into, path))) }]
}

async function writeSynced(path: string, text: string): Promise<void> {
  await writeFile(path, text, { mode: 0o600, flush: true, flag: 'wx' })
}
