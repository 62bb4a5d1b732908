import type { Millis } from '../core/time.ts'
import { cleanLabel } from './clean-text.ts'

/**
 * An instant from whatever clients send; null when it cannot be read.
 * Text: ISO 8601 with `T` or a space, seconds and fraction optional, a bare date is midnight; without a zone it is UTC; 24:00 is the next midnight;
 * 30 February and second 60 are refused. Numbers, also as text: epoch seconds, milliseconds, micro- or nanoseconds by magnitude.
 */
export function parseTimestamp(value: unknown): Millis | null {
  if (typeof value === 'number') return epochToMillis(value)
  if (typeof value !== 'string') return null
  if (value.length > 64) return null
  const common = parseCommonForm(value)
  return common !== null ? common : parseOtherForm(cleanLabel(value))
}

/** Below 10^11 seconds (the year 5138), then each unit a thousand times finer. */
function epochToMillis(value: number): Millis | null {
  if (!Number.isFinite(value)) return null
  const size = Math.abs(value)
  if (size < 1e11) return Math.round(value * 1e3)
  if (size < 1e14) return Math.round(value)
  if (size < 1e17) return Math.floor(value / 1e3)
  return size < 1e20 ? Math.floor(value / 1e6) : null
}

/** `2026-03-01T09:30:00.000Z`, which is what every SDK sends; read digit by digit because it is read millions of times. */
function parseCommonForm(text: string): Millis | null {
  if (text.length !== 24 || text.charCodeAt(23) !== 0x5a || text.charCodeAt(10) !== 0x54) return null
  if (text[4] !== '-' || text[7] !== '-' || text[13] !== ':' || text[16] !== ':' || text[19] !== '.') return null
  const year = digits(text, 0, 4)
  const month = digits(text, 5, 2)
  const day = digits(text, 8, 2)
  const hour = digits(text, 11, 2)
  const minute = digits(text, 14, 2)
  const second = digits(text, 17, 2)
  const ms = digits(text, 20, 3)
  if (year < 0 || month < 0 || day < 0 || hour < 0 || minute < 0 || second < 0 || ms < 0) return null
  if (hour > 23 || minute > 59 || second > 59) return null
  const days = civilDay(year, month, day)
  return days === null ? null : days * 86_400_000 + hour * 3_600_000 + minute * 60_000 + second * 1_000 + ms
}

/** −1 when one is no digit. */
function digits(text: string, from: number, count: number): number {
  let value = 0
  for (let i = from; i < from + count; i++) {
    const digit = text.charCodeAt(i) - 0x30
    if (digit < 0 || digit > 9) return -1
    value = value * 10 + digit
  }
  return value
}

const MONTH_DAYS = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]

/** Days since 1970 in the proleptic Gregorian calendar; null when there is no such date. Years may be negative or have six digits. */
function civilDay(year: number, month: number, day: number): number | null {
  if (month < 1 || month > 12 || day < 1 || day > MONTH_DAYS[month - 1]!) return null
  const leap = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0)
  if (month === 2 && day === 29 && !leap) return null
  const y = month <= 2 ? year - 1 : year
  const era = Math.floor(y / 400)
  const yearOfEra = y - era * 400
  const dayOfYear = Math.floor((153 * (month > 2 ? month - 3 : month + 9) + 2) / 5) + day - 1
  return era * 146_097 + yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear - 719_468
}

const ISO =
  /^([+-]\d{6}|\d{4})-(\d{1,2})-(\d{1,2})(?:[Tt ](\d{1,2}):(\d{2})(?::(\d{2})(?:[.,](\d{1,12}))?)?)?\s*(Z|z|UTC|GMT|[+-]\d{2}(?::?\d{2})?)?$/
const EPOCH_TEXT = /^-?\d{9,19}(?:\.\d{1,9})?$/

function parseOtherForm(text: string): Millis | null {
  if (EPOCH_TEXT.test(text)) return epochToMillis(Number(text))
  const part = ISO.exec(text)
  if (part === null) return null
  const days = civilDay(Number(part[1]), Number(part[2]), Number(part[3]))
  const clock = clockMillis(part[4], part[5], part[6], part[7])
  const offset = offsetMillis(part[8])
  return days === null || clock === null || offset === null ? null : days * 86_400_000 + clock - offset
}

function clockMillis(hour = '0', minute = '0', second = '0', fraction = ''): number | null {
  const h = Number(hour)
  const m = Number(minute)
  const s = Number(second)
  const ms = Number(fraction.slice(0, 3).padEnd(3, '0'))
  if (h === 24) return m === 0 && s === 0 && ms === 0 ? 86_400_000 : null
  if (h > 24 || m > 59 || s > 59) return null
  return h * 3_600_000 + m * 60_000 + s * 1_000 + ms
}

function offsetMillis(zone: string | undefined): number | null {
  if (zone === undefined || /^[A-Za-z]/.test(zone)) return 0
  const hours = Number(zone.slice(1, 3))
  const minutes = Number(zone.slice(3).replace(':', '') || '0')
  if (hours > 18 || minutes > 59) return null
  return (zone.startsWith('-') ? -1 : 1) * (hours * 60 + minutes) * 60_000
}
