import type { OpenLog } from './commit-appends.ts'
import { inspectLog } from './inspect-log.ts'
import { logFolder } from './list-segments.ts'
import { type LogFileSystem, logFileSystem } from './log-file-system.ts'
import { DEFAULT_RESERVE_BYTES, DEFAULT_SEGMENT_BYTES, type LogWriterOptions, type OpenedLog } from './log-writer.ts'

const FIRST_SCRATCH_BYTES = 256 * 1024

/** Opens a log for writing in this thread: looks it over, cuts a torn tail, and makes sure that what is there is on disk. Throws log_damaged. */
export function openLog(
  options: LogWriterOptions,
  fs: LogFileSystem = logFileSystem,
): { readonly log: OpenLog; readonly opened: OpenedLog } {
  const folder = logFolder(options.dir, options.logName)
  fs.makeFolder(folder)
  const found = inspectLog(folder, options.logName, fs)
  const last = found.segments.at(-1)
  if (found.torn && found.torn.path !== last?.path) {
    fs.remove(found.torn.path)
    fs.syncFolder(folder)
  }
  const log: OpenLog = {
    fs,
    folder,
    logName: options.logName,
    segmentBytes: options.segmentBytes ?? DEFAULT_SEGMENT_BYTES,
    reserveBytes: options.reserveBytes ?? DEFAULT_RESERVE_BYTES,
    segment: last && { fd: openLast(fs, last.path, found.bytes), firstN: last.firstN },
    bytes: found.bytes,
    nextN: found.nextN,
    receivedAt: found.receivedAt,
    status: 'open',
    failure: '',
    bytesSinceSpaceCheck: Number.POSITIVE_INFINITY,
    scratch: Buffer.allocUnsafeSlow(FIRST_SCRATCH_BYTES),
  }
  return { log, opened: { lastN: found.nextN - 1, ...(found.torn && { torn: found.torn }) } }
}

function openLast(fs: LogFileSystem, path: string, bytes: number): number {
  const fd = fs.open(path, 'r+')
  if (fs.size(fd) > bytes) fs.truncate(fd, bytes)
  // A process that was killed between write and sync leaves whole frames that are only in memory; readers will take them for durable.
  fs.fdatasync(fd)
  return fd
}

/** Lets go of the files. What was acknowledged is synced already. */
export function closeLog(log: OpenLog): void {
  if (log.segment) log.fs.close(log.segment.fd)
  log.segment = undefined
}
