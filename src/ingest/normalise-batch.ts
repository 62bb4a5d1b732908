import { isUtf8 } from 'node:buffer'
import type { NormalisedBatch, PlacedMessage, RefusedMessage } from '../store/analytic/message.ts'
import { addEvent, type EventPacker, makeEventPacker, packedEvents } from '../store/analytic/pack-events.ts'
import type { ControlHeader, LogFrame, MessagesHeader } from '../store/log/log-record.ts'
import type { CompiledSettings } from './ingest-settings.ts'
import { frameInfo, isBlank, normaliseFrame, normaliseLine } from './normalise-frame.ts'
import type { NormalisedList } from './normalise-message.ts'
import { beginFrame, makePlainPacker, type PlainPacker, packPlainLine } from './plain/pack-plain-line.ts'
import { EMPTY_RECORD_END, holdText } from './plain/walk-plain-line.ts'

/** A stretch of one log: whole frames in order, the positions (after, upTo]. */
export type FrameStretch = {
  readonly log: string
  readonly after: number
  readonly upTo: number
  readonly frames: readonly LogFrame[]
}

type Normalising = {
  readonly after: number
  readonly settings: CompiledSettings
  readonly events: EventPacker
  readonly plain: PlainPacker | null
  readonly others: PlacedMessage[]
  readonly refused: RefusedMessage[]
}

/** What a stretch of a log became. Positions at or below `after` (a frame applied in part) are left out. */
export function normaliseBatch(stretch: FrameStretch, settings: CompiledSettings): NormalisedBatch {
  const { log, after, upTo } = stretch
  const events = makeEventPacker()
  const at: Normalising = { after, settings, events, plain: makePlainPacker(settings, events), others: [], refused: [] }
  const controls: ControlHeader[] = []
  for (const { header, body } of stretch.frames) {
    if (header.kind === 'messages') normaliseMessages(at, header, body)
    else if (header.firstN > after) controls.push(header)
  }
  const { others, refused } = at
  return { log, after, upTo, events: packedEvents(events), others, refused, controls }
}

function normaliseMessages(at: Normalising, header: MessagesHeader, body: Buffer): void {
  const { plain } = at
  if (plain !== null && header.shape === 'lines' && header.imported && isUtf8(body) && holdText(body))
    normalisePlainLines(at, plain, { header, body })
  else take(at, normaliseFrame({ header, body }, at.settings))
}

const NEWLINE = 0x0a

/** Most lines of imports are plain; each other one goes through the steps. */
function normalisePlainLines(
  at: Normalising,
  plain: PlainPacker,
  { header, body }: { readonly header: MessagesHeader; readonly body: Buffer },
): void {
  const info = frameInfo(header)
  beginFrame(plain, header)
  let n = header.firstN
  for (let from = 0; from < body.length; ) {
    const found = body.indexOf(NEWLINE, from)
    const end = found === -1 ? body.length : found
    const line = { from: from + EMPTY_RECORD_END, to: end + EMPTY_RECORD_END }
    const isTaken = n <= at.after
    if (isTaken || !packPlainLine(plain, n, line)) {
      const bytes = body.subarray(from, end)
      if (isBlank(bytes)) n--
      else if (!isTaken) {
        const list: NormalisedList = { messages: [], refused: [] }
        normaliseLine({ n, bytes, info }, at.settings, list)
        take(at, list)
      }
    }
    n++
    from = end + 1
  }
}

function take({ after, events, others, refused }: Normalising, list: NormalisedList): void {
  for (const message of list.messages) {
    if (message.n <= after) continue
    if (message.type === 'event') addEvent(events, message)
    else others.push({ after: events.rows, message })
  }
  for (const message of list.refused) if (message.n > after) refused.push(message)
}
