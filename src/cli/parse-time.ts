import { telltaleError } from '../core/errors.ts'
import { isoToDay, type Millis, type Zone } from '../core/time.ts'

/** `2026-03-01` (the end of that local day) or an ISO instant with a zone. @throws bad_argument */
export function parseTime(argument: string, text: string, zone: Zone): Millis {
  const day = isoToDay(text)
  if (day !== null) return zone.startOf(day + 1) - 1
  const instant = /(Z|[+-]\d{2}:?\d{2})$/.test(text) ? Date.parse(text) : Number.NaN
  if (Number.isNaN(instant)) {
    throw telltaleError('bad_argument', {
      argument,
      value: JSON.stringify(text),
      expected: 'a date (2026-03-01) or an instant with a zone (2026-03-01T09:30:00Z)',
    })
  }
  return instant
}
