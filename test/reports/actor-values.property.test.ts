import fc from 'fast-check'
import { Temporal } from 'temporal-polyfill'
import { expect, it } from 'vitest'
import type { Breakdown, BreakdownValue } from '../../src/contract/analyze/question.ts'
import {
  type Actor,
  arbitraryWorld,
  DAYS,
  dateOf,
  type Happened,
  happenedIn,
  intervalsOf,
  next,
  plusDays,
  startOfDate,
  survivorOf,
  type World,
} from './arbitrary-world.ts'
import { openWorld } from './open-world.ts'
import { subscriptions } from './paid.ts'

const HOUR = 3_600_000
const hour = fc.integer({ min: -200, max: DAYS * 24 })
const account = fc.constantFrom('acme', 'beta')

/** What is known of people and accounts over time, in hours from the base; nothing begins at the same moment as anything else. */
const known = fc.record({
  roles: fc.array(
    fc.record({
      ...{ who: fc.constantFrom('p1', 'p2', 'p3'), in: account, role: fc.constantFrom('admin', 'viewer', null) },
      ...{ from: hour, hours: fc.option(fc.integer({ min: 1, max: 200 })) },
    }),
    { maxLength: 6 },
  ),
  plans: fc.array(fc.record({ of: account, plan: fc.constantFrom('free', 'team', null), from: hour }), {
    maxLength: 3,
  }),
  paid: fc.array(
    fc.record({
      of: account,
      plan: fc.constantFrom('team', 'pro'),
      from: hour,
      hours: fc.integer({ min: 1, max: 300 }),
    }),
    { maxLength: 4 },
  ),
  /** Days before the base on which acme says that it was created. */
  created: fc.option(fc.integer({ min: -5, max: 400 })),
  sizes: fc.array(fc.constantFrom('small', 'large', null), { minLength: 5, maxLength: 5 }),
})
type Known = typeof known extends fc.Arbitrary<infer K> ? K : never

const question = fc.record({
  actor: fc.constantFrom<Actor>('user', 'user', 'member', 'account'),
  by: fc.constantFrom('role' as const, 'plan' as const, 'tenure' as const, 'size' as const),
  onlyLarge: fc.boolean(),
  interval: fc.constantFrom('day' as const, 'week' as const, 'month' as const),
  from: fc.integer({ min: -3, max: 12 }),
  days: fc.integer({ min: 0, max: 12 }),
  pick: fc.nat(),
})
type Question = typeof question extends fc.Arbitrary<infer Q> ? Q : never

/** An event with its account and everything it may be broken down by, but its segment. */
type Valued = Happened & { readonly account: string | null } & Readonly<
    Record<'role' | 'plan' | 'tenure', BreakdownValue>
  >

function apart(world: World): World {
  return { ...world, events: world.events.map((event, i) => ({ ...event, at: event.at + i * 1000 })) }
}

const start = (world: World): number => Date.parse(`${world.base}T00:00:00Z`)
/** Beginnings are a few minutes apart, and never at the moment of an event. */
const moment = (world: World, hours: number, i: number): number => start(world) + hours * HOUR + (i + 1) * 61_111

function valuedIn(world: World, told: Known, actor: Actor): Valued[] {
  return happenedIn(world, actor).map((event) => {
    const raw = world.events[event.i]!
    const account = raw.in === null ? null : survivorOf(world, raw.in)
    const person = survivorOf(world, raw.who)
    return {
      ...{ ...event, account, role: roleOf(world, told, { person, account, at: event.at }) },
      ...{ plan: planOf(world, told, account, event.at), tenure: tenureOf(world, told, account, event.at) },
    }
  })
}

/** Of the stretches that had begun the one that began last, unless it is over. */
function roleOf(world: World, { roles }: Known, of: { person: string; account: string | null; at: number }) {
  const begun = roles
    .map((one, i) => ({ ...one, at: moment(world, one.from, i) }))
    .filter((one) => survivorOf(world, one.who) === of.person && survivorOf(world, one.in) === of.account)
    .filter(({ at }) => at <= of.at)
    .sort((a, b) => a.at - b.at)
  const last = begun.at(-1)
  if (last === undefined || (last.hours !== null && of.at >= last.at + last.hours * HOUR)) return null
  return last.role
}

function planOf(world: World, { plans, paid }: Known, account: string | null, at: number): BreakdownValue {
  if (account === null) return null
  const said = plans
    .map((one, i) => ({ ...one, at: moment(world, one.from, 20 + i) }))
    .filter((one) => one.at <= at)
    .sort((a, b) => a.at - b.at)
  const own = said.findLast((one) => one.of === account)
  const taken = said.findLast((one) => one.of !== account && survivorOf(world, one.of) === account)
  const ofTrait = (own ?? taken)?.plan ?? null
  if (ofTrait !== null) return ofTrait
  const inForce = paid
    .map((one, i) => ({ ...one, at: moment(world, one.from, 40 + i) }))
    .filter((one) => survivorOf(world, one.of) === account && one.at <= at && at < one.at + one.hours * HOUR)
  return inForce.sort((a, b) => a.at - b.at).at(-1)?.plan ?? null
}

/** Whole calendar months since acme says it was created; of beta nothing is said. */
function tenureOf(world: World, { created }: Known, account: string | null, at: number): BreakdownValue {
  if (account !== 'acme' || created === null) return null
  const months = Temporal.PlainDate.from(plusDays(world.base, -created)).until(dateOf(at, world.zone), {
    largestUnit: 'months',
  }).months
  if (months < 1) return 'under 1 month'
  if (months < 3) return '1 to 3 months'
  if (months < 6) return '3 to 6 months'
  return months < 12 ? '6 to 12 months' : '12 months and more'
}

function batchOf(world: World, told: Known) {
  const of = { of: 'account' as const, knownAt: 0 }
  const traits = [
    ...told.plans.map(({ of: subject, plan, from }, i) => ({
      ...{ ...of, n: 70 + i, subject, key: 'plan', value: plan, from: moment(world, from, 20 + i) },
    })),
    ...(told.created === null
      ? []
      : [
          {
            ...{ ...of, n: 73, subject: 'acme', key: 'created_at', value: plusDays(world.base, -told.created) },
            ...{ from: start(world) },
          },
        ]),
  ]
  const memberships = told.roles.map(({ who, in: account, role, from, hours }, i) => {
    const at = moment(world, from, i)
    const to = hours === null ? null : at + hours * HOUR
    return { n: 74 + i, account: survivorOf(world, account), person: who, role, from: at, to, knownAt: 0 }
  })
  const terms = told.paid.map(({ of: account, plan, from, hours }, i) => {
    const at = moment(world, from, 40 + i)
    const [row] = subscriptions([{ account, from: '2026-01-01', minor: 100, plan, id: `s${i}` }])
    return { ...row!, messageId: `s${i}`, n: 80 + i, from: at, to: at + hours * HOUR }
  })
  return { traits, memberships, subscriptions: terms }
}

/** By name and day of the product. */
function sizeOf({ sizes }: Known, account: string | null, day: number): string | null {
  if (account === null) return null
  return sizes[(Math.floor(day / 3) + (account === 'acme' ? 0 : 2)) % sizes.length]!
}

type Tell = {
  readonly world: World
  readonly asked: Question
  readonly events: readonly Valued[]
  readonly starts: readonly Temporal.PlainDate[]
  readonly sizeAt: (account: string | null, at: number) => string | null
}

const isOver = ({ world, asked }: Tell, one: Temporal.PlainDate, periods = 1): boolean =>
  startOfDate(next(one, asked.interval, periods), world.zone) <= world.now

const bounds = ({ world, asked }: Tell, one: Temporal.PlainDate, periods = 0): readonly [number, number] => [
  startOfDate(next(one, asked.interval, periods), world.zone),
  startOfDate(next(one, asked.interval, periods + 1), world.zone),
]

/** The events that count as of an instant: those of accounts that are large then, where that is asked; and which of them have a value. */
function countedAt({ asked, events, sizeAt }: Tell, at: number, value?: BreakdownValue): readonly Valued[] {
  const passing = asked.onlyLarge ? events.filter(({ account }) => sizeAt(account, at) === 'large') : events
  if (value === undefined) return passing
  return passing.filter((event) => (asked.by === 'size' ? sizeAt(event.account, at) : event[asked.by]) === value)
}

const size = (of: readonly Valued[]): number => new Set(of.map(({ entity }) => entity)).size

function naiveActive(tell: Tell, value?: BreakdownValue): (number | null)[] {
  return tell.starts.map((one) => {
    if (!isOver(tell, one)) return null
    const [from, to] = bounds(tell, one)
    return size(countedAt(tell, to - 1, value).filter(({ at }) => at >= from && at < to))
  })
}

const STATES = ['new', 'returning', 'resurrecting', 'dormant'] as const

function naiveLifecycle(tell: Tell, value?: BreakdownValue) {
  const byState = STATES.map((state) =>
    tell.starts.map((one) => {
      if (!isOver(tell, one)) return null
      const [from, to] = bounds(tell, one)
      const [before] = bounds(tell, one, -1)
      const counted = countedAt(tell, to - 1, value)
      return [...new Set(counted.map(({ entity }) => entity))].filter((entity) => {
        const own = counted.filter((event) => event.entity === entity)
        const is = own.some(({ at }) => at >= from && at < to)
        const was = own.some(({ at }) => at >= before && at < from)
        const ever = own.some(({ at }) => at < from)
        return state === (is ? (was ? 'returning' : ever ? 'resurrecting' : 'new') : was ? 'dormant' : null)
      }).length
    }),
  )
  return Object.fromEntries(STATES.map((state, i) => [state, byState[i]]))
}

/** Segments as of the end of the last interval that is over. */
function naiveStickiness(tell: Tell, value?: BreakdownValue): (number | null)[] {
  const over = tell.starts.filter((one) => isOver(tell, one))
  const end = over.length === 0 ? 0 : bounds(tell, over.at(-1)!)[1]
  const counted = countedAt(tell, end - 1, value)
  const days = [...new Set(counted.map(({ entity }) => entity))].map(
    (entity) =>
      over.filter((one) => {
        const [from, to] = bounds(tell, one)
        return counted.some((event) => event.entity === entity && event.at >= from && event.at < to)
      }).length,
  )
  return tell.starts.map((_, i) => (i < over.length ? days.filter((n) => n === i + 1).length : null))
}

/** By what the first start ever was, and the account of it at the close of that day. */
function naiveRetention(tell: Tell, value?: BreakdownValue): (number | null)[][] {
  const { asked, events, sizeAt } = tell
  const firsts = events.filter((event, i) => events.findIndex(({ entity }) => entity === event.entity) === i)
  const counted = firsts.filter((event) => {
    const own = sizeAt(event.account, event.at)
    if (asked.onlyLarge && own !== 'large') return false
    return value === undefined || (asked.by === 'size' ? own : event[asked.by]) === value
  })
  return tell.starts.map((one) => {
    const [from, to] = bounds(tell, one)
    const cohort = counted.filter(({ at }) => at >= from && at < to)
    return [0, 1, 2].map((period) => {
      if (!isOver(tell, one, period + 1)) return null
      const [after, before] = bounds(tell, one, period)
      return cohort.filter(
        ({ entity }) =>
          period === 0 || events.some((event) => event.entity === entity && event.at >= after && event.at < before),
      ).length
    })
  })
}

const VALUES: Readonly<Record<Question['by'], readonly BreakdownValue[]>> = {
  role: ['admin', 'viewer', null],
  plan: ['free', 'team', 'pro', null],
  tenure: ['under 1 month', '1 to 3 months', '3 to 6 months', '6 to 12 months', '12 months and more', null],
  size: ['small', 'large', null],
}

type Bucket = { readonly value: BreakdownValue }

/** Every value that somebody has is there, with its numbers; one that nobody has may be left out. */
function expectBuckets<B extends Bucket>(
  asked: Question,
  buckets: readonly B[] | undefined,
  of: { readonly naive: (value?: BreakdownValue) => unknown; readonly found: (bucket: B) => unknown },
): void {
  const none = JSON.stringify(of.naive('nobody'))
  for (const value of VALUES[asked.by]) {
    const bucket = buckets?.find((one) => one.value === value)
    const naive = of.naive(value)
    if (bucket === undefined) expect([value, JSON.stringify(naive)]).toEqual([value, none])
    else expect([value, of.found(bucket)]).toEqual([value, naive])
  }
}

it('by role, plan, tenure and segment, as the text says it: events by what they were then, segments of their own account as of the end', async () => {
  const asking = fc.array(question, { minLength: 4, maxLength: 4 })
  await fc.assert(
    fc.asyncProperty(arbitraryWorld.map(apart), known, asking, async (world, told, questions) => {
      const { ask, calendar, dayOf } = await openWorld(world, batchOf(world, told), {
        segmentOf: (account, day) => sizeOf(told, account, day),
      })
      for (const asked of questions) {
        const range = [plusDays(world.base, asked.from), plusDays(world.base, asked.from + asked.days)] as const
        const tell: Tell = {
          ...{ world, asked, events: valuedIn(world, told, asked.actor) },
          starts: intervalsOf(world, asked.interval, range),
          sizeAt: (account, at) => sizeOf(told, account, dayOf(at)),
        }
        const breakdown: Breakdown = asked.by === 'size' ? { segment: 'size' } : asked.by
        const common = {
          ...{ ...calendar, actor: asked.actor, breakdown, date_from: range[0], date_to: range[1] },
          ...(asked.onlyLarge ? { filter: { segment: 'size', value: 'large' } } : {}),
        }
        const { interval } = asked
        const active = await ask('active', { ...common, interval })
        expect(active.values).toEqual(naiveActive(tell))
        expectBuckets(asked, active.buckets, {
          naive: (value) => naiveActive(tell, value),
          found: ({ values }) => values,
        })
        const states = (one: Record<(typeof STATES)[number], unknown>) =>
          Object.fromEntries(STATES.map((state) => [state, one[state]]))
        const lifecycle = await ask('lifecycle', { ...common, interval })
        expect(states(lifecycle)).toEqual(naiveLifecycle(tell))
        expectBuckets(asked, lifecycle.buckets, { naive: (value) => naiveLifecycle(tell, value), found: states })
        const stickiness = await ask('stickiness', { ...common, interval })
        expect(stickiness.bars).toEqual(naiveStickiness(tell))
        expectBuckets(asked, stickiness.buckets, {
          naive: (value) => naiveStickiness(tell, value),
          found: ({ bars }) => bars,
        })
        const retention = await ask('retention', { ...common, period: interval, total_intervals: 3 })
        const cells = ({ cohorts }: Pick<typeof retention, 'cohorts'>) => cohorts.map(({ values }) => values)
        expect(cells(retention)).toEqual(naiveRetention(tell))
        expectBuckets(asked, retention.buckets, { naive: (value) => naiveRetention(tell, value), found: cells })
        const over = tell.starts.filter((one) => isOver(tell, one)).length
        const bucket = active.buckets?.[asked.pick % Math.max(1, active.buckets.length)]
        if (over === 0 || bucket === undefined) continue
        const i = asked.pick % over
        const cell = { interval: active.intervals[i]!, value: bucket.value }
        expect((await ask('active', { ...common, interval, actors_of: cell })).actors!.total).toBe(bucket.values[i])
        const group = lifecycle.buckets!.find(({ value }) => value === bucket.value)
        if (group === undefined) continue
        const state = STATES[asked.pick % 4]!
        const listed = await ask('lifecycle', { ...common, interval, actors_of: { ...cell, state } })
        expect(listed.actors!.total).toBe(group[state][i])
      }
    }),
    {
      numRuns: Number(process.env.RUNS ?? 4),
    },
  )
}, 600_000)
