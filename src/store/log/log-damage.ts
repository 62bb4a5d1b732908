import { telltaleError } from '../../core/errors.ts'
import { findFrame, readFrame } from './frame.ts'
import type { Segment } from './list-segments.ts'
import type { LogHeader } from './log-record.ts'

/** Bytes at the end of a log that are no whole frames: what an unfinished commit left, and what is cut when the log is opened for writing. */
export type TornTail = {
  readonly path: string
  readonly at: number
  readonly cutBytes: number
  readonly reason: string
}

/** A place in the bytes of a segment. */
export type SegmentPlace = { readonly segment: Segment; readonly bytes: Buffer; readonly at: number }

/** Makes (does not throw) the error of a damaged segment. */
export function damaged(segment: Segment, offset: number, reason: string): Error {
  return telltaleError('log_damaged', { path: segment.path, offset, reason })
}

/** Says that a place without a whole frame is a torn tail, or throws log_damaged when a later commit follows: then it had been synced, and was whole. */
export function judgeTail({ segment, bytes, at }: SegmentPlace): TornTail {
  let whole = 0
  for (let next = findFrame(bytes, at + 1); next !== undefined; next = findFrame(bytes, next.frame.end)) {
    if (next.frame.startsCommit) {
      throw damaged(segment, at, `a frame is not whole, and a later one is, at ${next.at}`)
    }
    whole += 1
  }
  const what = describeRest(bytes, at)
  const reason = whole === 0 ? what : `${what}; ${whole} whole frame(s) of the same unfinished commit follow`
  return { path: segment.path, at, cutBytes: bytes.byteLength - at, reason }
}

function describeRest(bytes: Buffer, at: number): string {
  if (bytes.subarray(at).every((byte) => byte === 0)) return 'zeros'
  const frame = readFrame(bytes, at)
  return 'none' in frame && frame.none === 'short' ? 'a frame cut short' : 'a bad checksum'
}

/** A segment that was being begun when the power went: no whole header, nothing after it. The log ends in the one before. Undefined when it is not so. */
export function judgeUnbegun(segment: Segment, bytes: Buffer): TornTail | undefined {
  if (!('none' in readFrame(bytes, 0)) || findFrame(bytes, 1) !== undefined) return undefined
  return { path: segment.path, at: 0, cutBytes: bytes.byteLength, reason: 'the segment was not begun' }
}

/** The header of the frame at a place, which must start at `nextN`; log_damaged where it does not. */
export function checkOrder(
  { segment, at }: Pick<SegmentPlace, 'segment' | 'at'>,
  header: unknown,
  nextN: number,
): LogHeader {
  const { firstN, count } = header as { firstN?: unknown; count?: unknown }
  if (firstN !== nextN) throw damaged(segment, at, `a frame starts at position ${firstN}, expected ${nextN}`)
  if (!Number.isSafeInteger(count) || (count as number) < 1) throw damaged(segment, at, `a frame counts ${count}`)
  return header as LogHeader
}
