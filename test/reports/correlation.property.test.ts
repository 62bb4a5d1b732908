import fc from 'fast-check'
import { expect, it } from 'vitest'
import {
  type Actor,
  arbitraryWorld,
  dateOf,
  type Happened,
  happenedIn,
  plusDays,
  teamOf,
  type World,
} from './arbitrary-world.ts'
import { openWorld } from './open-world.ts'

const question = fc.record({
  actor: fc.constantFrom<Actor>('user', 'member', 'account'),
  type: fc.constantFrom('events' as const, 'event_properties' as const, 'traits' as const),
  hours: fc.constantFrom(1, 24, 100),
  min_actors: fc.constantFrom(1, 2),
  from: fc.integer({ min: -2, max: 4 }),
  days: fc.integer({ min: 0, max: 14 }),
})
type Question = typeof question extends fc.Arbitrary<infer Q> ? Q : never

type Attempt = { readonly entity: string; readonly from: number; readonly before: number; readonly success: boolean }

/** From a to b: who got there by the earliest start that leads there, who did not by any, and who still may. */
function naiveAttempts(events: readonly Happened[], world: World, asked: Question) {
  const window = asked.hours * 3_600_000
  const [first, last] = [plusDays(world.base, asked.from), plusDays(world.base, asked.from + asked.days)]
  const attempts: Attempt[] = []
  let open = 0
  for (const entity of new Set(events.map((event) => event.entity))) {
    const own = events.filter((event) => event.entity === entity)
    const starts = own.filter(({ did, at }) => {
      const date = dateOf(at, world.zone).toString()
      return did === 'a' && date >= first && date <= last
    })
    if (starts.length === 0) continue
    const goalOf = (start: Happened) =>
      own.find(({ did, at }) => did === 'b' && at >= start.at && at <= start.at + window)
    const won = starts.find((start) => goalOf(start) !== undefined)
    if (won !== undefined) attempts.push({ entity, from: won.at, before: goalOf(won)!.at, success: true })
    else if (starts.at(-1)!.at + window >= world.now) open += 1
    else attempts.push({ entity, from: starts[0]!.at, before: starts[0]!.at + window + 1, success: false })
  }
  return { attempts, open }
}

/** Whatever an attempt has to do with, by name. */
function namesOf(world: World, events: readonly Happened[], asked: Question) {
  return ({ entity, from, before }: Attempt): readonly string[] => {
    if (asked.type === 'traits') {
      const team = teamOf(world, asked.actor === 'member' ? entity.split(' ')[1]! : entity, from)
      return team === null ? [] : [`team::${team}`]
    }
    const between = events.filter(
      (event) => event.entity === entity && event.did === 'c' && event.at > from && event.at < before,
    )
    if (asked.type === 'events') return between.length > 0 ? ['c'] : []
    return [...new Set(between.flatMap(({ color }) => (color === null ? [] : [`c::color::${color}`])))]
  }
}

function naiveCorrelation(world: World, asked: Question) {
  const events = happenedIn(world, asked.actor)
  const { attempts, open } = naiveAttempts(events, world, asked)
  const of = namesOf(world, events, asked)
  const totalOf = (success: boolean) => attempts.filter((one) => one.success === success).length
  const [S, F] = [totalOf(true), totalOf(false)]
  const results = [...new Set(attempts.flatMap(of))].map((name) => {
    const doers = attempts.filter((one) => of(one).includes(name))
    const [s, f] = [doers.filter(({ success }) => success).length, doers.filter(({ success }) => !success).length]
    const odds = ((s + 1) * (F - f + 1)) / ((S - s + 1) * (f + 1))
    return { name, success: s, failure: f, odds_ratio: odds, lift: S === 0 ? null : s / (s + f) / (S / (S + F)) }
  })
  const kept = results.filter(({ success, failure }) => success + failure >= asked.min_actors)
  return { success_total: S, failure_total: F, still_open: open, results: byName(kept) }
}

function byName<T extends { readonly name: string }>(results: readonly T[]): readonly T[] {
  return [...results].sort((a, b) => (a.name < b.name ? -1 : 1))
}

it('equals counts of doers among attempts found one by one: ties, joins, merges, running windows', async () => {
  await fc.assert(
    fc.asyncProperty(arbitraryWorld, fc.array(question, { minLength: 6, maxLength: 6 }), async (world, questions) => {
      const { ask, calendar } = await openWorld(world)
      if (!['a', 'b'].every((name) => world.events.some(({ did }) => did === name))) return
      for (const asked of questions) {
        const { actor, type, min_actors } = asked
        const answer = await ask('correlation', {
          ...{ ...calendar, actor, type, min_actors, steps: ['a', 'b'], window_seconds: asked.hours * 3600 },
          date_from: plusDays(world.base, asked.from),
          date_to: plusDays(world.base, asked.from + asked.days),
        })
        const { success_total, failure_total, still_open } = answer
        const results = answer.results.map(({ phi: _, interval: __, lift, ...rest }) => ({
          ...rest,
          lift: lift === null ? null : rounded(lift),
        }))
        const naive = naiveCorrelation(world, asked)
        expect({ success_total, failure_total, still_open, results: byName(results) }).toEqual({
          ...naive,
          results: naive.results.map((one) => ({ ...one, lift: one.lift === null ? null : rounded(one.lift) })),
        })
      }
    }),
    { numRuns: 25 },
  )
}, 120_000)

function rounded(value: number): number {
  return Math.round(value * 1e12) / 1e12
}
