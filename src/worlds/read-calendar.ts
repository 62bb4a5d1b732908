import { type Day, dayToIso, isoToDay, weekdayOf } from '../core/time.ts'

/** A country as far as it matters to when people work. Offsets are of standard time: the worlds know no summer time. */
export type Country = {
  readonly code: string
  readonly zone: string
  readonly offsetHours: number
  readonly currency: string
  readonly weight: number
  readonly quietAugust: boolean
  /** Fixed dates, month-day. */
  readonly holidays: readonly string[]
  /** Days after Easter Sunday. */
  readonly easterDays: readonly number[]
  /** The n-th weekday of a month: [month, weekday (0 = Monday), n]. */
  readonly floating: readonly (readonly [number, number, number])[]
}

const EURO = { currency: 'EUR', quietAugust: true, floating: [] } as const
const US_DAYS = ['01-01', '06-19', '07-04', '11-11', '12-25']
const US_FLOATING = [
  [1, 0, 3],
  [2, 0, 3],
  [9, 0, 1],
  [10, 0, 2],
  [11, 3, 4],
  [11, 4, 4],
] as const
const AMERICA = {
  currency: 'USD',
  quietAugust: false,
  holidays: US_DAYS,
  easterDays: [],
  floating: US_FLOATING,
} as const
const DE_DAYS = ['01-01', '05-01', '10-03', '12-25', '12-26']
const FR_DAYS = ['01-01', '05-01', '05-08', '07-14', '08-15', '11-01', '11-11', '12-25']
const GB_DAYS = ['01-01', '12-25', '12-26']
const JP_DAYS = [
  '01-01',
  '01-02',
  '01-03',
  '02-11',
  '02-23',
  '04-29',
  '05-03',
  '05-04',
  '05-05',
  '08-11',
  '11-03',
  '11-23',
]
const BR_DAYS = ['01-01', '04-21', '05-01', '09-07', '10-12', '11-02', '11-15', '12-25']

export const COUNTRIES: readonly Country[] = [
  { ...AMERICA, code: 'US', zone: 'America/New_York', offsetHours: -5, weight: 0.26 },
  { ...AMERICA, code: 'US', zone: 'America/Los_Angeles', offsetHours: -8, weight: 0.14 },
  {
    ...EURO,
    code: 'DE',
    zone: 'Europe/Berlin',
    offsetHours: 1,
    weight: 0.16,
    holidays: DE_DAYS,
    easterDays: [-2, 1, 39, 50],
  },
  {
    ...EURO,
    code: 'FR',
    zone: 'Europe/Paris',
    offsetHours: 1,
    weight: 0.12,
    holidays: FR_DAYS,
    easterDays: [1, 39, 50],
  },
  {
    code: 'GB',
    zone: 'Europe/London',
    offsetHours: 0,
    currency: 'GBP',
    weight: 0.16,
    quietAugust: true,
    holidays: GB_DAYS,
    easterDays: [-2, 1],
    floating: [
      [5, 0, 1],
      [5, 0, 4],
      [8, 0, 4],
    ],
  },
  {
    code: 'BR',
    zone: 'America/Sao_Paulo',
    offsetHours: -3,
    currency: 'USD',
    weight: 0.08,
    quietAugust: false,
    holidays: BR_DAYS,
    easterDays: [-48, -47, -2, 60],
    floating: [],
  },
  {
    code: 'JP',
    zone: 'Asia/Tokyo',
    offsetHours: 9,
    currency: 'USD',
    weight: 0.08,
    quietAugust: false,
    holidays: JP_DAYS,
    easterDays: [],
    floating: [
      [1, 0, 2],
      [7, 0, 3],
      [9, 0, 3],
    ],
  },
]

/** Monday … Sunday, with a mean of 1. */
export const WEEKDAY_SHAPE: readonly number[] = [1.15, 1.2, 1.2, 1.15, 1.0, 0.18, 0.12].map((w) => (w * 7) / 6)

/** Factors of a country's days from..to on activity: weekday, and where `seasons` is true holidays, the turn of the year and August. */
export function tabulateDays(country: Country, range: { from: Day; to: Day }, seasons: boolean): Float64Array {
  const holidays = seasons ? listHolidays(country, range) : new Set<Day>()
  return Float64Array.from({ length: range.to - range.from }, (_, i) => {
    const day = range.from + i
    return WEEKDAY_SHAPE[weekdayOf(day)]! * (seasons ? seasonOf(country, day) : 1) * (holidays.has(day) ? 0.1 : 1)
  })
}

function seasonOf(country: Country, day: Day): number {
  const monthDay = dayToIso(day).slice(5)
  if (monthDay >= '12-24' || monthDay <= '01-02') return 0.25
  return country.quietAugust && monthDay.startsWith('08') ? 0.8 : 1
}

function listHolidays(country: Country, range: { from: Day; to: Day }): Set<Day> {
  const days = new Set<Day>()
  for (let year = yearOf(range.from); year <= yearOf(range.to); year++) {
    for (const monthDay of country.holidays) days.add(isoToDay(`${year}-${monthDay}`)!)
    for (const shift of country.easterDays) days.add(easterSunday(year) + shift)
    for (const [month, weekday, nth] of country.floating) days.add(nthWeekday(year, month, weekday) + 7 * (nth - 1))
  }
  return days
}

function yearOf(day: Day): number {
  return Number(dayToIso(day).slice(0, 4))
}

function nthWeekday(year: number, month: number, weekday: number): Day {
  const first = isoToDay(`${year}-${String(month).padStart(2, '0')}-01`)!
  return first + ((weekday - weekdayOf(first) + 7) % 7)
}

/** Gregorian Easter by the rule of the golden number and the dominical letter. */
function easterSunday(year: number): Day {
  const century = Math.floor(year / 100)
  const golden = year % 19
  const leapless = century - Math.floor(century / 4) - Math.floor((8 * century + 13) / 25)
  const h = (((leapless + 19 * golden + 15) % 30) + 30) % 30
  const moon = h - Math.floor(h / 28) * (1 - Math.floor(29 / (h + 1)) * Math.floor((21 - golden) / 11))
  const weekday = (year + Math.floor(year / 4) + moon + 2 - century + Math.floor(century / 4)) % 7
  const offset = moon - weekday
  const month = 3 + Math.floor((offset + 40) / 44)
  const day = offset + 28 - 31 * Math.floor(month / 4)
  return Math.round(Date.UTC(year, month - 1, day) / 86_400_000)
}
