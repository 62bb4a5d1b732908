import { existsSync, mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { TelltaleError, telltaleError } from '../core/errors.ts'
import type { Millis } from '../core/time.ts'
import { closeIntoOneFile, openControlStore } from '../store/control/open-control-store.ts'
import { type Hold, hasDeliveries, holdDeliveries } from '../store/control/outbox.ts'
import { restoreLog, verifyLogBackup } from '../store/log/restore-log.ts'
import { type BackupManifest, readBackupManifest } from './backup-manifest.ts'
import { copyChecked, syncFolder, verifyChecked } from './copy-checked.ts'

export type RestoreOptions = {
  readonly from: string
  readonly dataDir: string
  /** The clock. */
  readonly now: Millis
  readonly progress: (done: number, total: number) => void
}

const DRAFT = '.restoring'

/**
 * Makes a data folder from a backup: all of it, or nothing. Every checksum is verified before a byte is written. The analytic store is computed when the folder is opened.
 * @throws backup_invalid with the file and what is wrong; data_unwritable when the data folder holds anything
 */
export async function restoreFolder({ from, dataDir, now, progress }: RestoreOptions): Promise<BackupManifest> {
  const manifest = readBackupManifest(from)
  checkEmpty(dataDir)
  await verifyAll(from, manifest, progress)
  const draft = join(dataDir, DRAFT)
  rmSync(draft, { recursive: true, force: true })
  try {
    mkdirSync(draft, { recursive: true, mode: 0o700 })
    await copyAll(from, draft, manifest)
    await holdBack(draft, { since: now, backupOf: manifest.takenAt })
    for (const name of readdirSync(draft)) renameSync(join(draft, name), join(dataDir, name))
    await syncFolder(dataDir)
  } catch (error) {
    rmSync(draft, { recursive: true, force: true })
    if (error instanceof TelltaleError) throw error
    throw telltaleError(
      'data_unwritable',
      { path: dataDir, reason: error instanceof Error ? error.message : String(error) },
      error,
    )
  }
  rmSync(draft, { recursive: true })
  return manifest
}

/** What waits in the copy may have left since it was taken: nothing leaves until somebody has seen it. */
async function holdBack(folder: string, hold: Hold): Promise<void> {
  if (!existsSync(join(folder, 'control.sqlite'))) return
  const control = await openControlStore(folder)
  try {
    if (await hasDeliveries(control)) await holdDeliveries(control, hold)
  } finally {
    await closeIntoOneFile(control)
  }
}

/** What an interrupted restore left is no data. */
function checkEmpty(dataDir: string): void {
  const there = existsSync(dataDir) ? readdirSync(dataDir).filter((name) => name !== DRAFT) : []
  if (there.length > 0)
    throw telltaleError('data_unwritable', {
      path: dataDir,
      reason: `it holds ${there[0]} already; restore into a new or empty folder (--data FOLDER)`,
    })
}

async function verifyAll(
  from: string,
  { logs, files }: BackupManifest,
  progress: RestoreOptions['progress'],
): Promise<void> {
  let done = 0
  for (const log of logs) {
    await verifyLogBackup(from, log)
    progress(++done, logs.length + files.length)
  }
  for (const file of files) {
    await verifyChecked(join(from, file.path), file)
    progress(++done, logs.length + files.length)
  }
}

async function copyAll(from: string, draft: string, { logs, files }: BackupManifest): Promise<void> {
  mkdirSync(join(draft, 'log'), { mode: 0o700 })
  for (const backup of logs) await restoreLog({ from, backup, dir: draft })
  for (const { path } of files) await copyChecked(join(from, path), join(draft, path))
  for (const folder of ['log', 'analytic/archive', 'analytic', '.'])
    if (existsSync(join(draft, folder))) await syncFolder(join(draft, folder))
}
