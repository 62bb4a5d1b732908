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

const COMMON_LENGTH = 24
/** Where a text is looked at as bytes. Nothing is kept from one call to the next. */
const common = new Uint8Array(COMMON_LENGTH)

/** `2026-03-01T09:30:00.000Z`, which is what every SDK sends. */
function parseCommonForm(text: string): Millis | null {
  if (text.length !== COMMON_LENGTH) return null
  for (let i = 0; i < COMMON_LENGTH; i++) common[i] = Math.min(text.charCodeAt(i), 0xff)
  const at = parseCommonBytes(common, 0, COMMON_LENGTH)
  return Number.isNaN(at) ? null : at
}

/** The same of the bytes of `text` from `from` to `to`; NaN: they have another form. Read digit by digit because it is read millions of times. */
export function parseCommonBytes(text: Uint8Array, from: number, to: number): Millis {
  if (to - from !== COMMON_LENGTH || text[from + 23] !== 0x5a || text[from + 10] !== 0x54) return Number.NaN
  if (text[from + 4] !== 0x2d || text[from + 7] !== 0x2d || text[from + 19] !== 0x2e) return Number.NaN
  if (text[from + 13] !== 0x3a || text[from + 16] !== 0x3a) return Number.NaN
  const hour = digits(text, from + 11, 2)
  const minute = digits(text, from + 14, 2)
  const second = digits(text, from + 17, 2)
  // NaN is no more than anything: of what is no number the sum below is none.
  if (hour > 23 || minute > 59 || second > 59) return Number.NaN
  const days = civilDay(digits(text, from, 4), digits(text, from + 5, 2), digits(text, from + 8, 2))
  if (days === null) return Number.NaN
  return days * 86_400_000 + hour * 3_600_000 + minute * 60_000 + second * 1_000 + digits(text, from + 20, 3)
}

/** NaN when one is no digit. */
function digits(text: Uint8Array, from: number, count: number): number {
  let value = 0
  for (let i = from; i < from + count; i++) {
    const digit = text[i]! - 0x30
    if (digit < 0 || digit > 9) return Number.NaN
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
