import { isRecord, type JsonRecord } from '../../message-draft.ts'
import type { Row } from '../mapping.ts'

/** An object, or the JSON text of one, as tables and Parquet files hold it; anything else: an empty one. */
export function recordOf(value: unknown): JsonRecord {
  if (isRecord(value)) return value
  if (typeof value !== 'string' || !value.trimStart().startsWith('{')) return {}
  try {
    const parsed: unknown = JSON.parse(value)
    return isRecord(parsed) ? parsed : {}
  } catch {
    return {}
  }
}

/** Text of an id or a name; of a list its first one. null: there is none. */
export function textOf(value: unknown): string | null {
  const one: unknown = Array.isArray(value) ? value[0] : value
  if (typeof one === 'number' || typeof one === 'bigint') return String(one)
  return typeof one === 'string' && one !== '' ? one : null
}

/** The first of several columns that holds a text. */
export function textAt(row: Row, ...columns: readonly string[]): string | null {
  for (const column of columns) {
    const text = textOf(row.get(column))
    if (text !== null) return text
  }
  return null
}

/** A record of what is not null. */
export function present(record: JsonRecord): Record<string, unknown> {
  return Object.fromEntries(Object.entries(record).filter(([, value]) => value !== null && value !== undefined))
}

/** What of a record has a name that `keep` takes; a null-prototype record, since a property may be called `__proto__`. */
export function pick(record: JsonRecord, keep: (key: string) => boolean): Record<string, unknown> {
  const kept: Record<string, unknown> = Object.create(null)
  for (const [key, value] of Object.entries(record)) if (keep(key) && value !== null && value !== '') kept[key] = value
  return kept
}
