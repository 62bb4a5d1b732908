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
  /** beta was taken in by acme, when all had happened. */
  readonly merged: boolean
  /** What was said of somebody's team, out of order. */
  readonly teams: readonly { readonly of: string; readonly team: string | null; readonly at: number }[]
  readonly now: number
}

const ZONES = ['UTC', 'Europe/Berlin', 'America/St_Johns', 'Asia/Kathmandu', 'Australia/Lord_Howe', 'Pacific/Apia']
/** Leap day, clocks forward and back, a year's end. */
const BASES = ['2024-02-25', '2026-03-25', '2026-10-22', '2025-12-27', '2026-04-02']
export const NAMES = ['a', 'b', 'c']
const PEOPLE = ['p1', 'p2', 'p3', 'p4']
export const DAYS = 16
const HOUR = 3_600_000

const told = fc.record({
  hour: fc.oneof(fc.integer({ min: 0, max: DAYS * 24 }), fc.constantFrom(24, 47, 48, 72, 96)),
  quarter: fc.constantFrom(0, 0, 1, 2),
  who: fc.constantFrom(...PEOPLE),
  in: fc.constantFrom('acme', 'acme', 'beta', null),
  did: fc.constantFrom(...NAMES),
  color: fc.constantFrom('red', 'blue', 'green', null),
  excluded: fc.constantFrom(false, false, false, false, false, true),
})

const said = fc.record({
  of: fc.constantFrom('p1', 'p2', 'p3', 'acme', 'beta'),
  team: fc.constantFrom('north', 'south', null),
  hour: fc.integer({ min: -24, max: DAYS * 24 }),
})

export const arbitraryWorld: fc.Arbitrary<World> = fc
  .record({
    zone: fc.constantFrom(...ZONES),
    weekStart: fc.constantFrom('monday' as const, 'sunday' as const),
    base: fc.constantFrom(...BASES),
    rows: fc.array(told, { minLength: 1, maxLength: 40 }),
    joined: fc.boolean(),
    merged: fc.boolean(),
    said: fc.array(said, { maxLength: 6 }),
    nowHour: fc.integer({ min: 100, max: DAYS * 24 * 2 }),
  })
  .map(({ zone, weekStart, base, rows, joined, merged, said, nowHour }) => {
    const start = Date.parse(`${base}T00:00:00Z`)
    const events = rows.map(({ hour, quarter, color, ...rest }) => ({
      ...rest,
      at: start + hour * HOUR + quarter * 900_000,
      with: color === null ? {} : { color },
    }))
    const joins = joined ? [{ actor: 'p2', person: 'p1' }] : []
    const teams = said.map(({ of, team, hour }) => ({ of, team, at: start + hour * HOUR }))
    return { zone, weekStart, base, events, joins, merged, teams, now: start + nowHour * HOUR }
  })

export type Interval = 'hour' | 'day' | 'week' | 'month'
export type Actor = 'user' | 'member' | 'account'
export type Happened = {
  readonly at: number
  readonly entity: string
  readonly did: string
  readonly color: string | null
  /** As of the event: the actor's, else that of the other one of the event. */
  readonly team: string | null
  readonly i: number
}

/** What counts, in order of time (of the log where times are equal), each with whom it is counted for. */
export function happenedIn(world: World, actor: Actor): Happened[] {
  const { events } = world
  const personOf = (who: string) => survivorOf(world, who)
  const kept = events.flatMap((event, i) => {
    if (event.excluded || (actor !== 'user' && event.in === null)) return []
    const person = personOf(event.who)
    const entity =
      actor === 'user'
        ? person
        : actor === 'account'
          ? survivorOf(world, event.in!)
          : `${survivorOf(world, event.in!)} ${person}`
    const sides = event.in === null ? [person] : [person, survivorOf(world, event.in)]
    const own = actor === 'account' ? sides.toReversed() : sides
    const team = own.reduce<string | null>((found, name) => found ?? teamOf(world, name, event.at), null)
    return [{ at: event.at, entity, did: event.did, color: (event.with?.color as string | undefined) ?? null, team, i }]
  })
  return kept.sort((x, y) => x.at - y.at || x.i - y.i)
}

/** Who an id, or which account a name, turned out to be. */
export function survivorOf({ joins, merged }: Pick<World, 'joins' | 'merged'>, name: string): string {
  if (name === 'beta' && merged) return 'acme'
  return joins.find((join) => join.actor === name)?.person ?? name
}

/** The team of somebody as of an instant: their own last word, else that of whoever they took in. */
export function teamOf(world: World, name: string, at: number): string | null {
  const lastOf = (names: readonly string[]) => {
    const told = world.teams.filter((one) => names.includes(one.of) && one.at <= at)
    const latest = Math.max(...told.map((one) => one.at))
    return told.findLast((one) => one.at === latest)
  }
  const taken = [...PEOPLE, 'acme', 'beta'].filter((one) => one !== name && survivorOf(world, one) === name)
  return (lastOf([name]) ?? lastOf(taken))?.team ?? null
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
