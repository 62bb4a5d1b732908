import type { EventColumns, KeyColumn } from './event-columns.ts'
import { FLAG, warningBits } from './event-flags.ts'
import { hashMessage } from './hash-message.ts'
import type { EventMessage } from './message.ts'
import { joinTexts, packTexts, type TextColumn } from './text-column.ts'

type Keys = { readonly ids: Map<string, number>; readonly index: number[] }
type Texts = { readonly parts: TextColumn[]; waiting: string[] }

/** Columns of events that are still growing. */
export type EventPacker = {
  rows: number
  readonly numbers: Readonly<Record<(typeof NUMBERS)[number], number[]>>
  readonly hash: number[]
  readonly flags: number[]
  readonly warnings: number[]
  readonly keys: Readonly<Record<(typeof KEYS)[number], Keys>>
  readonly messageId: Texts
  readonly properties: Texts
}

const NUMBERS = ['n', 'ts', 'tsRaw', 'knownAt'] as const
const KEYS = ['name', 'source', 'actor', 'anonymous', 'named', 'session'] as const
/** Texts become bytes a few at a time: held as strings, each would be moved about by the collector. */
const TEXTS_WAITING = 1_024

export function makeEventPacker(): EventPacker {
  const numbers = Object.fromEntries(NUMBERS.map((name) => [name, []]))
  const keys = Object.fromEntries(KEYS.map((name) => [name, { ids: new Map(), index: [] }]))
  return {
    rows: 0,
    numbers: numbers as unknown as EventPacker['numbers'],
    ...{ hash: [], flags: [], warnings: [] },
    keys: keys as unknown as EventPacker['keys'],
    messageId: { parts: [], waiting: [] },
    properties: { parts: [], waiting: [] },
  }
}

/** Adds an event as the next row. */
export function addEvent(packer: EventPacker, event: EventMessage): void {
  const { numbers, keys } = packer
  packer.rows++
  numbers.n.push(event.n)
  numbers.ts.push(event.ts)
  numbers.tsRaw.push(event.tsRaw)
  numbers.knownAt.push(event.knownAt)
  packer.hash.push(hashMessage(event.source, event.messageId))
  packer.flags.push(flagsOf(event))
  packer.warnings.push(event.warnings.length === 0 ? 0 : warningBits(event.warnings))
  addKey(keys.name, event.name)
  addKey(keys.source, event.source)
  addKey(keys.actor, event.userId === null ? `a:${event.anonymousId}` : `u:${event.userId}`)
  addKey(keys.anonymous, event.anonymousId === null ? null : `a:${event.anonymousId}`)
  addKey(keys.named, event.accountKey)
  addKey(keys.session, event.sessionId)
  addText(packer.messageId, event.messageId)
  addText(packer.properties, event.properties)
}

/** The rows so far as columns. */
export function packedEvents(packer: EventPacker): EventColumns {
  const numbers = NUMBERS.map((name) => [name, new Float64Array(packer.numbers[name])])
  const keys = KEYS.map((name) => [name, toKeyColumn(packer.keys[name])])
  return {
    ...Object.fromEntries([...numbers, ...keys]),
    rows: packer.rows,
    hash: new Float64Array(packer.hash),
    flags: new Int32Array(packer.flags),
    warnings: new Int32Array(packer.warnings),
    messageId: toTextColumn(packer.messageId),
    properties: toTextColumn(packer.properties),
  }
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

function addKey({ ids, index }: Keys, key: string | null): void {
  if (key === null) {
    index.push(-1)
    return
  }
  let id = ids.get(key)
  if (id === undefined) {
    id = ids.size
    ids.set(key, id)
  }
  index.push(id)
}

function toKeyColumn({ ids, index }: Keys): KeyColumn {
  return { values: [...ids.keys()], index: new Int32Array(index) }
}

function addText(texts: Texts, text: string): void {
  texts.waiting.push(text)
  if (texts.waiting.length < TEXTS_WAITING) return
  texts.parts.push(packTexts(texts.waiting))
  texts.waiting = []
}

function toTextColumn({ parts, waiting }: Texts): TextColumn {
  return joinTexts([...parts, packTexts(waiting)])
}
