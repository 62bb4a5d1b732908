import { closeSync, fsyncSync, openSync, renameSync, writeSync } from 'node:fs'
import { encodeFrame, readFrame } from './frame.ts'
import { listSegments, logFolder, type Segment } from './list-segments.ts'
import { damaged } from './log-damage.ts'
import { logFileSystem } from './log-file-system.ts'
import type { LogHeader } from './log-record.ts'
import { readSegment } from './read-segment.ts'
import { isSegmentHeader, type SegmentHeader } from './segment-header.ts'

/** What a frame becomes; the same body and header: it stays. Positions stay whatever is written. */
export type RewriteFrame = (header: LogHeader, body: Buffer) => { readonly header: LogHeader; readonly body: Buffer }

/**
 * Writes the segments of a log anew, each in one step, and the chain between them. Nothing may be writing or reading the log meanwhile. Cut short, it can be run again:
 * segments that are written already come out as they are. @throws log_damaged
 */
export function rewriteLog(dataDir: string, logName: string, rewrite: RewriteFrame): { readonly frames: number } {
  const folder = logFolder(dataDir, logName)
  let previous: SegmentHeader['previous'] = null
  let frames = 0
  for (const [i, segment] of listSegments(folder).entries()) {
    const bytes = readSegment(segment, logFileSystem)
    const written = rewriteSegment(segment, bytes, { rewrite, previous: i === 0 ? undefined : previous })
    frames += written.changed
    if (!written.bytes.equals(bytes)) replace(segment.path, written.bytes)
    previous = { firstN: segment.firstN, bytes: written.bytes.byteLength }
  }
  logFileSystem.syncFolder(folder)
  return { frames }
}

type Rewriting = {
  readonly rewrite: RewriteFrame
  /** undefined: of the oldest segment, what was before it is gone. */
  readonly previous: SegmentHeader['previous'] | undefined
}

function rewriteSegment(
  segment: Segment,
  bytes: Buffer,
  { rewrite, previous }: Rewriting,
): { bytes: Buffer; changed: number } {
  const parts: Buffer[] = []
  let changed = 0
  for (let at = 0; at < bytes.byteLength; ) {
    const frame = readFrame(bytes, at)
    if ('none' in frame) throw damaged(segment, at, 'no whole frame stands here')
    const { header, body, startsCommit, end } = frame
    const whole = bytes.subarray(at, end)
    at = end
    if (isSegmentHeader(header)) {
      const chained = previous === undefined ? header : { ...header, previous }
      parts.push(encodeFrame({ header: chained, body, startsCommit }))
      continue
    }
    const next = rewrite(header as LogHeader, body)
    if (next.header === header && next.body === body) parts.push(whole)
    else {
      changed += 1
      parts.push(encodeFrame({ ...next, startsCommit }))
    }
  }
  return { bytes: Buffer.concat(parts), changed }
}

/** Beside, synced, then in its place: at every moment the segment is whole. */
function replace(path: string, bytes: Buffer): void {
  const draft = `${path}.next`
  const fd = openSync(draft, 'w', 0o600)
  for (let at = 0; at < bytes.byteLength; ) at += writeSync(fd, bytes, at)
  fsyncSync(fd)
  closeSync(fd)
  renameSync(draft, path)
}
