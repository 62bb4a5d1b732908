import fc from 'fast-check'
import { expect, it } from 'vitest'
import {
  type Actor,
  arbitraryWorld,
  dateOf,
  happenedIn,
  intervalsOf,
  next,
  plusDays,
  startOfDate,
  type World,
} from './arbitrary-world.ts'
import { openWorld } from './open-world.ts'

const WINDOWS = { day: 1, week: 7, month28: 28 } as const
type Question = {
  readonly actor: Actor
  readonly interval: 'day' | 'week' | 'month'
  readonly window?: keyof typeof WINDOWS
  readonly from: number
  readonly days: number
}

/** Each interval by itself: everybody whose events are in its window, one event after the other. */
function naiveActive(world: World, { actor, interval, window, from, days }: Question) {
  const { zone, base, now } = world
  const events = happenedIn(world, actor)
  const starts = intervalsOf(world, interval, [plusDays(base, from), plusDays(base, from + days)])
  const values = starts.map((start) => {
    const end = next(start, interval)
    if (startOfDate(end, zone) > now) return null
    const begin = window === undefined ? start : end.subtract({ days: WINDOWS[window] })
    const inside = events.filter(({ at }) => {
      const date = dateOf(at, zone).toString()
      return date >= begin.toString() && date < end.toString()
    })
    return inside
  })
  const count = (color?: string | null) =>
    values.map((inside) =>
      inside === null
        ? null
        : new Set(inside.filter((one) => color === undefined || one.color === color).map((one) => one.entity)).size,
    )
  return {
    intervals: starts.map(String),
    values: count(),
    byColor: (color: string | null) => count(color),
  }
}

it('equals a count of every interval by itself: zones, clock changes, ties, joins, several accounts, running intervals', async () => {
  const question = fc.record({
    actor: fc.constantFrom('user' as const, 'member' as const, 'account' as const),
    interval: fc.constantFrom('day' as const, 'week' as const, 'month' as const),
    window: fc.constantFrom(undefined, 'day' as const, 'week' as const, 'month28' as const),
    from: fc.integer({ min: -3, max: 12 }),
    days: fc.integer({ min: 0, max: 20 }),
  })
  await fc.assert(
    fc.asyncProperty(arbitraryWorld, fc.array(question, { minLength: 4, maxLength: 4 }), async (world, questions) => {
      const { ask, calendar } = await openWorld(world)
      for (const asked of questions as Question[]) {
        const { actor, interval, window } = asked
        const answer = await ask('active', {
          ...{ ...calendar, actor, interval, ...(window === undefined ? {} : { window }) },
          date_from: plusDays(world.base, asked.from),
          date_to: plusDays(world.base, asked.from + asked.days),
          ...(world.events.some((event) => event.with?.color !== undefined)
            ? { breakdown: { event_property: 'color' } }
            : {}),
        })
        const naive = naiveActive(world, asked)
        expect({ intervals: answer.intervals, values: answer.values }).toEqual({
          intervals: naive.intervals,
          values: naive.values,
        })
        for (const { value, values } of answer.buckets ?? []) expect(values).toEqual(naive.byColor(value as string))
      }
    }),
    { numRuns: 25 },
  )
}, 120_000)
