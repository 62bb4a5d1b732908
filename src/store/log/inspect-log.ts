import { readFrame } from './frame.ts'
import { listSegments, type Segment } from './list-segments.ts'
import { checkOrder, damaged, judgeTail, judgeUnbegun, type TornTail } from './log-damage.ts'
import type { LogFileSystem } from './log-file-system.ts'
import { parseSegmentHeader, readSegment, readSegmentStart, segmentSize } from './read-segment.ts'
import type { SegmentHeader } from './segment-header.ts'

/** A log as it is on disk, up to its last whole frame. */
export type InspectedLog = {
  /** Without a last one that was not begun. */
  readonly segments: readonly Segment[]
  /** Length of the last segment up to its last whole frame. 0 when there is no segment. */
  readonly bytes: number
  readonly nextN: number
  readonly receivedAt: number
  readonly torn?: TornTail
}

type Tail = Omit<InspectedLog, 'segments'>

/**
 * Looks a log over without changing it: the chain of all its segments, and every frame of the last one. A torn tail is reported; anything else that is wrong
 * throws log_damaged with the path and the offset.
 */
export function inspectLog(folder: string, logName: string, fs: LogFileSystem): InspectedLog {
  const segments = listSegments(folder, fs)
  const last = segments.at(-1)
  if (last === undefined) return { segments, bytes: 0, nextN: 1, receivedAt: 0 }
  const bytes = readSegment(last, fs)
  const unbegun = judgeUnbegun(last, bytes)
  if (unbegun) return inspectBefore({ segments: segments.slice(0, -1), logName, last, unbegun }, fs)
  checkChain(segments, logName, fs)
  return { segments, ...walkSegment(last, bytes) }
}

type Unbegun = { segments: Segment[]; logName: string; last: Segment; unbegun: TornTail }

/** The log without its last segment, which was not begun. All before it was synced, so nothing there may be torn. */
function inspectBefore({ segments, logName, last, unbegun }: Unbegun, fs: LogFileSystem): InspectedLog {
  const before = segments.at(-1)
  if (before === undefined) {
    if (last.firstN !== 1) throw damaged(last, 0, 'its header is not readable and no segment is before it')
    return { segments, bytes: 0, nextN: 1, receivedAt: 0, torn: unbegun }
  }
  checkChain(segments, logName, fs)
  const { torn, ...tail } = walkSegment(before, readSegment(before, fs))
  if (torn) throw damaged(before, torn.at, `${torn.reason}, and another segment follows`)
  if (tail.nextN !== last.firstN) throw damaged(last, 0, `it starts at ${last.firstN}, expected ${tail.nextN}`)
  return { segments, ...tail, torn: unbegun }
}

type Previous = { readonly segment: Segment; readonly bytes: number }

function checkChain(segments: readonly Segment[], logName: string, fs: LogFileSystem): void {
  let previous: Previous | undefined
  for (const segment of segments) {
    const { header } = parseSegmentHeader(segment, readSegmentStart(segment, fs))
    checkName(segment, header, logName)
    if (previous) checkLink(segment, header, previous)
    previous = { segment, bytes: segmentSize(segment, fs) }
  }
}

/** That a segment is what its folder and its name say; else log_damaged. */
export function checkName(segment: Segment, header: SegmentHeader, logName: string): void {
  if (header.log !== logName) throw damaged(segment, 0, `it belongs to the log ${header.log}`)
  if (header.firstN === segment.firstN) return
  throw damaged(segment, 0, `it starts at ${header.firstN}, its name says ${segment.firstN}; is it a copy?`)
}

function checkLink(segment: Segment, header: SegmentHeader, previous: Previous): void {
  if (header.previous?.firstN !== previous.segment.firstN) {
    const expected = header.previous === null ? 'none' : header.previous.firstN
    throw damaged(segment, 0, `before it should be segment ${expected}, found ${previous.segment.firstN}`)
  }
  if (header.previous.bytes === previous.bytes) return
  const found = `it has ${previous.bytes} bytes, the next segment says ${header.previous.bytes}`
  throw damaged(previous.segment, Math.min(previous.bytes, header.previous.bytes), found)
}

function walkSegment(segment: Segment, bytes: Buffer): Tail {
  const { header, end } = parseSegmentHeader(segment, bytes)
  let tail: Tail = { bytes: end, nextN: header.firstN, receivedAt: header.receivedAt }
  for (;;) {
    const at = tail.bytes
    const frame = readFrame(bytes, at)
    if ('none' in frame) {
      return frame.none === 'end' ? tail : { ...tail, torn: judgeTail({ segment, bytes, at }) }
    }
    const { firstN, count, receivedAt } = checkOrder({ segment, at }, frame.header, tail.nextN)
    tail = { bytes: frame.end, nextN: firstN + count, receivedAt }
  }
}
