import { FIELD, type KeyTable, NO_FIELD, ODD_KEY, type PlainFields, SLOTS } from './plain-fields.ts'

/** What stands where a field is looked for. Of text and numbers the span is told without quotes, of records with their braces. */
export const KIND = { absent: 0, text: 1, number: 2, null: 3, record: 4, other: 5 } as const

const NOT = -1
const QUOTE = 0x22
const BACKSLASH = 0x5c
const COMMA = 0x2c
const COLON = 0x3a
const OPEN_RECORD = 0x7b
const CLOSE_RECORD = 0x7d
const OPEN_LIST = 0x5b
const CLOSE_LIST = 0x5d
const DOT = 0x2e
const MINUS = 0x2d
const ZERO = 0x30

/** Deeper, or with more keys in one object, a line is left to the parser. */
const MOST_NESTED = 24
const MOST_KEYS = 48
/** Doubles hold so many digits of any number, so that it is written again as it was read. */
const SURE_DIGITS = 15
/** With more zeros behind the point a number is written with an exponent. */
const MOST_ZEROS = 5

const FIRST_ROOM = 1 << 21
/** Behind it stands the next frame. */
export const EMPTY_RECORD_END = 2

/**
 * Where a frame is looked at, behind the text `{}`: what is always in the same place is read much faster. Nothing is kept from one call to the next.
 */
export const text = new Uint8Array(FIRST_ROOM)
text[0] = OPEN_RECORD
text[1] = CLOSE_RECORD

const MOST_FIELDS = 64
/** By field, what was found in the line: the kind, and from where to where. */
export const kindOf = new Uint8Array(MOST_FIELDS)
export const fromOf = new Int32Array(MOST_FIELDS)
export const toOf = new Int32Array(MOST_FIELDS)

/** Keys of the objects that are open, to see whether one comes twice. */
const heldHash = new Int32Array((MOST_NESTED + 2) * MOST_KEYS)
const heldFrom = new Int32Array(heldHash.length)
const heldTo = new Int32Array(heldHash.length)
/** How many of them, the hash of the last key, and how many spaces were passed between words. */
const HELD = 0
const HASH = 1
const SPACES = 2
const counters = new Int32Array(3)

const PLAIN = new Uint8Array(256).fill(1, 0x20)
PLAIN[QUOTE] = PLAIN[BACKSLASH] = 0
/** Escapes that are written again as they were read. */
const ESCAPED = new Uint8Array(256)
for (const byte of Buffer.from('"\\bfnrt')) ESCAPED[byte] = 1
const WORDS = { t: Buffer.from('true'), f: Buffer.from('false'), n: Buffer.from('null') }

/** Puts a frame where it is looked at; false: it is too large. */
export function holdText(body: Uint8Array): boolean {
  if (body.length + EMPTY_RECORD_END >= text.length) return false
  text.set(body, EMPTY_RECORD_END)
  text[body.length + EMPTY_RECORD_END] = 0
  return true
}

/**
 * Looks at the line in `text` from `from` to `to`, and notes its fields. false: it is not JSON, or parsing and writing it again would change more of it than spaces (keys that
 * come twice or look like indexes, numbers and escapes in another form), or it is nested deep or has very many keys. The text must be UTF-8.
 */
export function walkPlainLine(fields: PlainFields, from: number, to: number): boolean {
  kindOf.fill(KIND.absent, 0, fields.count)
  counters[HELD] = 0
  counters[SPACES] = 0
  const open = skipSpace(from)
  if (text[open] !== OPEN_RECORD) return false
  const end = endOfRecord(open, 1, fields.message, fields)
  return end !== NOT && skipSpace(end) === to
}

/** How many spaces between words were passed so far in this line. */
export function spacesSeen(): number {
  return counters[SPACES]!
}

function endOfRecord(open: number, depth: number, table: KeyTable | null, fields: PlainFields): number {
  const first = counters[HELD]!
  let at = skipSpace(open + 1)
  if (text[at] === CLOSE_RECORD) return at + 1
  for (;;) {
    const keyEnd = endOfKey(at)
    if (keyEnd === NOT || !holdKey(first, at + 1, keyEnd - 1)) return NOT
    const field = table === null ? NO_FIELD : fieldOf(table, at + 1, keyEnd - 1)
    const value = afterColon(keyEnd)
    if (value === NOT || field === ODD_KEY) return NOT
    const end = field === NO_FIELD ? endOfValue(value, depth, null, fields) : endOfField(field, value, depth, fields)
    if (end === NOT) return NOT
    at = skipSpace(end)
    if (text[at] === CLOSE_RECORD) break
    if (text[at] !== COMMA) return NOT
    at = skipSpace(at + 1)
  }
  counters[HELD] = first
  return at + 1
}

/** The field of the key that was passed last, and stands there; NO_FIELD: it is none that is looked at. */
function fieldOf({ first, keys }: KeyTable, from: number, to: number): number {
  for (let number = first[counters[HASH]! & (SLOTS - 1)]!; number !== 0; ) {
    const { bytes, field, next } = keys[number - 1]!
    if (bytes.length === to - from && endOfWord(from, bytes) === to) return field
    number = next
  }
  return NO_FIELD
}

function endOfField(field: number, value: number, depth: number, fields: PlainFields): number {
  const inner = field === FIELD.context ? fields.context : field === FIELD.properties ? fields.properties : null
  const end = endOfValue(value, depth, inner, fields)
  if (end === NOT) return NOT
  const kind = kindAt(value)
  kindOf[field] = kind
  fromOf[field] = kind === KIND.text ? value + 1 : value
  toOf[field] = kind === KIND.text ? end - 1 : end
  return end
}

function kindAt(value: number): number {
  switch (text[value]) {
    case QUOTE:
      return KIND.text
    case OPEN_RECORD:
      return KIND.record
    case WORDS.n[0]:
      return KIND.null
    case OPEN_LIST:
    case WORDS.t[0]:
    case WORDS.f[0]:
      return KIND.other
    default:
      return KIND.number
  }
}

/** Behind the value that begins at `at`; NOT: none begins there that would be written again as it is. */
function endOfValue(at: number, depth: number, table: KeyTable | null, fields: PlainFields): number {
  switch (text[at]) {
    case QUOTE:
      return endOfString(at)
    case OPEN_RECORD:
      return depth > MOST_NESTED ? NOT : endOfRecord(at, depth + 1, table, fields)
    case OPEN_LIST:
      return depth > MOST_NESTED ? NOT : endOfList(at, depth + 1, fields)
    case WORDS.t[0]:
      return endOfWord(at, WORDS.t)
    case WORDS.f[0]:
      return endOfWord(at, WORDS.f)
    case WORDS.n[0]:
      return endOfWord(at, WORDS.n)
    default:
      return endOfNumber(at)
  }
}

function endOfList(open: number, depth: number, fields: PlainFields): number {
  let at = skipSpace(open + 1)
  if (text[at] === CLOSE_LIST) return at + 1
  for (;;) {
    const end = endOfValue(at, depth, null, fields)
    if (end === NOT) return NOT
    at = skipSpace(end)
    if (text[at] === CLOSE_LIST) return at + 1
    if (text[at] !== COMMA) return NOT
    at = skipSpace(at + 1)
  }
}

function endOfString(open: number): number {
  let at = open + 1
  for (;;) {
    while (PLAIN[text[at]!] === 1) at++
    if (text[at] === QUOTE) return at + 1
    if (text[at] !== BACKSLASH || ESCAPED[text[at + 1]!] !== 1) return NOT
    at += 2
  }
}

/** Behind a key without escapes, whose hash is kept. NOT also of one that is a number, which objects put before all others. */
function endOfKey(open: number): number {
  if (text[open] !== QUOTE) return NOT
  let at = open + 1
  let hash = 0
  for (let byte = text[at]!; PLAIN[byte] === 1; byte = text[++at]!) hash = (Math.imul(hash, 31) + byte) | 0
  counters[HASH] = hash
  return text[at] === QUOTE && (!isDigit(text[open + 1]!) || endOfDigits(open + 1) !== at) ? at + 1 : NOT
}

/** Whether the key is the first of its kind in its object, whose keys are held from `first` on. */
function holdKey(first: number, from: number, to: number): boolean {
  const held = counters[HELD]!
  const hash = counters[HASH]!
  if (held - first >= MOST_KEYS) return false
  for (let i = first; i < held; i++)
    if (heldHash[i] === hash && isSame(heldFrom[i]!, heldTo[i]!, from, to)) return false
  heldHash[held] = hash
  heldFrom[held] = from
  heldTo[held] = to
  counters[HELD] = held + 1
  return true
}

function isSame(from: number, to: number, otherFrom: number, otherTo: number): boolean {
  if (to - from !== otherTo - otherFrom) return false
  for (let i = 0; i < to - from; i++) if (text[from + i] !== text[otherFrom + i]) return false
  return true
}

function endOfWord(at: number, word: Uint8Array): number {
  for (let i = 0; i < word.length; i++) if (text[at + i] !== word[i]) return NOT
  return at + word.length
}

/** Only of numbers in the form in which they are written again: no exponent, no zero at the end of a fraction, no −0, few digits. */
function endOfNumber(from: number): number {
  const whole = text[from] === MINUS ? from + 1 : from
  const point = text[whole] === ZERO ? whole + 1 : endOfDigits(whole)
  if (point === whole || point - whole > SURE_DIGITS) return NOT
  const end = text[point] === DOT ? endOfFraction(whole, point) : point
  if (end === NOT || (text[end]! | 0x20) === 0x65) return NOT
  return text[whole] === ZERO && end === point && whole > from ? NOT : end
}

function endOfFraction(whole: number, point: number): number {
  const end = endOfDigits(point + 1)
  if (end === point + 1 || end - whole - 1 > SURE_DIGITS || text[end - 1] === ZERO) return NOT
  if (text[whole] !== ZERO) return end
  let zeros = 0
  while (text[point + 1 + zeros] === ZERO) zeros++
  return zeros > MOST_ZEROS ? NOT : end
}

function endOfDigits(from: number): number {
  let at = from
  while (isDigit(text[at]!)) at++
  return at
}

function isDigit(byte: number): boolean {
  return byte >= ZERO && byte <= 0x39
}

function afterColon(keyEnd: number): number {
  const at = skipSpace(keyEnd)
  return text[at] === COLON ? skipSpace(at + 1) : NOT
}

/** A line has no newline in it. */
function skipSpace(from: number): number {
  let at = from
  for (let byte = text[at]; byte === 0x20 || byte === 0x0d || byte === 0x09; byte = text[at]) at++
  if (at > from) counters[SPACES]! += at - from
  return at
}
