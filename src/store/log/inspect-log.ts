import { telltaleError } from '../../core/errors.ts'
import { findFrame, type NoFrame, type RawFrame, readFrame } from './frame.ts'
import { listSegments, type Segment } from './list-segments.ts'
import type { LogFileSystem } from './log-file-system.ts'
import type { LogHeader } from './log-record.ts'
import { isSegmentHeader, type SegmentHeader } from './segment-header.ts'

/** Bytes at the end of a log that were never acknowledged (or are the last commit, damaged): what is cut when it is opened for writing. */
export type TornTail = {
  readonly path: string
  readonly at: number
  readonly cutBytes: number
  readonly reason: string
}

/** A log as it is on disk, up to its last whole frame. */
export type InspectedLog = {
  readonly segments: readonly Segment[]
  /** Length of the last segment up to its last whole frame. 0 when there is no segment. */
  readonly bytes: number
  readonly nextN: number
  readonly receivedAt: number
  readonly torn?: TornTail
}

type Tail = { readonly bytes: number; readonly nextN: number; readonly receivedAt: number; readonly torn?: TornTail }

/** More than any header line of a segment takes. */
const SEGMENT_HEADER_READ_BYTES = 4096

/**
 * Looks a log over without changing it: the chain of all its segments, and every frame of the last one. A damaged tail is reported; anything else that is wrong
 * throws log_damaged with the path and the offset.
 */
export function inspectLog(folder: string, logName: string, fs: LogFileSystem): InspectedLog {
  const segments = listSegments(folder, fs)
  const last = segments.at(-1)
  if (last === undefined) return { segments, bytes: 0, nextN: 1, receivedAt: 0 }
  const bytes = readSegment(last, fs)
  const unfinished = findUnfinished(last, bytes)
  if (unfinished) return inspectBefore({ segments: segments.slice(0, -1), logName, unfinished, last }, fs)
  let previous: { segment: Segment; bytes: number } | undefined
  for (const segment of segments) {
    const header = segment === last ? headerOf(segment, bytes) : headerOf(segment, readStart(segment, fs))
    checkChain({ segment, header, logName, previous })
    previous = { segment, bytes: sizeOf(segment, fs) }
  }
  return { segments, ...walkLast(last, bytes) }
}

/** A segment that was being started when the power went has no whole header and nothing after it: the log ends in the one before. */
export function findUnfinished(last: Segment, bytes: Buffer): TornTail | undefined {
  const first = readFrame(bytes, 0)
  if (!('none' in first)) return undefined
  if (findFrame(bytes, 1) !== undefined) return undefined
  return { path: last.path, at: 0, cutBytes: bytes.byteLength, reason: 'the segment was not begun' }
}

function inspectBefore(
  at: { segments: Segment[]; logName: string; unfinished: TornTail; last: Segment },
  fs: LogFileSystem,
): InspectedLog {
  const { segments, logName, unfinished, last } = at
  const before = segments.at(-1)
  if (before === undefined) {
    if (last.firstN !== 1) throw damaged(last, 0, 'its header is not readable and no segment is before it')
    return { segments, bytes: 0, nextN: 1, receivedAt: 0, torn: unfinished }
  }
  const bytes = readSegment(before, fs)
  let previous: { segment: Segment; bytes: number } | undefined
  for (const segment of segments) {
    checkChain({ segment, header: headerOf(segment, readStart(segment, fs)), logName, previous })
    previous = { segment, bytes: sizeOf(segment, fs) }
  }
  const tail = walkLast(before, bytes)
  if (tail.torn) throw damaged(before, tail.torn.at, `${tail.torn.reason}, and another segment follows`)
  if (tail.nextN !== last.firstN) throw damaged(last, 0, `it starts at ${last.firstN}, expected ${tail.nextN}`)
  return { segments, ...tail, torn: unfinished }
}

function checkChain(at: {
  segment: Segment
  header: SegmentHeader
  logName: string
  previous: { segment: Segment; bytes: number } | undefined
}): void {
  const { segment, header, logName, previous } = at
  if (header.log !== logName) throw damaged(segment, 0, `it belongs to the log ${header.log}`)
  if (header.firstN !== segment.firstN) {
    throw damaged(segment, 0, `it starts at ${header.firstN}, its name says ${segment.firstN}; is it a copy?`)
  }
  if (previous === undefined) return
  if (header.previous?.firstN !== previous.segment.firstN) {
    const expected = header.previous === null ? 'none' : header.previous.firstN
    throw damaged(segment, 0, `before it should be segment ${expected}, found ${previous.segment.firstN}`)
  }
  if (header.previous.bytes !== previous.bytes) {
    const found = `it has ${previous.bytes} bytes, the next segment says ${header.previous.bytes}`
    throw damaged(previous.segment, Math.min(previous.bytes, header.previous.bytes), found)
  }
}

function walkLast(segment: Segment, bytes: Buffer): Tail {
  const header = headerOf(segment, bytes)
  const first = readFrame(bytes, 0) as RawFrame
  let tail: Tail = { bytes: first.end, nextN: header.firstN, receivedAt: header.receivedAt }
  for (;;) {
    const frame = readFrame(bytes, tail.bytes)
    if ('none' in frame) {
      if (frame.none === 'end') return tail
      return { ...tail, torn: judgeTail(segment, bytes, tail.bytes, frame) }
    }
    const { firstN, count, receivedAt } = checkOrder(segment, tail.bytes, frame.header, tail.nextN)
    tail = { bytes: frame.end, nextN: firstN + count, receivedAt }
  }
}

/** The header of an event frame that must start at `nextN`; throws log_damaged where it does not. */
export function checkOrder(segment: Segment, at: number, header: unknown, nextN: number): LogHeader {
  const { firstN, count } = header as { firstN?: unknown; count?: unknown }
  if (firstN !== nextN) throw damaged(segment, at, `a frame starts at position ${firstN}, expected ${nextN}`)
  if (!Number.isSafeInteger(count) || (count as number) < 1) throw damaged(segment, at, `a frame counts ${count}`)
  return header as LogHeader
}

/** Says that a bad place is a torn tail, or throws log_damaged when a later commit follows: then it had been synced, and was whole. */
export function judgeTail(segment: Segment, bytes: Buffer, at: number, why: NoFrame): TornTail {
  let whole = 0
  for (let next = findFrame(bytes, at + 1); next !== undefined; next = findFrame(bytes, next.frame.end)) {
    if (next.frame.startsCommit) {
      throw damaged(segment, at, `a frame is not whole, and a later one is, at ${next.at}`)
    }
    whole += 1
  }
  const rest = bytes.subarray(at)
  const what = rest.every((byte) => byte === 0)
    ? 'zeros'
    : why.none === 'short'
      ? 'a frame cut short'
      : 'a bad checksum'
  const reason = whole === 0 ? what : `${what}; ${whole} whole frame(s) of the same unfinished commit follow`
  return { path: segment.path, at, cutBytes: rest.byteLength, reason }
}

/** The header frame of a segment; log_damaged when there is none. */
export function headerOf(segment: Segment, bytes: Buffer): SegmentHeader {
  const frame = readFrame(bytes, 0)
  if ('none' in frame || !isSegmentHeader(frame.header)) throw damaged(segment, 0, 'its header is not readable')
  return frame.header
}

export function damaged(segment: Segment, offset: number, reason: string): Error {
  return telltaleError('log_damaged', { path: segment.path, offset, reason })
}

/** All bytes of a segment. */
export function readSegment(segment: Segment, fs: LogFileSystem): Buffer {
  return readUpTo(segment, Number.POSITIVE_INFINITY, fs)
}

/** The start of a segment, enough for its header frame. */
export function readStart(segment: Segment, fs: LogFileSystem): Buffer {
  return readUpTo(segment, SEGMENT_HEADER_READ_BYTES, fs)
}

function readUpTo(segment: Segment, limit: number, fs: LogFileSystem): Buffer {
  const fd = fs.open(segment.path, 'r')
  try {
    const bytes = Buffer.allocUnsafeSlow(Math.min(limit, fs.size(fd)))
    let read = 0
    while (read < bytes.byteLength) {
      const got = fs.read(fd, bytes.subarray(read), read)
      if (got === 0) break
      read += got
    }
    return bytes.subarray(0, read)
  } finally {
    fs.close(fd)
  }
}

function sizeOf(segment: Segment, fs: LogFileSystem): number {
  const fd = fs.open(segment.path, 'r')
  try {
    return fs.size(fd)
  } finally {
    fs.close(fd)
  }
}
