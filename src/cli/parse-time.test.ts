import { expect, it } from 'vitest'
import { makeZone } from '../core/time.ts'
import { parseTime } from './parse-time.ts'

it('a date is the last millisecond of that local day, also on the day clocks change', () => {
  expect(new Date(parseTime('--as-of', '2026-03-29', makeZone('Europe/Berlin'))).toISOString()).toBe(
    '2026-03-29T21:59:59.999Z',
  )
  expect(new Date(parseTime('--as-of', '2026-03-28', makeZone('Europe/Berlin'))).toISOString()).toBe(
    '2026-03-28T22:59:59.999Z',
  )
})

it('an instant needs a zone; anything else names the argument, the value and what is expected', () => {
  expect(parseTime('--now', '2026-03-01T09:30:00+01:00', makeZone('UTC'))).toBe(Date.UTC(2026, 2, 1, 8, 30))
  for (const text of ['2026-03-01T09:30:00', 'yesterday', '2026-02-30', '']) {
    expect(() => parseTime('--now', text, makeZone('UTC'))).toThrow(`--now is ${JSON.stringify(text)}; expected a date`)
  }
})
