import { addTextBytes, type EventPacker, growText } from '../../store/analytic/pack-events.ts'
import type { TextSpan } from '../../store/analytic/text-column.ts'
import { FIELD } from './plain-fields.ts'
import { EMPTY_RECORD_END, fromOf, KIND, kindOf, spacesSeen, text, toOf } from './walk-plain-line.ts'

const QUOTE = 0x22
const BACKSLASH = 0x5c
const COMMA = spanOf(',')
const END = spanOf('}')
const FOLDED = [
  { field: FIELD.page, key: spanOf('"$page":') },
  { field: FIELD.campaign, key: spanOf('"$campaign":') },
  { field: FIELD.referrer, key: spanOf('"$referrer":') },
]

function spanOf(words: string): TextSpan {
  const bytes = Buffer.from(words)
  return { text: bytes, from: 0, to: bytes.length }
}

/** Whether the properties of the line that was walked can be taken as they stand. */
export function hasPlainProperties(): boolean {
  const kind = kindOf[FIELD.properties]
  return kind === KIND.record || kind === KIND.null || kind === KIND.absent
}

/** Adds them as `readProperties` would write them: without spaces, and with what the context says of where it happened. */
export function addProperties({ properties }: Pick<EventPacker, 'properties'>): void {
  const isSent = kindOf[FIELD.properties] === KIND.record
  const from = isSent ? fromOf[FIELD.properties]! : 0
  const to = isSent ? toOf[FIELD.properties]! : EMPTY_RECORD_END
  if (!isFolding()) {
    addTextBytes(properties, { text, from, to: from })
    grow(properties, from, to)
    return
  }
  addTextBytes(properties, { text, from, to: from })
  grow(properties, from, to - 1)
  let isEmpty = isEmptyRecord(from, to)
  for (const { field, key } of FOLDED) {
    if (!isFolded(field)) continue
    if (!isEmpty) growText(properties, COMMA)
    isEmpty = false
    growText(properties, key)
    const quote = kindOf[field] === KIND.text ? 1 : 0
    grow(properties, fromOf[field]! - quote, toOf[field]! + quote)
  }
  growText(properties, END)
}

function isFolding(): boolean {
  return FOLDED.some(({ field }) => isFolded(field))
}

/** Neither null nor an empty text. */
function isFolded(field: number): boolean {
  const kind = kindOf[field]!
  if (kind === KIND.absent || kind === KIND.null) return false
  return kind !== KIND.text || toOf[field]! > fromOf[field]!
}

function isEmptyRecord(from: number, to: number): boolean {
  for (let at = from + 1; at < to - 1; at++) if (!isSpace(text[at]!)) return false
  return true
}

/** Adds JSON without the spaces between its words. */
function grow(properties: EventPacker['properties'], from: number, to: number): void {
  if (spacesSeen() === 0) {
    growText(properties, { text, from, to })
    return
  }
  let begin = from
  let isInText = false
  for (let at = from; at < to; at++) {
    const byte = text[at]!
    if (byte === BACKSLASH) at++
    else if (byte === QUOTE) isInText = !isInText
    else if (!isInText && isSpace(byte)) {
      growText(properties, { text, from: begin, to: at })
      begin = at + 1
    }
  }
  growText(properties, { text, from: begin, to })
}

function isSpace(byte: number): boolean {
  return byte === 0x20 || byte === 0x0d || byte === 0x09
}
