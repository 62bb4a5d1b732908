import type { NormalisedBatch, PlacedMessage, RefusedMessage } from '../store/analytic/message.ts'
import { addEvent, makeEventPacker, packedEvents } from '../store/analytic/pack-events.ts'
import type { ControlHeader, LogFrame } from '../store/log/log-record.ts'
import type { CompiledSettings } from './ingest-settings.ts'
import { normaliseFrame } from './normalise-frame.ts'

/** A stretch of one log: whole frames in order, the positions (after, upTo]. */
export type FrameStretch = {
  readonly log: string
  readonly after: number
  readonly upTo: number
  readonly frames: readonly LogFrame[]
}

/** What a stretch of a log became. Positions at or below `after` (a frame applied in part) are left out. */
export function normaliseBatch(stretch: FrameStretch, settings: CompiledSettings): NormalisedBatch {
  const events = makeEventPacker()
  const others: PlacedMessage[] = []
  const refused: RefusedMessage[] = []
  const controls: ControlHeader[] = []
  for (const frame of stretch.frames) {
    if (frame.header.kind !== 'messages') {
      if (frame.header.firstN > stretch.after) controls.push(frame.header)
      continue
    }
    const list = normaliseFrame(frame, settings)
    for (const message of list.messages) {
      if (message.n <= stretch.after) continue
      if (message.type === 'event') addEvent(events, message)
      else others.push({ after: events.rows, message })
    }
    for (const message of list.refused) if (message.n > stretch.after) refused.push(message)
  }
  const { log, after, upTo } = stretch
  return { log, after, upTo, events: packedEvents(events), others, refused, controls }
}
