import type { From, Row } from '../files/mapping.ts'

/** A column, or with `=` before it what is the same for all rows. */
export function fromOf(spec: string): From {
  return spec.startsWith('=') ? { constant: spec.slice(1) } : { column: spec }
}

/** The text of a value; null where there is none. */
export function textAt(row: Row, spec: string | undefined): string | null {
  if (spec === undefined) return null
  const value = spec.startsWith('=') ? spec.slice(1) : row.get(spec)
  if (value === null || value === undefined || value === '') return null
  return typeof value === 'object' ? JSON.stringify(value) : String(value)
}

/** ISO text of an instant, a day being its midnight; null: none, or no instant. */
export function instantAt(row: Row, spec: string | undefined): string | null {
  const text = textAt(row, spec)
  if (text === null || !/^\d{4}-\d{2}-\d{2}([T ].*)?$/.test(text)) return null
  const at = Date.parse(text)
  return Number.isNaN(at) ? null : new Date(at).toISOString()
}
