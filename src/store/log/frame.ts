import { crc32 } from 'node:zlib'

/**
 * One frame of a log file:
 *
 *     u32 word | u32 crc | payload          little-endian
 *     word    = length of the payload, with the top bit set in the first frame of a commit
 *     crc     = CRC-32 (ISO-HDLC, the polynomial of zlib and PNG: 0x04C11DB7) of word and payload
 *     payload = one line of JSON (the header), '\n', the body as it arrived
 *
 * The top bit tells torn from damaged. A commit is written after the one before it was synced, so a bad frame that is followed by the start of another commit
 * had been on disk: it is damage. A bad frame with nothing but its own commit after it may never have been synced, and was then never acknowledged: a torn tail.
 *
 * A payload is shorter than 8 MiB, hence the third byte of the word is below 0x80 and the fourth is 0x00 or 0x80. No JSON text contains such a pair (a control
 * character, or a continuation byte after ASCII), so a search for the next frame cannot be led astray by what a body says.
 */
export const FRAME_PREFIX_BYTES = 8
export const MAX_PAYLOAD_BYTES = 0x7f_ffff

const STARTS_COMMIT = 0x8000_0000
const NEWLINE = 0x0a
const SHORTEST_PAYLOAD_BYTES = 3

export type FrameToWrite = { readonly header: object; readonly body: Uint8Array; readonly startsCommit: boolean }

/** A frame whose checksum holds; `body` is a view into the bytes it was found in. */
export type RawFrame = {
  readonly header: unknown
  readonly body: Buffer
  readonly startsCommit: boolean
  readonly end: number
}

/** Why there is no frame at an offset; `end` (no bytes left) is the only good reason. `short` says how many bytes a whole frame would need. */
export type NoFrame =
  | { readonly none: 'end' }
  | { readonly none: 'short'; readonly needs: number }
  | { readonly none: 'bad' }

/** The bytes of a header as they are written. */
export function encodeHeader(header: object): Buffer {
  return Buffer.from(`${JSON.stringify(header)}\n`)
}

/** A frame to write into `target` at `at`, where there must be room. */
export type FramePlacement = {
  readonly target: Buffer
  readonly at: number
  readonly header: Buffer
  readonly body: Uint8Array
  readonly startsCommit: boolean
}

/** Writes a frame where it is placed; returns where it ends. */
export function writeFrame({ target, at, header, body, startsCommit }: FramePlacement): number {
  const length = header.byteLength + body.byteLength
  const start = at + FRAME_PREFIX_BYTES
  target.writeUInt32LE((startsCommit ? STARTS_COMMIT + length : length) >>> 0, at)
  target.set(header, start)
  target.set(body, start + header.byteLength)
  target.writeUInt32LE(checksum(target, at, start + length), at + 4)
  return start + length
}

/** A frame alone in its own buffer. */
export function encodeFrame({ header, body, startsCommit }: FrameToWrite): Buffer {
  const line = encodeHeader(header)
  const target = Buffer.allocUnsafe(FRAME_PREFIX_BYTES + line.byteLength + body.byteLength)
  writeFrame({ target, at: 0, header: line, body, startsCommit })
  return target
}

function checksum(bytes: Buffer, at: number, end: number): number {
  return crc32(bytes.subarray(at + FRAME_PREFIX_BYTES, end), crc32(bytes.subarray(at, at + 4)))
}

/** The frame at `at`, or why there is none. */
export function readFrame(bytes: Buffer, at: number): RawFrame | NoFrame {
  const left = bytes.byteLength - at
  if (left === 0) return { none: 'end' }
  if (left < FRAME_PREFIX_BYTES) return { none: 'short', needs: FRAME_PREFIX_BYTES }
  const word = bytes.readUInt32LE(at)
  const length = word >= STARTS_COMMIT ? word - STARTS_COMMIT : word
  if (length < SHORTEST_PAYLOAD_BYTES || length > MAX_PAYLOAD_BYTES) return { none: 'bad' }
  const end = at + FRAME_PREFIX_BYTES + length
  if (end > bytes.byteLength) return { none: 'short', needs: FRAME_PREFIX_BYTES + length }
  if (checksum(bytes, at, end) !== bytes.readUInt32LE(at + 4)) return { none: 'bad' }
  const split = bytes.indexOf(NEWLINE, at + FRAME_PREFIX_BYTES)
  if (split === -1 || split >= end) return { none: 'bad' }
  return {
    header: JSON.parse(bytes.toString('utf8', at + FRAME_PREFIX_BYTES, split)),
    body: bytes.subarray(split + 1, end),
    startsCommit: word >= STARTS_COMMIT,
    end,
  }
}

/** The next place at or after `from` where a whole frame stands, or undefined. For what comes after damage. */
export function findFrame(bytes: Buffer, from: number): { readonly at: number; readonly frame: RawFrame } | undefined {
  const last = bytes.byteLength - FRAME_PREFIX_BYTES - SHORTEST_PAYLOAD_BYTES
  for (let at = from; at <= last; at++) {
    const top = bytes[at + 3]
    // Cheap tests first: the payload starts with a JSON object.
    if ((top !== 0x00 && top !== 0x80) || bytes[at + 8] !== 0x7b || bytes[at + 9] !== 0x22) continue
    const frame = readFrame(bytes, at)
    if (!('none' in frame)) return { at, frame }
  }
  return undefined
}
