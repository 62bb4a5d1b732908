import type { EventColumns } from './event-columns.ts'
import { FLAG, warningBits } from './event-flags.ts'
import { hashMessage } from './hash-message.ts'
import type { EventMessage } from './message.ts'
import { joinTexts, packTexts, type TextColumn, type TextSpan } from './text-column.ts'

type Keys = { readonly ids: Map<string, number>; index: Int32Array<ArrayBuffer> }
type Texts = {
  readonly parts: TextColumn[]
  waiting: string[]
  /** Texts that came as bytes, and where each ends. */
  bytes: Buffer<ArrayBuffer>
  ends: Int32Array<ArrayBuffer>
  count: number
}

/** Columns of events that are still growing: there is more room than rows. */
export type EventPacker = {
  rows: number
  readonly numbers: Record<(typeof NUMBERS)[number], Float64Array<ArrayBuffer>>
  readonly bits: Record<(typeof BITS)[number], Int32Array<ArrayBuffer>>
  readonly keys: Readonly<Record<(typeof KEYS)[number], Keys>>
  readonly messageId: Texts
  readonly properties: Texts
}

const NUMBERS = ['n', 'ts', 'tsRaw', 'knownAt', 'hash'] as const
const BITS = ['flags', 'warnings'] as const
const KEYS = ['name', 'source', 'actor', 'anonymous', 'named', 'session'] as const
const FIRST_ROWS = 64
/** Texts become bytes a few at a time: held as strings, each would be moved about by the collector. */
const TEXTS_WAITING = 1_024
const PART_BYTES = 1 << 18
const PART_ROWS = 4_096

export function makeEventPacker(): EventPacker {
  return {
    rows: 0,
    numbers: columnsOf(NUMBERS, () => new Float64Array(FIRST_ROWS)),
    bits: columnsOf(BITS, () => new Int32Array(FIRST_ROWS)),
    keys: columnsOf(KEYS, () => ({ ids: new Map<string, number>(), index: new Int32Array(FIRST_ROWS) })),
    messageId: makeTexts(),
    properties: makeTexts(),
  }
}

function columnsOf<Name extends string, Column>(names: readonly Name[], make: () => Column): Record<Name, Column> {
  return Object.fromEntries(names.map((name) => [name, make()])) as Record<Name, Column>
}

function makeTexts(): Texts {
  return { parts: [], waiting: [], bytes: Buffer.alloc(0), ends: new Int32Array(0), count: 0 }
}

/** Adds an event as the next row. */
export function addEvent(packer: EventPacker, event: EventMessage): void {
  const { numbers, bits, keys } = packer
  const row = nextRow(packer)
  numbers.n[row] = event.n
  numbers.ts[row] = event.ts
  numbers.tsRaw[row] = event.tsRaw
  numbers.knownAt[row] = event.knownAt
  numbers.hash[row] = hashMessage(event.source, event.messageId)
  bits.flags[row] = flagsOf(event)
  bits.warnings[row] = event.warnings.length === 0 ? 0 : warningBits(event.warnings)
  keys.name.index[row] = keyIdOf(keys.name, event.name)
  keys.source.index[row] = keyIdOf(keys.source, event.source)
  keys.actor.index[row] = keyIdOf(keys.actor, event.userId === null ? `a:${event.anonymousId}` : `u:${event.userId}`)
  keys.anonymous.index[row] = keyIdOf(keys.anonymous, event.anonymousId === null ? null : `a:${event.anonymousId}`)
  keys.named.index[row] = keyIdOf(keys.named, event.accountKey)
  keys.session.index[row] = keyIdOf(keys.session, event.sessionId)
  addText(packer.messageId, event.messageId)
  addText(packer.properties, event.properties)
}

/** Makes room for a row and gives its number; all of its columns are to be set. */
export function nextRow(packer: EventPacker): number {
  const { rows, numbers, bits, keys } = packer
  if (rows === numbers.n.length) {
    const room = rows * 2
    for (const name of NUMBERS) numbers[name] = withRoom(numbers[name], new Float64Array(room))
    for (const name of BITS) bits[name] = withRoom(bits[name], new Int32Array(room))
    for (const name of KEYS) keys[name].index = withRoom(keys[name].index, new Int32Array(room))
  }
  return packer.rows++
}

function withRoom<Column extends Float64Array | Int32Array>(column: Column, larger: Column): Column {
  larger.set(column)
  return larger
}

/** The rows so far as columns. */
export function packedEvents(packer: EventPacker): EventColumns {
  const { rows, numbers, bits, keys } = packer
  return {
    rows,
    ...columnsFrom(NUMBERS, (name) => numbers[name].slice(0, rows)),
    ...columnsFrom(BITS, (name) => bits[name].slice(0, rows)),
    ...columnsFrom(KEYS, (name) => ({ values: [...keys[name].ids.keys()], index: keys[name].index.slice(0, rows) })),
    messageId: toTextColumn(packer.messageId),
    properties: toTextColumn(packer.properties),
  }
}

function columnsFrom<Name extends string, Column>(
  names: readonly Name[],
  make: (name: Name) => Column,
): Record<Name, Column> {
  return Object.fromEntries(names.map((name) => [name, make(name)])) as Record<Name, Column>
}

export function packEvents(events: readonly EventMessage[]): EventColumns {
  const packer = makeEventPacker()
  for (const event of events) addEvent(packer, event)
  return packedEvents(packer)
}

function flagsOf(event: EventMessage): number {
  return (
    (event.accountKey === null ? FLAG.keyless : 0) |
    (event.excluded ? FLAG.excluded : 0) |
    (event.imported ? FLAG.imported : 0) |
    (event.arrivalAssumed ? FLAG.arrivalAssumed : 0) |
    (event.call === 'page' ? FLAG.page : 0) |
    (event.call === 'screen' ? FLAG.screen : 0) |
    (event.userId === null ? 0 : FLAG.userId)
  )
}

/** The number of a key among those of the column; −1: none. */
export function keyIdOf({ ids }: Keys, key: string | null): number {
  if (key === null) return -1
  let id = ids.get(key)
  if (id === undefined) {
    id = ids.size
    ids.set(key, id)
  }
  return id
}

function addText(texts: Texts, text: string): void {
  if (texts.count > 0) closeBytes(texts)
  texts.waiting.push(text)
  if (texts.waiting.length === TEXTS_WAITING) closeStrings(texts)
}

/** As bytes; further ones may follow by `growText`. */
export function addTextBytes(texts: Texts, span: TextSpan): void {
  if (texts.waiting.length > 0) closeStrings(texts)
  if (texts.count === PART_ROWS) closeBytes(texts)
  if (texts.count === 0 && texts.ends.length === 0) texts.ends = new Int32Array(PART_ROWS)
  texts.ends[texts.count] = texts.count === 0 ? 0 : texts.ends[texts.count - 1]!
  texts.count++
  growText(texts, span)
}

/** Adds to the text that was added last. */
export function growText(texts: Texts, { text, from, to }: TextSpan): void {
  const start = texts.ends[texts.count - 1]!
  const end = start + to - from
  if (end > texts.bytes.length) {
    const larger = Buffer.from(new ArrayBuffer(Math.max(PART_BYTES, end, texts.bytes.length * 2)))
    larger.set(texts.bytes.subarray(0, start))
    texts.bytes = larger
  }
  const into = texts.bytes
  for (let at = from; at < to; at++) into[start + at - from] = text[at]!
  texts.ends[texts.count - 1] = end
}

function closeStrings(texts: Texts): void {
  texts.parts.push(packTexts(texts.waiting))
  texts.waiting = []
}

function closeBytes(texts: Texts): void {
  const { bytes, ends, count } = texts
  const end = ends[count - 1]!
  texts.parts.push({ bytes: Buffer.from(bytes.buffer, 0, end), ends: ends.slice(0, count) })
  texts.bytes = Buffer.alloc(0)
  texts.count = 0
}

function toTextColumn(texts: Texts): TextColumn {
  if (texts.count > 0) closeBytes(texts)
  closeStrings(texts)
  return joinTexts(texts.parts)
}
