import type { EventColumns } from '../store/analytic/event-columns.ts'
import type { LogFrame, LogHeader } from '../store/log/log-record.ts'
import type { FrameStretch } from './normalise-batch.ts'

/** A stretch of a log on its way to another thread: all bodies in one buffer that changes hands without being copied again. */
export type PackedStretch = {
  readonly log: string
  readonly after: number
  readonly upTo: number
  readonly headers: readonly LogHeader[]
  /** Where each body ends. */
  readonly ends: readonly number[]
  readonly bodies: Uint8Array<ArrayBuffer>
}

export function packStretch({ log, after, upTo, frames }: FrameStretch): PackedStretch {
  const bodies = new Uint8Array(frames.reduce((sum, { body }) => sum + body.length, 0))
  const ends: number[] = []
  let end = 0
  for (const { body } of frames) {
    bodies.set(body, end)
    end += body.length
    ends.push(end)
  }
  return { log, after, upTo, headers: frames.map(({ header }) => header), ends, bodies }
}

export function unpackStretch({ log, after, upTo, headers, ends, bodies }: PackedStretch): FrameStretch {
  const all = Buffer.from(bodies.buffer)
  const frames = headers.map(
    (header, i): LogFrame => ({ header, body: all.subarray(i === 0 ? 0 : ends[i - 1], ends[i]) }),
  )
  return { log, after, upTo, frames }
}

/** The memory of columns, to change hands with them. */
export function buffersOf(events: EventColumns): ArrayBuffer[] {
  return Object.values(events).flatMap((column) => {
    if (typeof column === 'number') return []
    if ('bytes' in column) return [column.bytes.buffer, column.ends.buffer]
    return 'index' in column ? [column.index.buffer] : [column.buffer]
  })
}

/** Columns as they arrive: what was a Buffer has become an Uint8Array on the way. */
export function withBuffers(events: EventColumns): EventColumns {
  const { messageId, properties } = events
  return {
    ...events,
    messageId: { ...messageId, bytes: Buffer.from(messageId.bytes.buffer) },
    properties: { ...properties, bytes: Buffer.from(properties.bytes.buffer) },
  }
}
