import { telltaleError } from '../../core/errors.ts'
import { encodeFrame, encodeHeader, FRAME_PREFIX_BYTES, MAX_PAYLOAD_BYTES, writeFrame } from './frame.ts'
import { segmentPath } from './list-segments.ts'
import type { LogFileSystem } from './log-file-system.ts'
import type { ControlRecord } from './log-record.ts'
import type { Appended, AppendHeader } from './log-writer.ts'
import type { SegmentHeader } from './segment-header.ts'

/** One append as it waits: what to write, before it has a position. */
export type PendingAppend = {
  readonly header: AppendHeader | (ControlRecord & { readonly receivedAt: number; readonly count: number })
  readonly body: Uint8Array
}

/** An open log as its writer keeps it. The fields that change are changed only by the functions of this file and by opening and closing. */
export type OpenLog = {
  readonly fs: LogFileSystem
  readonly folder: string
  readonly logName: string
  readonly segmentBytes: number
  readonly reserveBytes: number
  /** The segment being written; none before the first append. */
  segment: { readonly fd: number; readonly firstN: number } | undefined
  /** Length of that segment up to its last synced frame. */
  bytes: number
  nextN: number
  receivedAt: number
  status: 'open' | 'full' | 'failed'
  failure: string
  bytesSinceSpaceCheck: number
  /** Frames are put together here, so that a commit is one write. */
  scratch: Buffer
}

export type AppendOutcome = Appended | { readonly error: Error }

/** A commit larger than this is split: a bound on memory, far above what a sync costs. */
const COMMIT_BYTES = 8 * 1024 * 1024
/** How much may be written between two looks at the free space. */
const SPACE_CHECK_BYTES = 4 * 1024 * 1024
const NO_ROOM = new Set(['ENOSPC', 'EDQUOT', 'EFBIG'])

/**
 * Writes and syncs appends, in order, and says of each where it is, or why it is not. What was not synced is cut away again. Never throws for a fault of the disk:
 * that is an outcome.
 */
export function commitAppends(log: OpenLog, appends: readonly PendingAppend[]): AppendOutcome[] {
  const outcomes: AppendOutcome[] = []
  while (outcomes.length < appends.length) {
    try {
      outcomes.push(...commitNext(log, appends, outcomes.length))
    } catch (error) {
      noteFault(log, error)
    }
    if (log.status !== 'open') break
  }
  // Nothing is let past what was refused for want of room: a body must not overtake the close of the day before.
  while (outcomes.length < appends.length) outcomes.push({ error: refuse(log, true) as Error })
  return outcomes
}

/** Refuses the next append, or writes and syncs it with as many after it as one commit takes. */
function commitNext(log: OpenLog, appends: readonly PendingAppend[], from: number): AppendOutcome[] {
  const refusal = refuse(log) ?? refuseSize(appends[from] as PendingAppend)
  if (refusal) return [{ error: refusal }]
  if (log.segment === undefined || log.bytes >= log.segmentBytes) startSegment(log)
  return commitGroup(log, appends, from)
}

/** Looks whether there is room now, so that a log nobody appends to gets out of `full`. */
export function checkRoom(log: OpenLog): OpenLog['status'] {
  log.bytesSinceSpaceCheck = Number.POSITIVE_INFINITY
  try {
    refuse(log)
  } catch (error) {
    noteFault(log, error)
  }
  return log.status
}

/** The reason to take nothing now, if there is one. `full` is asked again each time, so that the log heals when there is room. */
function refuse(log: OpenLog, justFailed = false): Error | undefined {
  if (log.status === 'failed') return telltaleError('log_failed', { path: log.folder, reason: log.failure })
  if (justFailed) return telltaleError('disk_full', { path: log.folder })
  if (log.status === 'open' && log.bytesSinceSpaceCheck < SPACE_CHECK_BYTES) return undefined
  log.status = log.fs.freeBytes(log.folder) < log.reserveBytes ? 'full' : 'open'
  log.bytesSinceSpaceCheck = 0
  return log.status === 'full' ? telltaleError('disk_full', { path: log.folder }) : undefined
}

function refuseSize({ header, body }: PendingAppend): Error | undefined {
  // The header of messages is short; a control record may name many persons.
  const bytes =
    body.byteLength + (header.kind === 'messages' ? header.source.length * 6 : JSON.stringify(header).length * 3)
  const limit = MAX_PAYLOAD_BYTES - 1024
  if (bytes <= limit) return undefined
  return telltaleError('bad_argument', { argument: 'An append', value: `${bytes} bytes`, expected: `at most ${limit}` })
}

function noteFault(log: OpenLog, error: unknown): void {
  const { code, message } = error as NodeJS.ErrnoException
  if (log.status === 'failed') return
  log.status = NO_ROOM.has(code ?? '') ? 'full' : 'failed'
  log.failure = message
}

/** Leaves the segment, which is synced, for a new one. Its header and its name are durable before anything is written to it. */
function startSegment(log: OpenLog): void {
  const { fs, nextN } = log
  const path = segmentPath(log.folder, nextN)
  const previous = log.segment === undefined ? null : { firstN: log.segment.firstN, bytes: log.bytes }
  const header: SegmentHeader = {
    kind: 'segment',
    version: 1,
    log: log.logName,
    firstN: nextN,
    receivedAt: log.receivedAt,
    previous,
  }
  const bytes = encodeFrame({ header, body: new Uint8Array(0), startsCommit: true })
  const fd = fs.open(path, 'wx')
  try {
    const { error } = writeAll(fs, fd, bytes, 0)
    if (error) throw error
    fs.fdatasync(fd)
    fs.syncFolder(log.folder)
  } catch (error) {
    fs.close(fd)
    fs.remove(path)
    throw error
  }
  if (log.segment) fs.close(log.segment.fd)
  log.segment = { fd, firstN: nextN }
  log.bytes = bytes.byteLength
}

type Frames = { readonly ends: readonly number[]; readonly appended: readonly Appended[]; readonly bytes: Buffer }

/** Writes as many appends as one commit takes, from `from` on, and syncs them. */
function commitGroup(log: OpenLog, appends: readonly PendingAppend[], from: number): AppendOutcome[] {
  const { fs, segment } = log
  if (segment === undefined) throw new Error('no segment is open')
  const { ends, appended, bytes } = buildFrames(log, appends, from)
  const { written, error } = writeAll(fs, segment.fd, bytes, log.bytes)
  const kept = ends.filter((end) => end <= written).length
  const keptBytes = kept === 0 ? 0 : (ends[kept - 1] as number)
  try {
    if (error !== undefined) fs.truncate(segment.fd, log.bytes + keptBytes)
    fs.fdatasync(segment.fd)
  } catch (fault) {
    failSync(log, segment.fd, fault as Error)
    return appended.map(() => ({ error: refuse(log) as Error }))
  }
  const last = appended[kept - 1]
  if (last) {
    log.bytes += keptBytes
    log.bytesSinceSpaceCheck += keptBytes
    log.nextN = last.lastN + 1
    log.receivedAt = last.receivedAt
  }
  if (error === undefined) return [...appended]
  noteFault(log, error)
  return appended.map((where, i) => (i < kept ? where : { error: refuse(log, true) as Error }))
}

/**
 * After a failed sync nobody knows what is on disk, and a second sync would claim success. The unsynced frames are cut away, so that no reader takes for durable what
 * was refused, and the log takes nothing more.
 */
function failSync(log: OpenLog, fd: number, fault: Error): void {
  log.status = 'failed'
  log.failure = fault.message
  try {
    log.fs.truncate(fd, log.bytes)
  } catch {
    // The frames then stay as appends that were not acknowledged, which may or may not be found again.
  }
}

function buildFrames(log: OpenLog, appends: readonly PendingAppend[], from: number): Frames {
  const ends: number[] = []
  const appended: Appended[] = []
  const limit = Math.min(COMMIT_BYTES, Math.max(1, log.segmentBytes - log.bytes))
  let { nextN, receivedAt } = log
  let end = 0
  for (let i = from; i < appends.length && end < limit; i++) {
    const append = appends[i] as PendingAppend
    if (refuseSize(append)) break
    receivedAt = Math.max(receivedAt, append.header.receivedAt)
    const header = encodeHeader({ ...append.header, receivedAt, firstN: nextN })
    ensureScratch(log, end, FRAME_PREFIX_BYTES + header.byteLength + append.body.byteLength)
    end = writeFrame({ target: log.scratch, at: end, header, body: append.body, startsCommit: i === from })
    ends.push(end)
    appended.push({ firstN: nextN, lastN: nextN + append.header.count - 1, receivedAt })
    nextN += append.header.count
  }
  return { ends, appended, bytes: log.scratch.subarray(0, end) }
}

function ensureScratch(log: OpenLog, used: number, more: number): void {
  if (used + more <= log.scratch.byteLength) return
  const larger = Buffer.allocUnsafeSlow(Math.max(used + more, log.scratch.byteLength * 2))
  larger.set(log.scratch.subarray(0, used))
  log.scratch = larger
}

/** Writes until all is written or the disk refuses; says how far it got. */
function writeAll(fs: LogFileSystem, fd: number, bytes: Buffer, position: number): { written: number; error?: Error } {
  let written = 0
  while (written < bytes.byteLength) {
    try {
      const more = fs.write(fd, bytes.subarray(written), position + written)
      if (more === 0) return { written, error: noRoom() }
      written += more
    } catch (error) {
      return { written, error: error as Error }
    }
  }
  return { written }
}

function noRoom(): Error {
  return Object.assign(new Error('nothing more could be written'), { code: 'ENOSPC' })
}
