import { createHash } from 'node:crypto'
import { closeSync, fdatasyncSync, mkdirSync, openSync, readSync, writeSync } from 'node:fs'
import { basename, join } from 'node:path'
import { setImmediate } from 'node:timers/promises'
import { FRAME_PREFIX_BYTES, readFrame } from './frame.ts'
import { listSegments, logFolder, type Segment } from './list-segments.ts'
import { checkOrder, damaged } from './log-damage.ts'
import { logFileSystem } from './log-file-system.ts'
import { isSegmentHeader } from './segment-header.ts'

/** What a backup holds of one log; kept in the manifest of the backup, and needed to restore it. */
export type LogBackup = {
  readonly logName: string
  /** The first position in it; 1 unless older segments were dropped. */
  readonly firstN: number
  /** The last position in it; firstN − 1 when it is empty. */
  readonly lastN: number
  readonly files: readonly BackupFile[]
}

export type BackupFile = { readonly name: string; readonly bytes: number; readonly sha256: string }

type BackupOptions = {
  readonly dir: string
  readonly logName: string
  /** The folder of the backup; the log goes to `<into>/log/<logName>`, as in a data folder. */
  readonly into: string
  /** The last position to take: that of the writer, beside a running one. Default: the last whole frame there is. */
  readonly upTo?: number
}

/**
 * Copies a log while it may be appended to, up to a position, and checks each frame on the way. Turns of the event loop are given up between reads of 1 MB.
 * Throws log_damaged rather than keep a damaged log as a backup.
 */
export async function backupLog({ dir, logName, into, upTo }: BackupOptions): Promise<LogBackup> {
  const target = logFolder(into, logName)
  mkdirSync(target, { recursive: true, mode: 0o700 })
  const open = openSegments(logFolder(dir, logName))
  const files: BackupFile[] = []
  let nextN = open[0]?.segment.firstN ?? 1
  const firstN = nextN
  try {
    for (const { segment, fd } of open) {
      if (segment.firstN !== nextN) throw damaged(segment, 0, `it starts at ${segment.firstN}, expected ${nextN}`)
      const isLast = segment === open.at(-1)?.segment
      const copied = await copySegment({ segment, fd, target, isLast, upTo: upTo ?? Number.POSITIVE_INFINITY })
      files.push(copied.file)
      nextN = copied.nextN
    }
  } finally {
    for (const { fd } of open) closeSync(fd)
  }
  logFileSystem.syncFolder(target)
  return { logName, firstN, lastN: nextN - 1, files }
}

type OpenSegment = { readonly segment: Segment; readonly fd: number }

/** All are opened at once: a segment that is dropped meanwhile can still be read. */
function openSegments(folder: string): OpenSegment[] {
  const open: OpenSegment[] = []
  for (const segment of listSegments(folder)) {
    try {
      open.push({ segment, fd: openSync(segment.path, 'r') })
    } catch (error) {
      // The oldest may be dropped between the listing and here.
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT' || open.length > 0) throw error
    }
  }
  return open
}

type Copying = OpenSegment & { readonly target: string; readonly isLast: boolean; readonly upTo: number }
type Copied = { readonly file: BackupFile; readonly nextN: number }

const READ_BYTES = 1024 * 1024

async function copySegment({ segment, fd, target, isLast, upTo }: Copying): Promise<Copied> {
  const name = basename(segment.path)
  const out = openSync(join(target, name), 'w', 0o600)
  const hash = createHash('sha256')
  let at = 0
  let nextN = segment.firstN
  try {
    for (;;) {
      const bytes = readWhole(fd, at)
      const taken = takeFrames({ segment, bytes, at, nextN, upTo })
      if (taken.used === 0) {
        if (bytes.byteLength > 0 && !isLast)
          throw damaged(segment, at, 'a frame is not whole, and another segment follows')
        break
      }
      const part = bytes.subarray(0, taken.used)
      writeAll(out, part)
      hash.update(part)
      at += taken.used
      nextN = taken.nextN
      await setImmediate()
    }
    fdatasyncSync(out)
  } finally {
    closeSync(out)
  }
  return { file: { name, bytes: at, sha256: hash.digest('hex') }, nextN }
}

/** Some bytes of a segment from a place on, with at least one whole frame if there is one. */
function readWhole(fd: number, at: number): Buffer {
  const bytes = readBytes(fd, at, READ_BYTES)
  const first = readFrame(bytes, 0)
  return 'none' in first && first.none === 'short'
    ? readBytes(fd, at, Math.max(first.needs, FRAME_PREFIX_BYTES))
    : bytes
}

function readBytes(fd: number, at: number, length: number): Buffer {
  const bytes = Buffer.allocUnsafeSlow(length)
  return bytes.subarray(0, readSync(fd, bytes, 0, length, at))
}

function takeFrames(from: { segment: Segment; bytes: Buffer; at: number; nextN: number; upTo: number }) {
  const { segment, bytes, at, upTo } = from
  let { nextN } = from
  let used = 0
  for (;;) {
    const frame = readFrame(bytes, used)
    if ('none' in frame) return { used, nextN }
    if (!isSegmentHeader(frame.header)) {
      const { firstN, count } = checkOrder({ segment, at: at + used }, frame.header, nextN)
      if (firstN > upTo) return { used, nextN }
      nextN += count
    }
    used = frame.end
  }
}

function writeAll(fd: number, bytes: Buffer): void {
  let written = 0
  while (written < bytes.byteLength) written += writeSync(fd, bytes, written)
}
