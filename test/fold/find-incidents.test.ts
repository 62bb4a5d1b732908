import { expect, it } from 'vitest'
import { dayToIso } from '../../src/core/time.ts'
import { findIncidents, readIncident } from '../../src/fold/reference/find-incidents.ts'
import type { HeardRow } from '../../src/store/analytic/counts-of-all.ts'
import { day } from './build-fold.ts'

/** 40 accounts on Monday to Friday and 2 at the weekend, from January on; on `few` days so many instead. */
function heard(few: Readonly<Record<string, number>>, to = '05-31'): HeardRow[] {
  const rows: HeardRow[] = []
  for (let at = day('01-05'); at <= day(to); at++) {
    const usual = (at - day('01-05')) % 7 < 5 ? 40 : 2
    const accounts = few[dayToIso(at).slice(5)] ?? usual
    if (accounts > 0) rows.push({ fact: 'name:Report Sent', day: at, accounts })
  }
  return rows
}

/** Each day on which what reads the event is not judged, with since when, until when, and whether it lasts. */
function told(rows: readonly HeardRow[], from = '02-10', to = '05-31'): string[] {
  return findIncidents(rows, { from: day(from), to: day(to) }).map((row) => {
    const { since, last, lasts } = readIncident(row.points)
    const short = (at: number): string => dayToIso(at).slice(5)
    return `${short(row.day)}: ${short(since)} to ${short(last)}${lasts ? ', lasts' : ''}`
  })
}

it('days without anything to tell, and one day alone: a holiday is over with the day', () => {
  expect(told(heard({}))).toEqual([])
  expect(told(heard({ '05-01': 1 }))).toEqual([
    '05-01: 05-01 to 05-01, lasts',
    '05-02: 05-01 to 05-01, lasts',
    '05-03: 05-01 to 05-01, lasts',
  ])
})

it('two days or more rest for a week, over weekends that say nothing', () => {
  expect(told(heard({ '04-09': 0, '04-10': 3, '04-13': 2 }))).toEqual([
    '04-09: 04-09 to 04-09, lasts',
    '04-10: 04-09 to 04-10, lasts',
    '04-11: 04-09 to 04-10, lasts',
    '04-12: 04-09 to 04-10, lasts',
    '04-13: 04-09 to 04-13, lasts',
    ...['04-14', '04-15', '04-16', '04-17', '04-18', '04-19', '04-20'].map((at) => `${at}: 04-09 to 04-13`),
  ])
})

it('a second fall within that week goes on with the same one; what has ended for good becomes usual', () => {
  const twice = told(heard({ '04-06': 0, '04-07': 0, '04-10': 1 }))
  expect([twice.length, twice.at(-1)]).toEqual([12, '04-17: 04-06 to 04-10'])
  const gone = told(
    heard(Object.fromEntries(Array.from({ length: 90 }, (_, i) => [dayToIso(day('03-02') + i).slice(5), 0]))),
  )
  expect([gone[0], gone.at(-1)]).toEqual(['03-02: 03-02 to 03-02, lasts', '05-08: 03-06 to 04-09, lasts'])
})

/** Three events that are sent by 40, 24 and 12 accounts on working days; on `days` each by such a share of them. */
function three(days: Readonly<Record<string, readonly [number, number, number]>>): HeardRow[] {
  const usual = { 'name:Report Sent': 40, 'name:Board Viewed': 24, 'name:Task Done': 12 }
  return Object.entries(usual).flatMap(([fact, accounts], event) =>
    heard({}).flatMap((row): HeardRow[] => {
      const share = days[dayToIso(row.day).slice(5)]?.[event] ?? 1
      const sent = Math.round(((row.accounts * accounts) / 40) * share)
      return sent === 0 ? [] : [{ fact: fact as HeardRow['fact'], day: row.day, accounts: sent }]
    }),
  )
}
const broken = (rows: readonly HeardRow[]): string[] =>
  findIncidents(rows, { from: day('04-01'), to: day('05-08') }).map(
    ({ day: at, quantity }) => `${dayToIso(at).slice(5)} ${quantity.slice('name:'.length)}`,
  )

it('a day that is low for all events is a holiday; an event that nobody sends, on an ordinary day or on a holiday, is broken', () => {
  expect(broken(three({ '05-01': [0.25, 0.3, 0.25] }))).toEqual([])
  // The day after Easter, and the days between Christmas and New Year, are no less holidays for being several.
  expect(broken(three({ '04-06': [0.3, 0.4, 0.3], '04-07': [0.3, 0.3, 0.4], '04-08': [0.4, 0.3, 0.3] }))).toEqual([])
  expect(broken(three({ '04-08': [0, 1, 1] }))).toEqual(['04-08 Report Sent'])
  expect(broken(three({ '04-08': [0, 0, 0.9] }))).toEqual(['04-08 Report Sent', '04-08 Board Viewed'])
  expect(broken(three({ '05-01': [0, 0.6, 0.6] }))).toContain('05-01 Report Sent')
})

it('a day on which hardly anything comes at all is no holiday: then no fall is excused', () => {
  expect(broken(three({ '04-08': [0, 0, 0] }))).toEqual(['04-08 Report Sent', '04-08 Board Viewed', '04-08 Task Done'])
  expect(broken(three({ '04-08': [0.1, 0.15, 0.1] }))).toEqual(['04-08 Report Sent', '04-08 Board Viewed'])
})

it('a day says the same whichever days are asked about with it, and whatever comes later', () => {
  const rows = heard({ '03-05': 0, '03-06': 0, '04-09': 4, '04-10': 3, '04-13': 2, '05-01': 1 })
  const all = told(rows)
  const alone = Array.from({ length: day('05-31') - day('02-10') + 1 }, (_, i) => dayToIso(day('02-10') + i).slice(5))
  expect(alone.flatMap((at) => told(rows, at, at))).toEqual(all)
  expect(
    alone.flatMap((at) =>
      told(
        rows.filter((row) => row.day <= day(at)),
        at,
        at,
      ),
    ),
  ).toEqual(all)
})
