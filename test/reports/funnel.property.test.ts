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

const step = fc.record({
  event: fc.constantFrom('a', 'a', 'b', 'c'),
  red: fc.constantFrom(false, false, true),
  first_time: fc.constantFrom(false, false, false, true),
})
const question = fc.record({
  actor: fc.constantFrom<Actor>('user', 'member', 'account'),
  steps: fc.array(step, { minLength: 1, maxLength: 4 }),
  order: fc.constantFrom('ordered' as const, 'strict' as const, 'any' as const),
  hours: fc.constantFrom(0, 1, 24, 100),
  exclusion: fc.constantFrom(null, null, 'c'),
  from: fc.integer({ min: -2, max: 4 }),
  days: fc.integer({ min: 0, max: 14 }),
})
type Question = typeof question extends fc.Arbitrary<infer Q> ? Q : never

/** Tries every way to give events to steps, attempt by attempt. */
function naiveFunnel(world: World, asked: Question): number[] {
  const { zone, base } = world
  const events = happenedIn(world, asked.actor)
  const [first, last] = [plusDays(base, asked.from), plusDays(base, asked.from + asked.days)]
  const reached = new Map<string, number>()
  for (const entity of new Set(events.map((event) => event.entity))) {
    const own = events.filter((event) => event.entity === entity)
    const meets = (event: Happened, at: number): boolean => {
      const { event: did, red, first_time } = asked.steps[at]!
      const plain = (one: Happened) => one.did === did && (!red || one.color === 'red')
      return plain(event) && (!first_time || own.find(plain) === event)
    }
    for (const start of own) {
      const date = dateOf(start.at, zone).toString()
      if (date < first || date > last) continue
      const way =
        asked.order === 'any' ? anyOrder(own, start, { asked, meets }) : inOrder(own, [start], { asked, meets })
      reached.set(entity, Math.max(reached.get(entity) ?? 0, way))
    }
  }
  return asked.steps.map((_, i) => [...reached.values()].filter((steps) => steps > i).length)
}

type Rules = { readonly asked: Question; readonly meets: (event: Happened, at: number) => boolean }

function inOrder(own: readonly Happened[], taken: readonly Happened[], { asked, meets }: Rules): number {
  const at = taken.length - 1
  const here = taken[at]!
  if (!meets(here, at)) return at
  if (taken.length === asked.steps.length) return taken.length
  const nexts = own.filter((event) => {
    if (taken.includes(event) || event.at < here.at || !isWithin(own, { start: taken[0]!, event, asked })) return false
    return asked.order === 'ordered' || !own.some((other) => other.at > here.at && other.at < event.at)
  })
  return Math.max(taken.length, ...nexts.map((event) => inOrder(own, [...taken, event], { asked, meets })))
}

function isWithin(
  own: readonly Happened[],
  { start, event, asked }: { readonly start: Happened; readonly event: Happened; readonly asked: Question },
): boolean {
  if (event.at > start.at + asked.hours * 3_600_000) return false
  return !own.some((one) => one.did === asked.exclusion && one.at > start.at && one.at < event.at)
}

function anyOrder(own: readonly Happened[], start: Happened, { asked, meets }: Rules): number {
  if (!asked.steps.some((_, at) => meets(start, at))) return 0
  const within = own.filter((event) => event.at >= start.at && isWithin(own, { start, event, asked }))
  const most = (at: number, taken: readonly Happened[]): number => {
    if (at === asked.steps.length) return taken.length
    const with_ = within
      .filter((event) => !taken.includes(event) && meets(event, at))
      .slice(0, 6)
      .map((event) => most(at + 1, [...taken, event]))
    return Math.max(most(at + 1, taken), ...with_)
  }
  return most(0, [])
}

it('equals every way tried: order, windows, ties, first times, exclusions, one event one step', async () => {
  await fc.assert(
    fc.asyncProperty(arbitraryWorld, fc.array(question, { minLength: 8, maxLength: 8 }), async (world, questions) => {
      const { ask, calendar } = await openWorld(world)
      const known = new Set(world.events.map(({ did }) => did))
      const hasColor = world.events.some((event) => event.with?.color !== undefined)
      for (const asked of questions) {
        const names = [...asked.steps.map(({ event }) => event), ...(asked.exclusion === null ? [] : [asked.exclusion])]
        if (!names.every((name) => known.has(name)) || (!hasColor && asked.steps.some(({ red }) => red))) continue
        const answer = await ask('funnel', {
          ...{ ...calendar, actor: asked.actor, order: asked.order, window_seconds: asked.hours * 3600 },
          steps: asked.steps.map(({ event, red, first_time }) => ({
            ...{ event, first_time },
            ...(red ? { filter: { event_property: 'color', value: 'red' } } : {}),
          })),
          ...(asked.exclusion === null ? {} : { exclusion: asked.exclusion }),
          date_from: plusDays(world.base, asked.from),
          date_to: plusDays(world.base, asked.from + asked.days),
        })
        expect(answer.counts).toEqual(naiveFunnel(world, asked))
      }
    }),
    { numRuns: 30 },
  )
}, 120_000)
