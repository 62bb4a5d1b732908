import { FRAME_PREFIX_BYTES, readFrame } from './frame.ts'
import { checkName } from './inspect-log.ts'
import { listSegments, logFolder, type Segment } from './list-segments.ts'
import { checkOrder, damaged, judgeTail, judgeUnbegun } from './log-damage.ts'
import { type LogFileSystem, logFileSystem } from './log-file-system.ts'
import type { LogFrame } from './log-record.ts'
import { parseSegmentHeader, readSegment, readSegmentStart } from './read-segment.ts'

export type LogReaderOptions = {
  /** The data folder. */
  readonly dir: string
  readonly logName: string
  /** The last position already taken; 0 for all. A frame that holds a later position is given whole. */
  readonly after: number
  /** The log has a writer in another process: sync before reading, so that nothing is taken which a power cut could undo. Default false. */
  readonly foreign?: boolean
}

/** Frames in order; `upTo` is the last position in them, or the `after` of the reader when there are none. */
export type LogRead = { readonly frames: readonly LogFrame[]; readonly upTo: number }

/** Follows a log from a position, also while it grows, whoever writes it. */
export type LogReader = {
  /**
   * The next frames, about `maxBytes` of them and at least one if there is one. None: ask again later. Frames past `upTo` are left: a reader beside the writer
   * gives the position of the writer there, so as not to see what is not on disk yet. Throws log_damaged.
   */
  read(maxBytes: number, upTo?: number): LogRead
  close(): void
}

/** How much is read at once while the place to start at is looked for. */
const SKIP_BYTES = 1024 * 1024

type Reading = {
  readonly fs: LogFileSystem
  readonly folder: string
  readonly logName: string
  readonly foreign: boolean
  open: { readonly segment: Segment; readonly fd: number } | undefined
  /** Where the next frame starts in the open segment. */
  offset: number
  /** The position the next frame must start at; unknown until the first segment is entered. */
  nextN: number
  /** The last position given (or asked for as already taken). */
  taken: number
}

export function openLogReader(options: LogReaderOptions, fs: LogFileSystem = logFileSystem): LogReader {
  const reading: Reading = {
    fs,
    folder: logFolder(options.dir, options.logName),
    logName: options.logName,
    foreign: options.foreign ?? false,
    open: undefined,
    offset: 0,
    nextN: 0,
    taken: options.after,
  }
  return {
    read: (maxBytes, upTo = Number.POSITIVE_INFINITY) => readFrames(reading, maxBytes, upTo),
    close: () => leave(reading),
  }
}

function readFrames(reading: Reading, maxBytes: number, upTo: number): LogRead {
  const frames: LogFrame[] = []
  let left = maxBytes
  while ((left > 0 || frames.length === 0) && reading.taken < upTo) {
    if (reading.open === undefined && !enterFirst(reading)) break
    const { taken, at } = takeFrames(reading, Math.max(left, 1), upTo, frames)
    left -= taken
    if (at === 'limit') break
    if (at === 'end' && !enterNext(reading)) break
  }
  return { frames, upTo: reading.taken }
}

/** How many bytes of frames were taken, and where that ended: at the end of the segment as it is now, before a frame past `upTo`, or before there may be more. */
type Taken = { readonly taken: number; readonly at: 'more' | 'end' | 'limit' }

/** Takes whole frames from the open segment, about `maxBytes` of them; those taken before are gone over. */
function takeFrames(reading: Reading, maxBytes: number, upTo: number, into: LogFrame[]): Taken {
  const { segment } = reading.open!
  const isBehind = reading.nextN <= reading.taken
  const bytes = readAhead(reading, isBehind ? Math.max(maxBytes, SKIP_BYTES) : maxBytes)
  let used = 0
  let taken = 0
  while (taken < maxBytes) {
    const frame = readFrame(bytes, used)
    if ('none' in frame) {
      if (used === 0) return { taken, at: 'end' }
      break
    }
    const header = checkOrder({ segment, at: reading.offset }, frame.header, reading.nextN)
    if (header.firstN > upTo) return { taken, at: 'limit' }
    reading.offset += frame.end - used
    reading.nextN += header.count
    if (reading.nextN - 1 > reading.taken) {
      reading.taken = reading.nextN - 1
      taken += frame.end - used
      into.push({ header, body: frame.body })
    }
    used = frame.end
  }
  return { taken, at: 'more' }
}

/** The bytes from the place in the open segment on: at least one frame if one is whole. */
function readAhead(reading: Reading, maxBytes: number): Buffer {
  if (reading.foreign) reading.fs.fdatasync(reading.open!.fd)
  const bytes = readBytes(reading, maxBytes)
  const first = readFrame(bytes, 0)
  return 'none' in first && first.none === 'short' ? readBytes(reading, first.needs) : bytes
}

function readBytes({ fs, open, offset }: Reading, maxBytes: number): Buffer {
  const there = Math.max(0, fs.size(open!.fd) - offset)
  const bytes = Buffer.allocUnsafeSlow(Math.min(there, Math.max(maxBytes, FRAME_PREFIX_BYTES)))
  return bytes.subarray(0, fs.read(open!.fd, bytes, offset))
}

/** Goes to the segment that holds the first position to read. False when the log has nothing yet. */
function enterFirst(reading: Reading): boolean {
  const segments = listSegments(reading.folder, reading.fs)
  const oldest = segments[0]
  if (oldest === undefined) {
    if (reading.taken > 0) throw behind({ firstN: 1, path: reading.folder }, 0, 0, reading.taken)
    return false
  }
  const first = segments.findLast(({ firstN }) => firstN <= reading.taken + 1)
  if (first) return enter(reading, first, first === segments.at(-1))
  throw damaged(oldest, 0, `positions ${reading.taken + 1} to ${oldest.firstN - 1} are no longer kept`)
}

/** Goes on to the following segment when the open one is at its end. False when there is nothing more to read now. */
function enterNext(reading: Reading): boolean {
  const { open, fs, offset } = reading
  if (open === undefined) return false
  const segments = listSegments(reading.folder, fs)
  const next = segments.find(({ firstN }) => firstN > open.segment.firstN)
  // Only now: once the next segment is there, this one has its last length.
  const rest = fs.size(open.fd) - offset
  if (next === undefined) {
    if (rest > 0) checkRest(reading, open.segment)
    else if (reading.nextN <= reading.taken) throw behind(open.segment, offset, reading.nextN - 1, reading.taken)
    return false
  }
  if (rest > 0) {
    if (isWhole(reading, open.segment)) return true
    throw damaged(open.segment, offset, 'a frame is not whole, and another segment follows')
  }
  if (next.firstN !== reading.nextN) {
    throw damaged(next, 0, `it starts at position ${next.firstN}, expected ${reading.nextN}; is a segment missing?`)
  }
  return enter(reading, next, next === segments.at(-1))
}

function behind(segment: Segment, offset: number, lastN: number, taken: number): Error {
  return damaged(segment, offset, `the log ends at position ${lastN}, but ${taken} was taken from it before`)
}

function isWhole(reading: Reading, segment: Segment): boolean {
  return !('none' in readFrame(readSegment(segment, reading.fs), reading.offset))
}

/** A frame that is not whole at the end of the last segment is being written, or is torn; unless a later commit is whole. */
function checkRest(reading: Reading, segment: Segment): void {
  const bytes = readSegment(segment, reading.fs)
  const frame = readFrame(bytes, reading.offset)
  if ('none' in frame && frame.none !== 'end') judgeTail({ segment, bytes, at: reading.offset })
}

/** Opens a segment behind its header. False when it is the last one and is being begun. */
function enter(reading: Reading, segment: Segment, isLast: boolean): boolean {
  const { fs } = reading
  const start = readSegmentStart(segment, fs)
  if (isLast && 'none' in readFrame(start, 0) && judgeUnbegun(segment, readSegment(segment, fs))) return false
  const { header, end } = parseSegmentHeader(segment, start)
  checkName(segment, header, reading.logName)
  leave(reading)
  reading.open = { segment, fd: fs.open(segment.path, 'r') }
  reading.offset = end
  reading.nextN = header.firstN
  return true
}

function leave(reading: Reading): void {
  if (reading.open) reading.fs.close(reading.open.fd)
  reading.open = undefined
}
