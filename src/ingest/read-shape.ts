import { cleanText, cutText } from './clean-text.ts'
import { FORGOTTEN_ITEM } from './forgotten-subject.ts'
import { excessBytes, ITEM_SLACK_BYTES, MAX_DEPTH, MAX_ITEM_BYTES } from './measure-json.ts'
import {
  describe,
  EMPTY_RECORD,
  isRecord,
  type MessageDraft,
  type MessageType,
  refuse,
  type StepResult,
} from './message-draft.ts'

const LARGEST = MAX_ITEM_BYTES + ITEM_SLACK_BYTES

/** Step: an object, neither too deep nor too large. */
export function checkShape(draft: MessageDraft): StepResult {
  const { item, bytes } = draft.raw
  if (!isRecord(item)) return refuse(draft, 'bad_envelope', `the message is ${describe(item)}`)
  draft.item = item
  if (isRecord(item.context)) draft.context = item.context
  const excess = excessBytes(item)
  if (excess === Number.POSITIVE_INFINITY) return refuse(draft, 'too_deep', `nested deeper than ${MAX_DEPTH} levels`)
  const length = bytes ?? excess
  return length > LARGEST ? refuse(draft, 'too_large', `${length} bytes, at most ${LARGEST}`) : null
}

const LIVE_TYPES: ReadonlySet<unknown> = new Set<MessageType>(['track', 'identify', 'group', 'page', 'screen', 'alias'])
const IMPORTED_TYPES: ReadonlySet<unknown> = new Set<MessageType>(['membership', 'subscription'])

/** Step: the kind of message. The route knows it for single bodies; else the body says it. */
export function readType(draft: MessageDraft): StepResult {
  const { frame } = draft.raw
  const sent: unknown = frame.type ?? draft.item.type
  if (LIVE_TYPES.has(sent) || (frame.imported && IMPORTED_TYPES.has(sent))) {
    draft.type = sent as MessageType
    return null
  }
  if (frame.imported && sent === 'bad_row') return refuseRow(draft)
  // What a forgotten person or account had sent stood here.
  if (sent === FORGOTTEN_ITEM.type) return refuse(draft, 'forgotten', 'asked to be forgotten')
  return refuse(draft, 'unknown_type', `type is ${describe(sent)}`)
}

/** An importer that could not read a row of its file passes it on as `{type: 'bad_row', detail, raw}`, so that it is listed with the others. */
function refuseRow(draft: MessageDraft): StepResult {
  const { detail } = draft.item
  draft.item = EMPTY_RECORD
  return refuse(draft, 'bad_row', typeof detail === 'string' ? cutText(cleanText(detail), 200) : 'unreadable')
}
