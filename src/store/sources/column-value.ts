const BOOLEAN = 16
/** The number of `bytea`. */
export const BYTES = 17
const WHOLE = new Set([20, 21, 23, 26])
const DECIMAL = new Set([700, 701, 1700])
const JSON_TYPES = new Set([114, 3802])
const DAY = 1082
/** Without and with a zone. */
const INSTANT = new Set([1114, 1184])

/**
 * A value as PostgreSQL writes it, by the type of its column: instants as ISO text in UTC (those without a zone are taken as UTC), numbers as numbers where that is
 * exact and else as their digits, JSON as what it says. Bytes and instants that are none (`infinity`) are null.
 */
export function toColumnValue(type: number, text: string): unknown {
  if (type === BOOLEAN) return text === 't'
  if (WHOLE.has(type)) return exactNumber(text, /^-?\d{1,15}$/)
  if (DECIMAL.has(type)) return exactNumber(text, /^-?\d{0,15}(\.\d{1,15})?$/)
  if (JSON_TYPES.has(type)) return parseJson(text)
  if (INSTANT.has(type)) return toInstant(text)
  if (type === DAY) return /^\d{4}-\d{2}-\d{2}$/.test(text) ? text : null
  return type === BYTES ? null : text
}

/** At most fifteen digits: a double holds each such number. */
function exactNumber(text: string, form: RegExp): number | string {
  return form.test(text) && text.replaceAll(/\D/g, '').length <= 15 ? Number(text) : text
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return text
  }
}

/** `2026-03-01 10:00:00.123456+00`; years beyond 9999 and before 1 are no instants. */
function toInstant(text: string): string | null {
  const parts = /^(\d{4}-\d{2}-\d{2}) (\d{2}:\d{2}:\d{2})(\.\d{1,3})?\d*(\+00)?$/.exec(text)
  const at = parts === null ? Number.NaN : Date.parse(`${parts[1]}T${parts[2]}${parts[3] ?? ''}Z`)
  return Number.isNaN(at) ? null : new Date(at).toISOString()
}
