import fc from 'fast-check'
import { expect, it } from 'vitest'
import {
  type Actor,
  arbitraryWorld,
  dateOf,
  happenedIn,
  intervalOf,
  intervalsOf,
  next,
  plusDays,
  startOfDate,
  type World,
} from './arbitrary-world.ts'
import { openWorld } from './open-world.ts'

const question = fc.record({
  actor: fc.constantFrom<Actor>('user', 'member', 'account'),
  interval: fc.constantFrom('day' as const, 'week' as const, 'month' as const),
  event: fc.constantFrom(null, 'a', 'b'),
  color: fc.constantFrom(null, 'red', 'blue'),
  team: fc.constantFrom(null, null, 'north'),
  from: fc.integer({ min: -3, max: 12 }),
  days: fc.integer({ min: 0, max: 14 }),
  computed_as: fc.constantFrom('exact' as const, 'cumulative' as const),
  operator: fc.constantFrom('gte' as const, 'lte' as const, 'exact' as const),
  value: fc.integer({ min: 1, max: 3 }),
})
type Question = typeof question extends fc.Arbitrary<infer Q> ? Q : never

/** For every actor and interval, how many events; over all of history. */
function activity(world: World, asked: Question) {
  const { zone, weekStart, now, base } = world
  const range = [plusDays(base, asked.from), plusDays(base, asked.from + asked.days)] as const
  const starts = intervalsOf(world, asked.interval, range)
  const events = happenedIn(world, asked.actor).filter(
    ({ did, color, team }) =>
      (asked.event === null || did === asked.event) &&
      (asked.color === null || color === asked.color) &&
      (asked.team === null || team === asked.team),
  )
  const startOf = (at: number) => intervalOf(dateOf(at, zone), asked.interval, weekStart).toString()
  const entities = [...new Set(events.map((event) => event.entity))]
  const timesIn = (entity: string, start: string) =>
    events.filter((event) => event.entity === entity && startOf(event.at) === start).length
  const firstOf = (entity: string) =>
    events
      .filter((event) => event.entity === entity)
      .map((event) => startOf(event.at))
      .sort()[0]!
  const isOver = starts.map((start) => startOfDate(next(start, asked.interval), zone) <= now)
  return { starts, entities, timesIn, firstOf, isOver }
}

function naiveLifecycle(world: World, asked: Question) {
  const { starts, entities, timesIn, firstOf, isOver } = activity(world, asked)
  const count = (is: (entity: string, start: string, before: string) => boolean) =>
    starts.map((start, i) => {
      const before = next(start, asked.interval, -1).toString()
      return isOver[i] ? entities.filter((entity) => is(entity, start.toString(), before)).length : null
    })
  const isActive = (entity: string, start: string) => timesIn(entity, start) > 0
  return {
    intervals: starts.map(String),
    new: count((entity, start) => firstOf(entity) === start),
    returning: count((entity, start, before) => isActive(entity, start) && isActive(entity, before)),
    resurrecting: count(
      (entity, start, before) => isActive(entity, start) && !isActive(entity, before) && firstOf(entity) < start,
    ),
    dormant: count((entity, start, before) => isActive(entity, before) && !isActive(entity, start)),
  }
}

function naiveStickiness(world: World, asked: Question) {
  const { starts, entities, timesIn, isOver } = activity(world, asked)
  const over = starts.filter((_, i) => isOver[i])
  const days = entities.map(
    (entity) =>
      over.filter((start) => {
        const times = timesIn(entity, start.toString())
        if (asked.operator === 'gte') return times >= asked.value
        return asked.operator === 'exact' ? times === asked.value : times > 0 && times <= asked.value
      }).length,
  )
  return starts.map((_, i) => {
    if (i >= over.length) return null
    return days.filter((n) => (asked.computed_as === 'exact' ? n === i + 1 : n >= i + 1)).length
  })
}

it('lifecycle and stickiness equal what each actor did in each interval, one by one', async () => {
  await fc.assert(
    fc.asyncProperty(arbitraryWorld, fc.array(question, { minLength: 5, maxLength: 5 }), async (world, questions) => {
      const { ask, calendar } = await openWorld(world)
      for (const asked of questions) {
        if (asked.event !== null && !world.events.some(({ did }) => did === asked.event)) continue
        if (asked.color !== null && !world.events.some((event) => event.with?.color !== undefined)) continue
        if (asked.team !== null && world.teams.length === 0) continue
        const filters = [
          ...(asked.color === null ? [] : [{ event_property: 'color', value: asked.color }]),
          ...(asked.team === null ? [] : [{ trait: 'team', value: asked.team }]),
        ]
        const common = {
          ...{ ...calendar, actor: asked.actor, interval: asked.interval },
          ...(asked.event === null ? {} : { event: asked.event }),
          ...(filters.length === 0 ? {} : { filter: { and: filters } }),
          date_from: plusDays(world.base, asked.from),
          date_to: plusDays(world.base, asked.from + asked.days),
        }
        expect(await ask('lifecycle', common)).toMatchObject(naiveLifecycle(world, asked))
        const { computed_as, operator, value } = asked
        const { bars } = await ask('stickiness', { ...common, computed_as, criteria: { operator, value } })
        expect(bars).toEqual(naiveStickiness(world, asked))
      }
    }),
    { numRuns: 20 },
  )
}, 120_000)
