import { createHash } from 'node:crypto'
import { copyFileSync, createReadStream, existsSync, mkdirSync, renameSync, rmSync, statSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { TelltaleError, telltaleError } from '../../core/errors.ts'
import type { BackupFile, LogBackup } from './backup-log.ts'
import { inspectLog } from './inspect-log.ts'
import { logFolder } from './list-segments.ts'
import { logFileSystem } from './log-file-system.ts'

type RestoreOptions = {
  /** The folder of the backup. */
  readonly from: string
  readonly backup: LogBackup
  /** The data folder to restore into; it must not hold this log. */
  readonly dir: string
}

const SEGMENT_NAME = /^\d{16}\.seg$/

/** Checks that a backup holds what its manifest says of a log, to the byte. Throws backup_invalid with the file and what is wrong. */
export async function verifyLogBackup(from: string, backup: LogBackup): Promise<void> {
  const folder = logFolder(from, backup.logName)
  for (const file of backup.files) {
    const path = join(folder, file.name)
    // The names come from a file that others may have written.
    if (!SEGMENT_NAME.test(file.name)) throw invalid(path, 'this is not the name of a segment')
    await verifyFile(path, file)
  }
}

/**
 * Puts the log of a backup into a data folder: all of it, or, when the backup is incomplete or damaged (backup_invalid), nothing.
 * Throws data_unwritable where there is such a log already.
 */
export async function restoreLog({ from, backup, dir }: RestoreOptions): Promise<void> {
  const source = logFolder(from, backup.logName)
  const target = logFolder(dir, backup.logName)
  if (existsSync(target)) throw telltaleError('data_unwritable', { path: target, reason: 'there is a log already' })
  await verifyLogBackup(from, backup)
  const draft = `${target}.restoring`
  rmSync(draft, { recursive: true, force: true })
  mkdirSync(draft, { recursive: true, mode: 0o700 })
  for (const { name } of backup.files) copyDurably(join(source, name), join(draft, name))
  checkPositions(source, draft, backup)
  logFileSystem.syncFolder(draft)
  renameSync(draft, target)
  logFileSystem.syncFolder(dirname(target))
}

async function verifyFile(path: string, file: BackupFile): Promise<void> {
  if (!existsSync(path)) throw invalid(path, 'the file is missing')
  const { size } = statSync(path)
  if (size !== file.bytes) throw invalid(path, `it has ${size} bytes, the manifest says ${file.bytes}`)
  const hash = createHash('sha256')
  for await (const chunk of createReadStream(path)) hash.update(chunk)
  if (hash.digest('hex') !== file.sha256) throw invalid(path, 'its checksum differs from the manifest')
}

function copyDurably(from: string, to: string): void {
  copyFileSync(from, to)
  const fd = logFileSystem.open(to, 'r+')
  try {
    logFileSystem.fdatasync(fd)
  } finally {
    logFileSystem.close(fd)
  }
}

/** That the files together are the log the manifest speaks of: a manifest with a file left out is whole file by file. */
function checkPositions(source: string, draft: string, backup: LogBackup): void {
  const reason = differs(draft, backup)
  if (reason === undefined) return
  rmSync(draft, { recursive: true })
  throw invalid(source, reason)
}

function differs(draft: string, backup: LogBackup): string | undefined {
  try {
    const { segments, nextN, torn } = inspectLog(draft, backup.logName, logFileSystem)
    const firstN = segments[0]?.firstN ?? backup.firstN
    if (torn === undefined && firstN === backup.firstN && nextN - 1 === backup.lastN) return undefined
    return `it holds positions ${firstN} to ${nextN - 1}, the manifest says ${backup.firstN} to ${backup.lastN}`
  } catch (error) {
    if (error instanceof TelltaleError && error.code === 'log_damaged') return String(error.params.reason)
    throw error
  }
}

function invalid(path: string, reason: string): Error {
  return telltaleError('backup_invalid', { path, reason })
}
