import { readFrame } from './frame.ts'
import type { Segment } from './list-segments.ts'
import { damaged } from './log-damage.ts'
import type { LogFileSystem } from './log-file-system.ts'
import { isSegmentHeader, type SegmentHeader } from './segment-header.ts'

/** More than the header frame of any segment takes. */
const SEGMENT_HEADER_READ_BYTES = 4096

/** All bytes of a segment, or its first `limit`. */
export function readSegment(segment: Segment, fs: LogFileSystem, limit = Number.POSITIVE_INFINITY): Buffer {
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

/** The start of a segment, enough for its header frame. */
export function readSegmentStart(segment: Segment, fs: LogFileSystem): Buffer {
  return readSegment(segment, fs, SEGMENT_HEADER_READ_BYTES)
}

export function segmentSize(segment: Segment, fs: LogFileSystem): number {
  const fd = fs.open(segment.path, 'r')
  try {
    return fs.size(fd)
  } finally {
    fs.close(fd)
  }
}

/** The header at the start of the bytes of a segment, and where it ends; log_damaged when there is none. */
export function parseSegmentHeader(segment: Segment, bytes: Buffer): { header: SegmentHeader; end: number } {
  const frame = readFrame(bytes, 0)
  if ('none' in frame || !isSegmentHeader(frame.header)) throw damaged(segment, 0, 'its header is not readable')
  return { header: frame.header, end: frame.end }
}
