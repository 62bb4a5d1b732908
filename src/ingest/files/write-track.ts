import { numberOf, readText, readTime, usedBy } from './map-row.ts'
import type { ColumnMapping, Row } from './mapping.ts'

/**
 * The message that `mapRow` makes of a row, as the text that `JSON.stringify` makes of it, without making the message: most rows of a file with columns. null: the row has to
 * be mapped, since it is refused, or no event, or its properties would be written in another order. A property test holds both to the same text.
 */
export function writeTrack(row: Row, mapping: ColumnMapping, rowId: string): string | null {
  if (mapping.type === 'subscription') return null
  const timestamp = readTime(row, mapping.time)
  const event = readText(row, mapping.event)
  const properties = writeProperties(row, mapping)
  if (timestamp === null || event === null || properties === null) return null
  const groupId = readText(row, mapping.account)
  const received = mapping.received === undefined ? null : readTime(row, mapping.received)
  return (
    `{"type":"track","event":${quoted(event)}` +
    field('userId', readText(row, mapping.user)) +
    field('anonymousId', readText(row, mapping.anonymous)) +
    (groupId === null ? '' : `,"context":{"groupId":${quoted(groupId)}}`) +
    `,"messageId":${quoted(readText(row, mapping.id) ?? rowId)},"timestamp":${quoted(timestamp)}` +
    `${field('receivedAt', received)},"properties":{${properties}}}`
  )
}

function field(key: string, value: string | null): string {
  return value === null ? '' : `,"${key}":${quoted(value)}`
}

function writeProperties(row: Row, mapping: ColumnMapping): string | null {
  const keys = keysOf(mapping)
  const used = mapping.properties === undefined ? usedBy(mapping) : null
  let text = ''
  for (const column of mapping.properties ?? row.keys()) {
    if (used?.has(column) === true) continue
    const value = row.get(column)
    if (value === undefined || value === null || value === '') continue
    const key = keyOf(keys, column)
    if (key === null) return null
    const sent = keys.numbers.has(column) ? numberOf(value) : value
    text += `${text === '' ? '' : ','}${key}${typeof sent === 'string' ? quoted(sent) : JSON.stringify(sent)}`
  }
  return text
}

/** Columns as keys of JSON, told once for each mapping; null: an object would not hold it in the order of the columns. */
type Keys = { readonly texts: Map<string, string | null>; readonly numbers: ReadonlySet<string> }

const KEYS = new WeakMap<ColumnMapping, Keys>()

function keysOf(mapping: ColumnMapping): Keys {
  const known = KEYS.get(mapping)
  if (known !== undefined) return known
  const repeated = (mapping.properties ?? []).filter((column, at, all) => all.indexOf(column) !== at)
  const texts = new Map<string, string | null>(repeated.map((column) => [column, null]))
  const keys: Keys = { texts, numbers: new Set(mapping.numbers ?? []) }
  KEYS.set(mapping, keys)
  return keys
}

function keyOf({ texts }: Keys, column: string): string | null {
  const known = texts.get(column)
  if (known !== undefined) return known
  const key = /^\d+$/.test(column) ? null : `${JSON.stringify(column)}:`
  texts.set(column, key)
  return key
}

/** What is escaped: a quote, a backslash, a control character, or half of a pair (any of one is looked at closer). */
const ESCAPED = /["\\\p{Cc}\p{Cs}]/u

function quoted(text: string): string {
  return ESCAPED.test(text) ? JSON.stringify(text) : `"${text}"`
}
