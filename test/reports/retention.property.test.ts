import fc from 'fast-check'
import { expect, it } from 'vitest'
import {
  type Actor,
  arbitraryWorld,
  dateOf,
  type Happened,
  happenedIn,
  intervalOf,
  intervalsOf,
  next,
  plusDays,
  startOfDate,
  type World,
} from './arbitrary-world.ts'
import { openWorld } from './open-world.ts'

const HOURS = { day: 24, week: 168, month: 720 } as const

const question = fc.record({
  actor: fc.constantFrom<Actor>('user', 'member', 'account'),
  period: fc.constantFrom('day' as const, 'week' as const, 'month' as const),
  cohort_mode: fc.constantFrom('first_time' as const, 'recurring' as const),
  accumulation: fc.constantFrom('n_interval' as const, 'unbounded' as const),
  window_mode: fc.constantFrom('calendar' as const, 'rolling_24h' as const),
  minimum_occurrences: fc.constantFrom(1, 1, 2, 3),
  brackets: fc.constantFrom(null, null, [1, 2], [2, 3]),
  total_intervals: fc.integer({ min: 1, max: 5 }),
  from: fc.integer({ min: -3, max: 8 }),
  days: fc.integer({ min: 0, max: 12 }),
  start: fc.constantFrom('a', 'b'),
  back: fc.constantFrom('a', 'c'),
})
type Question = typeof question extends fc.Arbitrary<infer Q> ? Q : never

/** Each cohort, each actor, each cell by itself, straight from the definition. */
function naiveRetention(world: World, asked: Question) {
  const { zone, weekStart, now, base } = world
  const { period, window_mode, accumulation } = asked
  const events = happenedIn(world, asked.actor)
  const starts = intervalsOf(world, period, [plusDays(base, asked.from), plusDays(base, asked.from + asked.days)])
  const lengths = asked.brackets ?? Array.from({ length: asked.total_intervals - 1 }, () => 1)
  const size = lengths.length + 1
  const pooled = Array.from({ length: size }, () => ({ size: 0, returned: 0 }))
  const intervalAt = (at: number) => intervalOf(dateOf(at, zone), period, weekStart)
  const cohorts = starts.map((cohort) => {
    const members = new Map<string, Happened>()
    for (const event of events) {
      if (event.did !== asked.start || !intervalAt(event.at).equals(cohort) || members.has(event.entity)) continue
      const first = events.find((one) => one.did === asked.start && one.entity === event.entity)
      if (asked.cohort_mode === 'recurring' || first === event) members.set(event.entity, event)
    }
    const cells = Array.from({ length: size }, (_, cell) => {
      const low = 1 + lengths.slice(0, cell - 1).reduce((sum, n) => sum + n, 0)
      const high = cell === 0 ? 0 : low + lengths[cell - 1]! - 1
      const lastSeen = cell === 0 ? 0 : accumulation === 'unbounded' ? low : high
      const bounds = (start: number, k: number): number =>
        window_mode === 'calendar' ? startOfDate(next(cohort, period, k), zone) : start + k * HOURS[period] * 3_600_000
      const closed = startOfDate(next(cohort, period), zone) <= now
      let returned = 0
      let complete = closed
      for (const [entity, { at }] of members) {
        const from = bounds(at, low)
        const to = accumulation === 'unbounded' ? Number.POSITIVE_INFINITY : bounds(at, high + 1)
        const back = events.filter(
          (event) => event.did === asked.back && event.entity === entity && event.at >= from && event.at < to,
        )
        const isBack = cell === 0 || back.length >= asked.minimum_occurrences
        if (isBack) returned += 1
        const over = bounds(at, lastSeen + 1) <= now
        if (cell > 0 || window_mode === 'calendar') complete &&= over
        if (!over) continue
        pooled[cell]!.size += 1
        if (isBack) pooled[cell]!.returned += 1
      }
      if (members.size === 0 && cell > 0 && window_mode === 'calendar')
        complete = startOfDate(next(cohort, period, lastSeen + 1), zone) <= now
      return complete ? returned : null
    })
    return { start: cohort.toString(), values: cells }
  })
  return { cohorts, overall: pooled.map(({ size: n, returned }) => (n === 0 ? null : returned / n)) }
}

it('equals every cell by itself: first ever and recurring, in and from, calendar and rolling, brackets, occurrences', async () => {
  await fc.assert(
    fc.asyncProperty(arbitraryWorld, fc.array(question, { minLength: 6, maxLength: 6 }), async (world, questions) => {
      const { ask, calendar } = await openWorld(world)
      const known = new Set(world.events.map(({ did }) => did))
      for (const asked of questions) {
        if (!known.has(asked.start) || !known.has(asked.back)) continue
        const { from, days, start, back, brackets, ...rest } = asked
        const answer = await ask('retention', {
          ...{ ...calendar, ...rest, start_event: start, return_event: back },
          ...(brackets === null ? {} : { brackets }),
          date_from: plusDays(world.base, from),
          date_to: plusDays(world.base, from + days),
        })
        const naive = naiveRetention(world, asked)
        expect({
          cohorts: answer.cohorts.map((cohort) => ({ start: cohort.start, values: cohort.values })),
          overall: answer.overall,
        }).toEqual(naive)
      }
    }),
    { numRuns: 25 },
  )
}, 120_000)
