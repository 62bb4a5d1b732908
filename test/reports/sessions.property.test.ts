import fc from 'fast-check'
import { expect, it } from 'vitest'
import {
  type Actor,
  arbitraryWorld,
  dateOf,
  type Happened,
  happenedIn,
  plusDays,
  type World,
} from './arbitrary-world.ts'
import { openWorld } from './open-world.ts'

const question = fc.record({
  actor: fc.constantFrom<Actor>('user', 'member', 'account'),
  event: fc.constantFrom(null, 'a'),
  gapHours: fc.constantFrom(0.25, 0.5, 1, 24, 30),
  capHours: fc.constantFrom(1, 24, 48),
  byColor: fc.boolean(),
  from: fc.integer({ min: -2, max: 6 }),
  days: fc.integer({ min: 0, max: 12 }),
})
type Question = typeof question extends fc.Arbitrary<infer Q> ? Q : never

const HOUR = 3_600_000

/** Every event looks back: it begins a session when none of the actor's sessions may take it in. */
function naiveSessions(world: World, asked: Question) {
  const { zone, base, now } = world
  const events = happenedIn(world, asked.actor).filter(({ did }) => asked.event === null || did === asked.event)
  const sessions: Happened[][] = []
  for (const event of events) {
    if (asked.byColor && event.color === null) continue
    const own = sessions.filter((session) => session[0]!.entity === event.entity)
    const open = asked.byColor
      ? own.find((session) => session[0]!.color === event.color)
      : own.findLast(
          (session, i) =>
            i === own.length - 1 &&
            event.at - session.at(-1)!.at <= asked.gapHours * HOUR &&
            event.at - session[0]!.at <= asked.capHours * HOUR,
        )
    if (open === undefined) sessions.push([event])
    else open.push(event)
  }
  const [first, last] = [plusDays(base, asked.from), plusDays(base, asked.from + asked.days)]
  const begun = sessions.filter(([event]) => {
    const date = dateOf(event!.at, zone).toString()
    return date >= first && date <= last
  })
  const isOver = (session: readonly Happened[]) => {
    const capped = session[0]!.at + asked.capHours * HOUR
    const paused = session.at(-1)!.at + asked.gapHours * HOUR
    return (asked.byColor ? capped : Math.min(capped, paused)) < now
  }
  const over = begun.filter(isOver)
  return {
    sessions: over.length,
    still_open: begun.length - over.length,
    bounces: over.filter((session) => session.length === 1).length,
    durations: over.map((session) => (session.at(-1)!.at - session[0]!.at) / 1000).sort((a, b) => a - b),
    events: over.map((session) => session.length).sort((a, b) => a - b),
  }
}

it('equals sessions put together event by event: gaps, caps, ids, ties, running ones', async () => {
  await fc.assert(
    fc.asyncProperty(arbitraryWorld, fc.array(question, { minLength: 6, maxLength: 6 }), async (world, questions) => {
      const { ask, calendar } = await openWorld(world)
      for (const asked of questions) {
        if (asked.event !== null && !world.events.some(({ did }) => did === asked.event)) continue
        if (asked.byColor && !world.events.some((event) => event.with?.color !== undefined)) continue
        const answer = await ask('sessions', {
          ...{ ...calendar, actor: asked.actor },
          ...(asked.event === null ? {} : { event: asked.event }),
          ...(asked.byColor ? { session_property: 'color' } : {}),
          gap_seconds: asked.gapHours * 3600,
          cap_seconds: asked.capHours * 3600,
          date_from: plusDays(world.base, asked.from),
          date_to: plusDays(world.base, asked.from + asked.days),
        })
        const { sessions, still_open, bounces } = answer
        expect({
          ...{ sessions, still_open, bounces },
          durations: [...answer.durations].sort((a, b) => a - b),
          events: [...answer.events_per_session].sort((a, b) => a - b),
        }).toEqual(naiveSessions(world, asked))
      }
    }),
    { numRuns: 25 },
  )
}, 120_000)
