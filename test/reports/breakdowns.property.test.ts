import fc from 'fast-check'
import { expect, it } from 'vitest'
import type { BreakdownValue } from '../../src/contract/analyze/question.ts'
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

const question = fc.record({
  actor: fc.constantFrom<Actor>('user', 'member', 'account'),
  by: fc.constantFrom('color' as const, 'team' as const),
  limit: fc.constantFrom(25, 25, 1, 2),
  interval: fc.constantFrom('day' as const, 'week' as const),
  recurring: fc.boolean(),
  attribution: fc.constantFrom('first_touch' as const, 'last_touch' as const, 'step_2' as const),
  hours: fc.constantFrom(24, 100),
  from: fc.integer({ min: -2, max: 6 }),
  days: fc.integer({ min: 0, max: 10 }),
  pick: fc.nat(),
})
type Question = typeof question extends fc.Arbitrary<infer Q> ? Q : never

type Cells = Map<BreakdownValue, Map<number, Set<string>>>

function put(cells: Cells, value: BreakdownValue, cell: number, entity: string): void {
  const own = cells.get(value) ?? new Map<number, Set<string>>()
  cells.set(value, own)
  own.set(cell, (own.get(cell) ?? new Set()).add(entity))
}

/** No two at one instant: which of them says the value would not be known. */
function apart(world: World): World {
  return { ...world, events: world.events.map((event, i) => ({ ...event, at: event.at + i * 1000 })) }
}

function tell(world: World, asked: Question) {
  const events = happenedIn(world, asked.actor)
  const range = [plusDays(world.base, asked.from), plusDays(world.base, asked.from + asked.days)] as const
  const intervals = intervalsOf(world, asked.interval, range)
  const indexOf = (at: number) => {
    const start = intervalOf(dateOf(at, world.zone), asked.interval, world.weekStart)
    return intervals.findIndex((one) => one.equals(start))
  }
  const isOver = (start: (typeof intervals)[number], periods = 1) =>
    startOfDate(next(start, asked.interval, periods), world.zone) <= world.now
  const said = (event: Happened | undefined) => event?.[asked.by] ?? null
  return { events, range, intervals, indexOf, isOver, said }
}

/** Values of the events of complete intervals, those with the most actors first. */
function shownOf(events: readonly Happened[], said: (event: Happened) => BreakdownValue, limit: number) {
  const actors = new Map<BreakdownValue, Set<string>>()
  for (const event of events) actors.set(said(event), (actors.get(said(event)) ?? new Set()).add(event.entity))
  const text = (value: BreakdownValue) => (value === null ? 'null' : JSON.stringify(value))
  const ordered = [...actors].sort((a, b) => b[1].size - a[1].size || (text(a[0]) < text(b[0]) ? -1 : 1))
  const shown = ordered.slice(0, limit).map(([value]) => value)
  return {
    shown,
    hasOther: ordered.length > limit,
    of: (value: BreakdownValue) => (shown.includes(value) ? value : 'other'),
  }
}

type Bucket = { readonly value: BreakdownValue; readonly other: boolean }

function expectBuckets<B extends Bucket>(
  buckets: readonly B[],
  { shown, hasOther }: ReturnType<typeof shownOf>,
  expectOne: (bucket: B) => void,
): void {
  expect(buckets.map(({ value }) => value)).toEqual([...shown, ...(hasOther ? ['other'] : [])])
  for (const bucket of buckets) expectOne(bucket)
}

const count = (cells: Cells, value: BreakdownValue, cell: number): number => cells.get(value)?.get(cell)?.size ?? 0

it('each value by itself, actor by actor, and who is in each cell', async () => {
  const asking = fc.array(question, { minLength: 2, maxLength: 2 })
  await fc.assert(
    fc.asyncProperty(arbitraryWorld.map(apart), asking, async (world, questions) => {
      const { ask, calendar } = await openWorld(world)
      const known = new Set(world.events.map(({ did }) => did))
      const hasColor = world.events.some((event) => event.with?.color !== undefined)
      for (const asked of questions) {
        if (!known.has('a') || !known.has('b') || (asked.by === 'color' && !hasColor)) continue
        if (asked.by === 'team' && world.teams.length === 0) continue
        const told = tell(world, asked)
        const { events, range, intervals, indexOf, isOver, said } = told
        const breakdown = asked.by === 'color' ? { event_property: 'color' } : { trait: 'team' }
        const common = {
          ...{ ...calendar, actor: asked.actor, breakdown, breakdown_limit: asked.limit },
          ...{ date_from: range[0], date_to: range[1] },
        }
        await expectLifecycle()
        await expectRetention()
        await expectFunnel()

        async function expectLifecycle(): Promise<void> {
          const own = events.filter(
            ({ did, at }) => did === 'a' && at < startOfDate(next(intervals.at(-1)!, asked.interval), world.zone),
          )
          const over = own.filter(
            ({ at }) =>
              at <
              Math.max(
                ...intervals
                  .filter((one) => isOver(one))
                  .map((one) => startOfDate(next(one, asked.interval), world.zone)),
                startOfDate(intervals[0]!, world.zone),
              ),
          )
          const groups = shownOf(over, said, asked.limit)
          const cells: Cells = new Map()
          for (const key of new Set(over.map((event) => JSON.stringify([event.entity, groups.of(said(event))])))) {
            const [entity, value] = JSON.parse(key) as [string, BreakdownValue]
            const mine = over.filter((event) => event.entity === entity && groups.of(said(event)) === value)
            intervals.forEach((start, i) => {
              const [from, to] = [startOfDate(start, world.zone), startOfDate(next(start, asked.interval), world.zone)]
              const before = startOfDate(next(start, asked.interval, -1), world.zone)
              const is = mine.some(({ at }) => at >= from && at < to)
              const was = mine.some(({ at }) => at >= before && at < from)
              const ever = mine.some(({ at }) => at < from)
              const state = is ? (was ? 1 : ever ? 2 : 0) : was ? 3 : -1
              if (state >= 0) put(cells, value, i * 4 + state, entity)
            })
          }
          const answer = await ask('lifecycle', { ...common, event: 'a', interval: asked.interval })
          const states = ['new', 'returning', 'resurrecting', 'dormant'] as const
          expectBuckets(answer.buckets!, groups, (bucket) => {
            for (const [state, name] of states.entries())
              expect(bucket[name]).toEqual(
                intervals.map((start, i) => (isOver(start) ? count(cells, bucket.value, i * 4 + state) : null)),
              )
          })
          const bucket = answer.buckets![asked.pick % Math.max(1, answer.buckets!.length)]
          const i = asked.pick % intervals.length
          if (bucket === undefined || !isOver(intervals[i]!)) return
          const state = states[asked.pick % 4]!
          const listed = await ask('lifecycle', {
            ...{ ...common, event: 'a', interval: asked.interval },
            actors_of: { interval: answer.intervals[i]!, state, value: bucket.value },
          })
          expect(listed.actors!.total).toBe(bucket[state][i])
        }

        async function expectRetention(): Promise<void> {
          const starts = events.filter(({ did, at }) => did === 'a' && indexOf(at) >= 0)
          const periods = 3
          const end = Math.max(
            ...Array.from({ length: periods + intervals.length }, (_, i) => next(intervals[0]!, asked.interval, i + 1))
              .filter(
                (one) =>
                  startOfDate(one, world.zone) <= world.now &&
                  startOfDate(one, world.zone) <=
                    startOfDate(next(intervals.at(-1)!, asked.interval, periods), world.zone),
              )
              .map((one) => startOfDate(one, world.zone)),
            startOfDate(intervals[0]!, world.zone),
          )
          const groups = shownOf(
            starts.filter(({ at }) => at < end),
            said,
            asked.limit,
          )
          const cells: Cells = new Map()
          const seen = new Set<string>()
          for (const event of events.filter(({ did, at }) => did === 'a' && at < end)) {
            const i = indexOf(event.at)
            const key = asked.recurring ? `${event.entity} ${i}` : event.entity
            if (seen.has(key)) continue
            seen.add(key)
            if (i < 0) continue
            for (let k = 0; k < periods; k++) {
              const from = startOfDate(next(intervals[i]!, asked.interval, k), world.zone)
              const to = startOfDate(next(intervals[i]!, asked.interval, k + 1), world.zone)
              const back = events.some(
                (one) => one.did === 'b' && one.entity === event.entity && one.at >= from && one.at < to,
              )
              if (k === 0 || back) put(cells, groups.of(said(event)), i * periods + k, event.entity)
            }
          }
          const answer = await ask('retention', {
            ...{ ...common, start_event: 'a', return_event: 'b', period: asked.interval, total_intervals: periods },
            cohort_mode: asked.recurring ? 'recurring' : 'first_time',
          })
          expectBuckets(answer.buckets!, groups, (bucket) =>
            expect(bucket.cohorts.map(({ values }) => values)).toEqual(
              intervals.map((start, i) =>
                Array.from({ length: periods }, (_, k) =>
                  isOver(start, k + 1) ? count(cells, bucket.value, i * periods + k) : null,
                ),
              ),
            ),
          )
          const bucket = answer.buckets![asked.pick % Math.max(1, answer.buckets!.length)]
          const [i, k] = [asked.pick % intervals.length, asked.pick % periods]
          if (bucket === undefined || !isOver(intervals[i]!, k + 1)) return
          const listed = await ask('retention', {
            ...{ ...common, start_event: 'a', return_event: 'b', period: asked.interval, total_intervals: periods },
            cohort_mode: asked.recurring ? 'recurring' : 'first_time',
            actors_of: { cohort: answer.cohorts[i]!.start, period: k, value: bucket.value },
          })
          expect(listed.actors!.total).toBe(bucket.cohorts[i]!.values[k])
        }

        async function expectFunnel(): Promise<void> {
          const window = asked.hours * 3_600_000
          const within = (at: number) =>
            dateOf(at, world.zone).toString() >= range[0] && dateOf(at, world.zone).toString() <= range[1]
          const best = new Map<string, readonly Happened[]>()
          for (const start of events.filter(({ did, at }) => did === 'a' && within(at))) {
            const way = [start]
            for (const step of ['b', 'a']) {
              const reached = events.find(
                (one) =>
                  one.entity === start.entity &&
                  one.did === step &&
                  one.at > way.at(-1)!.at &&
                  one.at <= start.at + window,
              )
              if (reached === undefined) break
              way.push(reached)
            }
            if (way.length > (best.get(start.entity)?.length ?? 0)) best.set(start.entity, way)
          }
          const answer = await ask('funnel', {
            ...common,
            breakdown_limit: 25,
            steps: ['a', 'b', 'a'],
            window_seconds: asked.hours * 3600,
            attribution: asked.attribution,
          })
          const chosen = (way: readonly Happened[]) => {
            if (asked.attribution === 'step_2') return said(way[1])
            const told = way.map((event) => said(event)).filter((value) => value !== null)
            return (asked.attribution === 'first_touch' ? told[0] : told.at(-1)) ?? null
          }
          const reaching = (n: number, value?: BreakdownValue) =>
            [...best.values()].filter((way) => way.length > n && (value === undefined || chosen(way) === value))
          expect(answer.counts).toEqual([0, 1, 2].map((n) => reaching(n).length))
          for (const bucket of answer.buckets!)
            expect([bucket.value, bucket.counts]).toEqual([
              bucket.value,
              [0, 1, 2].map((n) => reaching(n, bucket.value).length),
            ])
          const seconds = [1, 2].map((n) => {
            const times = reaching(n).map((way) => (way[n]!.at - way[n - 1]!.at) / 1000)
            return times.length === 0 ? null : times.reduce((sum, one) => sum + one, 0) / times.length
          })
          expect(answer.average_seconds.slice(1)).toEqual(
            seconds.map((one) => (one === null ? null : expect.closeTo(one, 6))),
          )
          const step = (asked.pick % 3) + 1
          const dropped = step > 1 && asked.pick % 2 === 0
          const listed = await ask('funnel', {
            ...common,
            breakdown_limit: 25,
            steps: ['a', 'b', 'a'],
            window_seconds: asked.hours * 3600,
            attribution: asked.attribution,
            actors_of: { step, dropped },
          })
          expect(listed.actors!.total).toBe(
            dropped ? answer.counts[step - 2]! - answer.counts[step - 1]! : answer.counts[step - 1],
          )
        }
      }
    }),
    { numRuns: Number(process.env.RUNS ?? 2) },
  )
}, 600_000)
