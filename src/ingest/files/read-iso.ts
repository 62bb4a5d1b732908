import { makeWallClock } from '../../core/instant-of-wall.ts'
import type { Millis } from '../../core/time.ts'
import { parseTimestamp } from '../parse-timestamp.ts'

const ZONED = /(Z|UTC|GMT|[+-]\d{2}(:?\d{2})?)$/i
const CLOCKS = new Map<string, (shown: Millis) => Millis>()

/** An instant out of text or a number. Text without a zone is what the clocks of `timezone` (default UTC) showed. null: it is none. */
export function readIso(value: unknown, timezone: string | undefined): Millis | null {
  const at = parseTimestamp(value)
  if (at === null || timezone === undefined || typeof value !== 'string') return at
  const text = value.trim()
  const hasZone = text.length > 10 && ZONED.test(text)
  return hasZone || /^-?\d+(\.\d+)?$/.test(text) ? at : wallClockOf(timezone)(at)
}

/** The clock of a zone, made once. */
export function wallClockOf(timezone: string): (shown: Millis) => Millis {
  const known = CLOCKS.get(timezone) ?? makeWallClock(timezone)
  CLOCKS.set(timezone, known)
  return known
}
