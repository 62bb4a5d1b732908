import { expect, it } from 'vitest'
import { makeWallClock } from './instant-of-wall.ts'

const shown = (zone: string, time: string) => new Date(makeWallClock(zone)(Date.parse(`${time}Z`))).toISOString()

it('a clock in winter, in summer, in the hour that comes twice and in the one that is left out', () => {
  expect(shown('Europe/Berlin', '2026-01-15T12:00:00')).toBe('2026-01-15T11:00:00.000Z')
  expect(shown('Europe/Berlin', '2026-07-15T12:00:00.123')).toBe('2026-07-15T10:00:00.123Z')
  expect(shown('Europe/Berlin', '2026-10-25T02:30:00')).toBe('2026-10-25T00:30:00.000Z')
  expect(shown('Europe/Berlin', '2026-03-29T02:30:00')).toBe('2026-03-29T01:30:00.000Z')
  expect(shown('America/New_York', '2026-03-08T01:59:59')).toBe('2026-03-08T06:59:59.000Z')
  expect(shown('Asia/Kathmandu', '2026-03-08T00:10:00')).toBe('2026-03-07T18:25:00.000Z')
  expect(shown('UTC', '2026-03-08T00:10:00')).toBe('2026-03-08T00:10:00.000Z')
})
