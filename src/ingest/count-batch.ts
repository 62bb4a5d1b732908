import { MAX_ITEM_BYTES, SURELY_SMALL } from './measure-json.ts'

/** Nested deeper than this, a body is left to the parser: far below what is allowed, and no danger to the stack. */
const MOST_NESTED = 24

const NOT = -1
const QUOTE = 0x22
const BACKSLASH = 0x5c
const COMMA = 0x2c
const COLON = 0x3a
const OPEN_RECORD = 0x7b
const CLOSE_RECORD = 0x7d
const OPEN_LIST = 0x5b
const CLOSE_LIST = 0x5d

/** Bytes of a string that stand for themselves. */
const PLAIN = new Uint8Array(256).fill(1, 0x20)
PLAIN[QUOTE] = PLAIN[BACKSLASH] = 0
const HEX = tableOf('0123456789abcdefABCDEF')
const ESCAPED = tableOf('"\\/bfnrt')
const TRUE = Buffer.from('true')
const FALSE = Buffer.from('false')
const NULL = Buffer.from('null')
const BATCH = Buffer.from('batch')
const WRITE_KEY = Buffer.from('writeKey')
const MESSAGE_ID = Buffer.from('messageId')

/**
 * Where a body is looked at. It is copied here, since compiled code reads memory that is always the same more than twice as fast; nothing is kept from
 * one call to the next. A 0, which no JSON has, ends it, and every loop below.
 */
const text = new Uint8Array(16 * MAX_ITEM_BYTES)

/**
 * How many messages `{"batch": […], …}` holds, without making anything of them: a fifth of what parsing takes. null: not JSON, or something in it needs
 * a closer look (no list of messages, a write key, a key with escapes, a message that may be too large or too deep). Whatever is counted is JSON as in
 * RFC 8259, provided that it is UTF-8.
 */
export function countBatch(body: Uint8Array): number | null {
  if (body.length >= text.length) return null
  text.set(body)
  text[body.length] = 0
  // Of two lists the last one holds, as for the parser.
  let count: number | null = null
  let at = skipSpace(0)
  if (text[at] !== OPEN_RECORD) return null
  do {
    const key = skipSpace(at + 1)
    const keyEnd = endOfPlainKey(key)
    const value = keyEnd === NOT ? NOT : afterColon(keyEnd)
    if (value === NOT || isKey(WRITE_KEY, key, keyEnd)) return null
    const list = isKey(BATCH, key, keyEnd) ? walkMessages(value) : null
    count = list?.count ?? count
    const end = list?.end ?? endOfValue(value, 1)
    if (end === NOT) return null
    at = skipSpace(end)
  } while (text[at] === COMMA)
  return text[at] === CLOSE_RECORD && skipSpace(at + 1) === body.length ? count : null
}

/**
 * Whether a line is a JSON object with a `messageId` of its own, or without, by the same walk. null: not JSON, or something in it needs a closer look (a key with
 * escapes, deep nesting, a long line). The line must be UTF-8.
 */
export function lookAtMessage(line: Uint8Array): 'identified' | 'nameless' | null {
  if (line.length >= text.length) return null
  text.set(line)
  text[line.length] = 0
  let identified = false
  let at = skipSpace(0)
  if (text[at] !== OPEN_RECORD) return null
  do {
    const key = skipSpace(at + 1)
    const keyEnd = endOfPlainKey(key)
    const value = keyEnd === NOT ? NOT : afterColon(keyEnd)
    const end = value === NOT ? NOT : endOfValue(value, 1)
    if (end === NOT) return null
    identified ||= isKey(MESSAGE_ID, key, keyEnd)
    at = skipSpace(end)
  } while (text[at] === COMMA)
  if (text[at] !== CLOSE_RECORD || skipSpace(at + 1) !== line.length) return null
  return identified ? 'identified' : 'nameless'
}

type Walked = { readonly count: number; readonly end: number }
const NOT_WALKED: Walked = { count: 0, end: NOT }

/** The list of messages that should open at `open`: how many, and where it ends. NOT: none, not JSON, or a message that may be too large. */
function walkMessages(open: number): Walked {
  if (text[open] !== OPEN_LIST) return NOT_WALKED
  let at = skipSpace(open + 1)
  if (text[at] === CLOSE_LIST) return { count: 0, end: at + 1 }
  for (let count = 1; ; count++) {
    const end = endOfValue(at, 1)
    if (end === NOT || end - at > SURELY_SMALL) return NOT_WALKED
    at = skipSpace(end)
    if (text[at] === CLOSE_LIST) return { count, end: at + 1 }
    if (text[at] !== COMMA) return NOT_WALKED
    at = skipSpace(at + 1)
  }
}

/** Behind the value that begins at `at`; NOT: none begins there. */
function endOfValue(at: number, depth: number): number {
  switch (text[at]) {
    case QUOTE:
      return endOfString(at)
    case OPEN_RECORD:
      return depth > MOST_NESTED ? NOT : endOfRecord(at, depth)
    case OPEN_LIST:
      return depth > MOST_NESTED ? NOT : endOfList(at, depth)
    case TRUE[0]:
      return endOfWord(at, TRUE)
    case FALSE[0]:
      return endOfWord(at, FALSE)
    case NULL[0]:
      return endOfWord(at, NULL)
    default:
      return endOfNumber(at)
  }
}

function endOfRecord(open: number, depth: number): number {
  let at = skipSpace(open + 1)
  if (text[at] === CLOSE_RECORD) return at + 1
  for (;;) {
    const keyEnd = text[at] === QUOTE ? endOfString(at) : NOT
    const value = keyEnd === NOT ? NOT : afterColon(keyEnd)
    const end = value === NOT ? NOT : endOfValue(value, depth + 1)
    if (end === NOT) return NOT
    at = skipSpace(end)
    if (text[at] === CLOSE_RECORD) return at + 1
    if (text[at] !== COMMA) return NOT
    at = skipSpace(at + 1)
  }
}

function endOfList(open: number, depth: number): number {
  let at = skipSpace(open + 1)
  if (text[at] === CLOSE_LIST) return at + 1
  for (;;) {
    const end = endOfValue(at, depth + 1)
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
    while (PLAIN[text[at] as number] === 1) at++
    if (text[at] === QUOTE) return at + 1
    if (text[at] !== BACKSLASH) return NOT
    const escaped = text[at + 1] as number
    if (ESCAPED[escaped] === 1) at += 2
    else if (escaped === 0x75 && isHex(at + 2)) at += 6
    else return NOT
  }
}

function isHex(from: number): boolean {
  for (let at = from; at < from + 4; at++) if (HEX[text[at] as number] !== 1) return false
  return true
}

/** As `endOfString`, for a key that is compared: with an escape in it, it may be another than it seems. */
function endOfPlainKey(open: number): number {
  if (text[open] !== QUOTE) return NOT
  let at = open + 1
  while (PLAIN[text[at] as number] === 1) at++
  return text[at] === QUOTE ? at + 1 : NOT
}

function isKey(name: Uint8Array, open: number, end: number): boolean {
  return end - open === name.length + 2 && endOfWord(open + 1, name) !== NOT
}

function endOfWord(at: number, word: Uint8Array): number {
  for (let i = 0; i < word.length; i++) if (text[at + i] !== word[i]) return NOT
  return at + word.length
}

function endOfNumber(from: number): number {
  let at = text[from] === 0x2d ? from + 1 : from
  at = text[at] === 0x30 ? at + 1 : endOfDigits(at)
  if (at !== NOT && text[at] === 0x2e) at = endOfDigits(at + 1)
  if (at === NOT || ((text[at] as number) | 0x20) !== 0x65) return at
  const sign = text[at + 1]
  return endOfDigits(sign === 0x2b || sign === 0x2d ? at + 2 : at + 1)
}

/** Behind one digit or more. */
function endOfDigits(from: number): number {
  let at = from
  while ((text[at] as number) >= 0x30 && (text[at] as number) <= 0x39) at++
  return at === from ? NOT : at
}

function afterColon(keyEnd: number): number {
  const at = skipSpace(keyEnd)
  return text[at] === COLON ? skipSpace(at + 1) : NOT
}

function skipSpace(from: number): number {
  let at = from
  for (let byte = text[at]; byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09; byte = text[at]) at++
  return at
}

function tableOf(characters: string): Uint8Array {
  const table = new Uint8Array(256)
  for (const byte of Buffer.from(characters)) table[byte] = 1
  return table
}
