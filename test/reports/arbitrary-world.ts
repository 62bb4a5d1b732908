import fc from 'fast-check'
import { Temporal } from 'temporal-polyfill'
import type { Told } from './open-report.ts'

/** A few weeks around a day that is hard for calendars, told out of order, with ties in time, ids that are one person and people in several accounts. */
export type World = {
  readonly zone: string
  readonly weekStart: 'monday' | 'sunday'
  readonly base: string
  readonly events: readonly (Told & { readonly at: number; readonly did: string; readonly in: string | null })[]
  readonly joins: readonly { readonly actor: string; readonly person: string }[]
  readonly now: number
}

const ZONES = ['UTC', 'Europe/Berlin', 'America/St_Johns', 'Asia/Kathmandu', 'Australia/Lord_Howe', 'Pacific/Apia']
/** Leap day, clocks forward and back, a year's end. */
const BASES = ['2024-02-25', '2026-03-25', '2026-10-22', '2025-12-27', '2026-04-02']
export const NAMES = ['a', 'b', 'c']
export const DAYS = 16
const HOUR = 3_600_000

const told = fc.record({
  hour: fc.oneof(fc.integer({ min: 0, max: DAYS * 24 }), fc.constantFrom(24, 47, 48, 72, 96)),
  quarter: fc.constantFrom(0, 0, 1, 2),
  who: fc.constantFrom('p1', 'p2', 'p3', 'p4'),
  in: fc.constantFrom('acme', 'acme', 'beta', null),
  did: fc.constantFrom(...NAMES),
  color: fc.constantFrom('red', 'blue', 'green', null),
  excluded: fc.constantFrom(false, false, false, false, false, true),
})

export const arbitraryWorld: fc.Arbitrary<World> = fc
  .record({
    zone: fc.constantFrom(...ZONES),
    weekStart: fc.constantFrom('monday' as const, 'sunday' as const),
    base: fc.constantFrom(...BASES),
    rows: fc.array(told, { minLength: 1, maxLength: 40 }),
    joined: fc.boolean(),
    nowHour: fc.integer({ min: 100, max: DAYS * 24 * 2 }),
  })
  .map(({ zone, weekStart, base, rows, joined, nowHour }) => {
    const start = Date.parse(`${base}T00:00:00Z`)
    const events = rows.map(({ hour, quarter, color, ...rest }) => ({
      ...rest,
      at: start + hour * HOUR + quarter * 900_000,
      with: color === null ? {} : { color },
    }))
    const joins = joined ? [{ actor: 'p2', person: 'p1' }] : []
    return { zone, weekStart, base, events, joins, now: start + nowHour * HOUR }
  })

export type Interval = 'hour' | 'day' | 'week' | 'month'
export type Actor = 'user' | 'member' | 'account'
export type Happened = {
  readonly at: number
  readonly entity: string
  readonly did: string
  readonly color: string | null
  readonly i: number
}

/** What counts, in order of time (of the log where times are equal), each with whom it is counted for. */
export function happenedIn({ events, joins }: World, actor: Actor): Happened[] {
  const personOf = (who: string) => joins.find((join) => join.actor === who)?.person ?? who
  const kept = events.flatMap((event, i) => {
    if (event.excluded || (actor !== 'user' && event.in === null)) return []
    const person = personOf(event.who)
    const entity = actor === 'user' ? person : actor === 'account' ? event.in! : `${event.in} ${person}`
    return [{ at: event.at, entity, did: event.did, color: (event.with?.color as string | undefined) ?? null, i }]
  })
  return kept.sort((x, y) => x.at - y.at || x.i - y.i)
}

export function dateOf(at: number, zone: string): Temporal.PlainDate {
  return Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(zone).toPlainDate()
}

export function startOfDate(date: Temporal.PlainDate, zone: string): number {
  return date.toZonedDateTime(zone).epochMilliseconds
}

/** First day of the interval that a day is in. */
export function intervalOf(
  date: Temporal.PlainDate,
  interval: Exclude<Interval, 'hour'>,
  weekStart: World['weekStart'],
): Temporal.PlainDate {
  if (interval === 'day') return date
  if (interval === 'month') return date.with({ day: 1 })
  const back = weekStart === 'monday' ? date.dayOfWeek - 1 : date.dayOfWeek % 7
  return date.subtract({ days: back })
}

export function next(start: Temporal.PlainDate, interval: Exclude<Interval, 'hour'>, n = 1): Temporal.PlainDate {
  if (interval === 'month') return start.add({ months: n })
  return start.add({ days: interval === 'week' ? 7 * n : n })
}

/** First days of all intervals of a range. */
export function intervalsOf(
  { zone: _, weekStart }: Pick<World, 'zone' | 'weekStart'>,
  interval: Exclude<Interval, 'hour'>,
  [from, to]: readonly [string, string],
): Temporal.PlainDate[] {
  const starts: Temporal.PlainDate[] = []
  const last = intervalOf(Temporal.PlainDate.from(to), interval, weekStart)
  for (
    let start = intervalOf(Temporal.PlainDate.from(from), interval, weekStart);
    Temporal.PlainDate.compare(start, last) <= 0;
    start = next(start, interval)
  )
    starts.push(start)
  return starts
}

export function plusDays(base: string, days: number): string {
  return Temporal.PlainDate.from(base).add({ days }).toString()
}
