import fc from 'fast-check'
import { expect, it } from 'vitest'
import {
  type Actor,
  arbitraryWorld,
  dateOf,
  happenedIn,
  intervalOf,
  next,
  plusDays,
  startOfDate,
  survivorOf,
  teamOf,
  type World,
} from './arbitrary-world.ts'
import { openWorld } from './open-world.ts'

const HOURS = { day: 24, week: 168, month: 720 } as const
const HOUR = 3_600_000

const question = fc.record({
  actor: fc.constantFrom<Actor>('user', 'member', 'account'),
  byTeam: fc.boolean(),
  period: fc.constantFrom('day' as const, 'week' as const, 'month' as const),
  metric: fc.constantFrom('active' as const, 'events' as const),
  event: fc.constantFrom(null, 'a'),
  total_intervals: fc.integer({ min: 1, max: 4 }),
  from: fc.integer({ min: -3, max: 8 }),
  days: fc.integer({ min: 0, max: 12 }),
})
type Question = typeof question extends fc.Arbitrary<infer Q> ? Q : never

/** Hours after the base at which somebody says that they signed up; members say nothing, their membership begins. */
const signUps = fc.record({
  p1: fc.option(fc.integer({ min: -40, max: 200 })),
  acme: fc.option(fc.integer({ min: -40, max: 200 })),
})
type SignUps = typeof signUps extends fc.Arbitrary<infer S> ? S : never

/** Persons from their first event, accounts from theirs, members from their first event there. */
function naiveCohorts(world: World, told: SignUps, asked: Question) {
  const { zone, weekStart, base, now } = world
  const events = happenedIn(world, asked.actor)
  const start = Date.parse(`${base}T00:00:00Z`)
  const signUpOf = (entity: string): number => {
    const own = asked.actor === 'member' ? null : (told as Readonly<Record<string, number | null>>)[entity]
    if (own !== null && own !== undefined) return start + own * HOUR
    return Math.min(...events.filter((event) => event.entity === entity).map(({ at }) => at))
  }
  const periodOf = (at: number) => intervalOf(dateOf(at, zone), asked.period, weekStart)
  const [first, last] = [plusDays(base, asked.from), plusDays(base, asked.from + asked.days)].map((date) =>
    periodOf(startOfDate(dateOf(Date.parse(`${date}T12:00:00Z`), 'UTC'), zone)).toString(),
  ) as [string, string]
  // Who did nothing counts by their own word; a person all of whose events are excluded does not.
  const isOwnStaff = world.events.some(({ who }) => survivorOf(world, who) === 'p1')
  const quiet = { user: isOwnStaff ? [] : ['p1'], account: ['acme'], member: [] }[asked.actor]
  const quietTold = quiet.filter((one) => told[one as 'p1' | 'acme'] !== null)
  const newcomers = [...new Set([...quietTold, ...events.map(({ entity }) => entity)])].flatMap((entity) => {
    const at = signUpOf(entity)
    const period = periodOf(at).toString()
    if (period < first || period > last) return []
    const close = startOfDate(dateOf(at, zone).add({ days: 1 }), zone) - 1
    const [account, person] = asked.actor === 'member' ? entity.split(' ') : [entity, entity]
    const team = asked.actor === 'account' ? teamOf(world, account!, close) : teamOf(world, person!, close)
    const value = team ?? (asked.actor === 'member' ? teamOf(world, account!, close) : null)
    return [{ entity, at, value: asked.byTeam ? value : period }]
  })
  const rangeEnd = startOfDate(
    next(intervalOf(dateOf(Date.parse(`${last}T12:00:00Z`), 'UTC'), asked.period, weekStart), asked.period),
    zone,
  )
  const cohorts = [...new Set(newcomers.map(({ value }) => value))].map((value) => {
    const own = newcomers.filter((one) => one.value === value)
    const youngest = Math.max(...own.map(({ at }) => at))
    const closed = asked.byTeam ? rangeEnd : startOfDate(next(periodOf(youngest), asked.period), zone)
    const values = Array.from({ length: asked.total_intervals }, (_, age) => {
      const length = HOURS[asked.period] * HOUR
      if (Math.max(closed, youngest + (age + 1) * length) > now) return null
      const counts = own.map(
        ({ entity, at }) =>
          events.filter(
            (event) =>
              event.entity === entity &&
              (asked.event === null || event.did === asked.event) &&
              event.at >= at + age * length &&
              event.at < at + (age + 1) * length,
          ).length,
      )
      return asked.metric === 'active' ? counts.filter((n) => n > 0).length : counts.reduce((sum, n) => sum + n, 0)
    })
    return { value, size: own.length, values }
  })
  return cohorts.sort((a, b) => (String(a.value) < String(b.value) ? -1 : 1))
}

/** What the applier would know of the accounts and members. */
function knownOf(world: World, told: SignUps) {
  const counted = world.events.filter(({ excluded }) => !excluded)
  const accounts = ['acme', 'beta'].flatMap((account) => {
    const own = counted.filter((event) => event.in === account).map(({ at }) => at)
    return own.length === 0 ? [] : [{ account, at: Math.min(...own) }]
  })
  const seen = accounts.map(({ account, at }, i) => ({
    ...{
      n: 70 + i,
      of: 'account' as const,
      subject: account,
      key: '$first_seen',
      value: new Date(at).toISOString(),
      from: at,
      knownAt: 0,
    },
  }))
  const first = Math.min(...accounts.map(({ at }) => at))
  const survivor =
    !world.merged || accounts.length < 2
      ? []
      : [{ ...seen[0]!, n: 91, subject: 'acme', value: new Date(first).toISOString(), from: first }]
  const start = Date.parse(`${world.base}T00:00:00Z`)
  const created = Object.entries(told).flatMap(([subject, hour], i) =>
    hour === null
      ? []
      : [
          {
            ...{
              n: 80 + i,
              of: subject === 'acme' ? ('account' as const) : ('person' as const),
              subject,
              key: 'created_at',
            },
            ...{ value: new Date(start + hour * HOUR).toISOString(), from: start, knownAt: 0 },
          },
        ],
  )
  const pairs = new Map(
    happenedIn(world, 'member')
      .toReversed()
      .map(({ entity, at }) => [entity, at]),
  )
  const memberships = [...pairs].map(([entity, from], i) => {
    const [account, person] = entity.split(' ') as [string, string]
    return { n: 92 + i, account: survivorOf(world, account), person, role: null, from, to: null, knownAt: 0 }
  })
  return { traits: [...seen, ...survivor, ...created], memberships }
}

it('equals every cohort by itself: by period and by trait, at equal ages, over joins, merges and zones', async () => {
  await fc.assert(
    fc.asyncProperty(
      arbitraryWorld,
      signUps,
      fc.array(question, { minLength: 6, maxLength: 6 }),
      async (world, told, questions) => {
        const { ask, calendar } = await openWorld(world, knownOf(world, told))
        const hasTeams = world.teams.length > 0
        for (const asked of questions) {
          if (
            (asked.byTeam && !hasTeams) ||
            (asked.event !== null && !world.events.some(({ did }) => did === asked.event))
          )
            continue
          const { actor, period, metric, total_intervals } = asked
          const { cohorts } = await ask('cohorts', {
            ...{
              ...calendar,
              actor,
              period,
              metric,
              total_intervals,
              by: asked.byTeam ? { trait: 'team' } : 'sign_up',
            },
            ...(asked.event === null ? {} : { event: asked.event }),
            date_from: plusDays(world.base, asked.from),
            date_to: plusDays(world.base, asked.from + asked.days),
          })
          const found = cohorts.map(({ value, size, values }) => ({ value, size, values }))
          expect(found.sort((a, b) => (String(a.value) < String(b.value) ? -1 : 1))).toEqual(
            naiveCohorts(world, told, asked),
          )
        }
      },
    ),
    { numRuns: 25 },
  )
}, 120_000)
