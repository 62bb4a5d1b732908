import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { addMonths, dayToIso, isoToDay, MS_PER_HOUR, makeZone, monthStartOf, weekdayOf, weekStartOf } from './time.ts'

const day = (iso: string) => isoToDay(iso) ?? Number.NaN
const at = (iso: string) => Date.parse(iso)

describe('days and dates', () => {
  it('counts days from 1970-01-01', () => {
    expect(['1969-12-31', '1970-01-01', '2026-03-01'].map(isoToDay)).toEqual([-1, 0, 20_513])
    expect([-1, 0, 20_513].map(dayToIso)).toEqual(['1969-12-31', '1970-01-01', '2026-03-01'])
  })

  it('knows no 30 February, no 13th month, and no other way to write a date', () => {
    const wrong = ['2026-02-30', '2026-13-01', '2025-02-29', '2026-3-1', '01.03.2026', '2026-03-01T00:00:00Z', '']
    expect(wrong.map(isoToDay)).toEqual(wrong.map(() => null))
    expect(dayToIso(day('2024-02-29'))).toBe('2024-02-29')
  })

  it('goes from day to date and back for any day of four centuries', () => {
    fc.assert(fc.property(fc.integer({ min: -100_000, max: 100_000 }), (n) => isoToDay(dayToIso(n)) === n))
  })
})

describe('weeks and months', () => {
  it('names weekdays from Monday, before 1970 too', () => {
    expect(['2026-03-02', '2026-03-08', '1969-12-29', '1969-12-28'].map((iso) => weekdayOf(day(iso)))).toEqual([
      0, 6, 0, 6,
    ])
  })

  it('begins a week on Monday or on Sunday, as configured', () => {
    const sunday = day('2026-03-08')
    expect(dayToIso(weekStartOf(sunday, 'monday'))).toBe('2026-03-02')
    expect(dayToIso(weekStartOf(sunday, 'sunday'))).toBe('2026-03-08')
    expect(dayToIso(weekStartOf(day('2026-03-07'), 'sunday'))).toBe('2026-03-01')
  })

  it('begins a month on its first day', () => {
    expect(['2026-03-31', '2026-03-01', '1969-12-31'].map((iso) => dayToIso(monthStartOf(day(iso))))).toEqual([
      '2026-03-01',
      '2026-03-01',
      '1969-12-01',
    ])
  })

  it('clips a month later to the end of a shorter month', () => {
    const rows: readonly (readonly [string, number, string])[] = [
      ['2026-01-31', 1, '2026-02-28'],
      ['2024-01-31', 1, '2024-02-29'],
      ['2026-12-15', 1, '2027-01-15'],
      ['2026-03-31', -1, '2026-02-28'],
      ['2024-02-29', 12, '2025-02-28'],
      ['2026-05-20', 0, '2026-05-20'],
    ]
    expect(rows.map(([from, months]) => dayToIso(addMonths(day(from), months)))).toEqual(rows.map(([, , to]) => to))
  })
})

describe('days of a time zone', () => {
  it('puts an instant into the local day, not the UTC day', () => {
    const instant = at('2026-03-01T23:30:00Z')
    const days = ['UTC', 'Asia/Tokyo', 'America/Los_Angeles', 'Pacific/Kiritimati', 'Pacific/Pago_Pago']
    expect(days.map((name) => dayToIso(makeZone(name).dayOf(instant)))).toEqual([
      '2026-03-01',
      '2026-03-02',
      '2026-03-01',
      '2026-03-02',
      '2026-03-01',
    ])
  })

  it('gives the days on which clocks change 23 and 25 hours', () => {
    const berlin = makeZone('Europe/Berlin')
    const hours = (iso: string) => (berlin.startOf(day(iso) + 1) - berlin.startOf(day(iso))) / MS_PER_HOUR
    expect(['2026-03-28', '2026-03-29', '2026-10-25'].map(hours)).toEqual([24, 23, 25])
  })

  it('begins a day where midnight does not exist at the first instant that does', () => {
    const beirut = makeZone('Asia/Beirut')
    const start = beirut.startOf(day('2026-03-29'))
    expect(new Date(start).toISOString()).toBe('2026-03-28T22:00:00.000Z')
    expect([start - 1, start].map((instant) => dayToIso(beirut.dayOf(instant)))).toEqual(['2026-03-28', '2026-03-29'])
  })

  it('finds every instant between the start of its day and the start of the next', () => {
    const names = ['UTC', 'Europe/Berlin', 'America/St_Johns', 'Asia/Kolkata', 'Pacific/Apia', 'Australia/Lord_Howe']
    const zones = names.map(makeZone)
    const instant = fc.integer({ min: at('2010-01-01T00:00:00Z'), max: at('2030-01-01T00:00:00Z') })
    fc.assert(
      fc.property(fc.constantFrom(...zones), instant, (zone, ms) => {
        const found = zone.dayOf(ms)
        return zone.startOf(found) <= ms && ms < zone.startOf(found + 1)
      }),
    )
  })

  it('refuses a zone that is none', () => {
    expect(() => makeZone('Europe/Atlantis')).toThrow(RangeError)
  })
})
