import fc from 'fast-check'
import { MS_PER_DAY } from '../../src/core/time.ts'
import { EXCLUDED } from '../../src/store/analytic/excluded-trait.ts'
import type { AccountTimeline } from '../../src/store/analytic/rows.ts'
import { type Row, timelineOf } from './build-fold.ts'

/** A Wednesday; the days of the tests lie around a change of month. */
export const DAY_0 = 20_500
export const DAYS = 45

export const dayInside = fc.integer({ min: 0, max: DAYS - 1 }).map((at) => DAY_0 + at)
const delay = fc.oneof(
  { weight: 6, arbitrary: fc.constant(0) },
  { weight: 2, arbitrary: fc.integer({ min: 1, max: 20 }) },
)
/** Few times of day, so that statements tie. */
const instant = dayInside.chain((at) =>
  fc.constantFrom(0, 1, MS_PER_DAY / 2, MS_PER_DAY - 1).map((ms) => at * MS_PER_DAY + ms),
)
const said = fc.tuple(instant, delay).map(([from, late]) => ({ from, knownAt: from + late * MS_PER_DAY }))

/** As the applier tells it: valid from when it is known. */
const excluded = fc
  .tuple(fc.integer({ min: 1, max: 4 }), fc.boolean(), instant)
  .map(([person, value, at]) => ({ person, key: EXCLUDED, value, from: at, knownAt: at }))

/** Rows, and in a third of the cases corrections that take some of them back later: who is touched by one is counted another way. */
export const rowsArbitrary: fc.Arbitrary<Row[]> = fc
  .constantFrom(0, 0, 0.2)
  .chain((corrections) => rowsWith(corrections))
const rowsWith = (corrections: number): fc.Arbitrary<Row[]> =>
  fc
    .array(
      fc.record({
        fact: fc.constantFrom(1, 1, 2, 3, 4, 5),
        actor: fc.integer({ min: 1, max: 4 }),
        day: dayInside,
        late: delay,
        n: fc.integer({ min: 1, max: 3 }),
        value: fc.integer({ min: -5, max: 5 }),
        takenBack: fc
          .tuple(fc.double({ min: 0, max: 1, noNaN: true }), fc.integer({ min: 0, max: 15 }))
          .map(([chance, days]) => (chance < corrections ? days : null)),
      }),
      { maxLength: 90, size: 'max' },
    )
    .map((drafts) =>
      drafts.flatMap(({ fact, actor, day, late, n, value, takenBack }, i) => {
        const gauge = fact === 4 ? { last: value, max: value, ts: day * MS_PER_DAY + i } : {}
        const row: Row = { fact, actor, day, known: day + late, n, sum: value, ...gauge }
        if (takenBack === null) return [row]
        const back: Row = { fact, actor, day, known: day + late + takenBack, n: -n, sum: -value, supersedes: true }
        return [row, back]
      }),
    )

export const timelineArbitrary: fc.Arbitrary<AccountTimeline> = fc
  .record({
    members: fc.array(
      fc
        .tuple(
          fc.integer({ min: 1, max: 4 }),
          said,
          fc.option(fc.integer({ min: 0, max: 20 })),
          fc.constantFrom(null, 'admin', 'viewer'),
        )
        .map(([person, at, stay, role]) => ({
          person,
          ...at,
          to: stay === null ? null : at.from + stay * MS_PER_DAY,
          role,
        })),
      { maxLength: 10 },
    ),
    links: fc.constantFrom(0, 3).chain((most) =>
      fc.array(
        fc
          .tuple(fc.integer({ min: 2, max: 4 }), fc.integer({ min: 1, max: 3 }), instant)
          .filter(([actor, person]) => person < actor)
          .map(([actor, person, knownAt]) => ({ actor, person, knownAt })),
        { maxLength: most },
      ),
    ),
    traits: fc.array(
      fc.tuple(said, fc.integer({ min: 1, max: 9 })).map(([at, value]) => ({ key: 'seats', value, ...at })),
      { maxLength: 4 },
    ),
    personTraits: fc.array(excluded, { maxLength: 3 }).map((rows) => rows.sort((a, b) => a.knownAt - b.knownAt)),
    subscriptions: fc.array(
      fc
        .tuple(
          fc.constantFrom('s1', 's2'),
          said,
          fc.option(fc.integer({ min: 1, max: 30 })),
          fc.constantFrom('USD', 'USD', 'EUR'),
          fc.integer({ min: 0, max: 9 }),
        )
        .map(([subscriptionId, at, stay, currency, amount]) => ({
          ...{ subscriptionId, plan: null, mrrMinor: amount * 100, currency, ...at, cancelDecidedAt: null },
          to: stay === null ? null : at.from + stay * MS_PER_DAY,
        })),
      { maxLength: 4 },
    ),
  })
  .map((parts) => timelineOf({ ...parts, links: onePerActor(parts.links) }))

/** An actor is joined once: later joins are of the person it was joined to. */
function onePerActor(links: AccountTimeline['links']): AccountTimeline['links'] {
  return [...new Map(links.map((link) => [link.actor, link])).values()]
}
