import fc from 'fast-check'
import { expect, it } from 'vitest'
import type { Expr, Window } from '../../src/config/expression.ts'
import type { FactKey } from '../../src/config/fact-key.ts'
import { MS_PER_DAY } from '../../src/core/time.ts'
import { foldAccount } from '../../src/fold/fold-account.ts'
import { type FoldSpace, makeFoldSpace } from '../../src/fold/fold-space.ts'
import { planFold } from '../../src/fold/plan-fold.ts'
import type { AccountTimeline, View } from '../../src/store/analytic/rows.ts'
import { blockOf, factId, knownOf, modelOf, type Row, timelineOf } from './build-fold.ts'
import { naiveAccount, naiveMembers } from './naive-fold.ts'

/** A Wednesday; the days of the tests lie around a change of month. */
const DAY_0 = 20_500
const DAYS = 45

const A: FactKey[] = ['name:a']
const ACTIVE: FactKey[] = ['name:a', 'name:b']
const rolling = (days: number, offset = 0): Window => ({ kind: 'rolling', days, offset })
const EVER: Window = { kind: 'ever' }
const WINDOWS: Window[] = [
  rolling(1),
  rolling(7),
  rolling(7, 7),
  rolling(28),
  { kind: 'calendar', unit: 'week', offset: 0 },
  { kind: 'calendar', unit: 'week', offset: 7 },
  { kind: 'calendar', unit: 'month', offset: 0 },
  { kind: 'calendar', unit: 'month', offset: 10 },
  EVER,
]
const FEATURES = [
  { name: 'one', facts: A },
  { name: 'two', facts: ['name:b', 'name:c'] as FactKey[] },
]

const OF_FACTS: Expr[] = [
  ...WINDOWS.flatMap((window): Expr[] => [
    { kind: 'count', facts: ACTIVE, window, scale: 1 },
    { kind: 'sum', facts: ['measure:sum'], window, scale: 10 },
    { kind: 'distinct-days', facts: ACTIVE, window },
    { kind: 'distinct-features', features: FEATURES, window },
    { kind: 'adoption', features: FEATURES, window, minimum: 2 },
    { kind: 'latest', facts: ['measure:gauge'], window },
    { kind: 'max', facts: ['measure:gauge'], window },
  ]),
  { kind: 'days-since-first', facts: ACTIVE },
  { kind: 'days-since-last', facts: ACTIVE },
  { kind: 'streak-days', facts: ACTIVE },
  { kind: 'streak-weeks', facts: ACTIVE, daysPerWeek: 2 },
]
const MEMBER: Expr[] = OF_FACTS
const ACCOUNT: Expr[] = [
  ...OF_FACTS,
  ...WINDOWS.flatMap((window): Expr[] => [
    { kind: 'distinct-users', facts: ACTIVE, window },
    { kind: 'active-members', facts: ACTIVE, window, roles: null },
    { kind: 'active-share', facts: ACTIVE, window, roles: ['admin'] },
  ]),
  { kind: 'members', roles: null },
  { kind: 'members', roles: ['admin'] },
  { kind: 'ratio', top: 0, bottom: 7 },
  { kind: 'change', now: 7, before: 14 },
  { kind: 'difference', now: 7, before: 14 },
  { kind: 'trait', of: 'account', trait: 'seats' },
  { kind: 'mrr' },
  { kind: 'roll-up', how: 'mean', over: 7 },
  { kind: 'roll-up', how: 'sum', over: 8 },
  { kind: 'roll-up', how: 'max', over: OF_FACTS.length - 3 },
  { kind: 'roll-up-where', how: 'share', when: { kind: 'compare', quantity: 7, op: '>=', value: 2 } },
  { kind: 'roll-up-where', how: 'count', when: { kind: 'compare', quantity: 9, op: '>=', value: 1 } },
]

const model = modelOf({ account: ACCOUNT, member: MEMBER, weekStart: 'monday' })
const plan = planFold({ model, factId })
const space: FoldSpace = makeFoldSpace(plan, { judgesMembers: true })

const dayInside = fc.integer({ min: 0, max: DAYS - 1 }).map((at) => DAY_0 + at)
const delay = fc.oneof(
  { weight: 6, arbitrary: fc.constant(0) },
  { weight: 2, arbitrary: fc.integer({ min: 1, max: 20 }) },
)
/** Few times of day, so that statements tie. */
const instant = dayInside.chain((at) =>
  fc.constantFrom(0, 1, MS_PER_DAY / 2, MS_PER_DAY - 1).map((ms) => at * MS_PER_DAY + ms),
)
const said = fc.tuple(instant, delay).map(([from, late]) => ({ from, knownAt: from + late * MS_PER_DAY }))

/** Rows, and in a third of the cases corrections that take some of them back later: who is touched by one is counted another way. */
const rowsArbitrary: fc.Arbitrary<Row[]> = fc.constantFrom(0, 0, 0.2).chain((corrections) => rowsWith(corrections))
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

const timelineArbitrary: fc.Arbitrary<AccountTimeline> = fc
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

type Case = { rows: Row[]; timeline: AccountTimeline; view: View; from: number; to: number }
const caseArbitrary: fc.Arbitrary<Case> = fc
  .record({
    rows: rowsArbitrary,
    timeline: timelineArbitrary,
    view: fc.constantFrom<View>('decision', 'report'),
    ends: fc.tuple(dayInside, dayInside),
  })
  .map(({ ends, ...rest }) => ({ ...rest, from: Math.min(...ends), to: Math.max(...ends) }))

function fold({ rows, timeline, view, from, to }: Case): { account: number[][]; members: Map<number, number[][]> } {
  const block = blockOf(rows)
  const members = new Map<number, number[][]>()
  const folded = foldAccount({
    ...{ plan, space, block, start: 0, end: block.rows, timeline, days: { from, to }, view },
    onMember: (member) => {
      const byDay = [...member.present].map((present, i) => (present === 1 ? member.values.map((of) => of[i]!) : []))
      members.set(member.person, byDay)
    },
  })
  const days = Array.from({ length: to - from + 1 }, (_, i) => i)
  return { account: days.map((i) => folded.values.map((of) => of[i]!)), members }
}

function sortRows(rows: readonly Row[]): Row[] {
  return rows
    .map((row, at) => ({ row, at }))
    .sort((a, b) => a.row.day - b.row.day || knownOf(a.row) - knownOf(b.row) || a.at - b.at)
    .map(({ row }) => row)
}

/** What differs between the folded and the recomputed numbers of one entity and day. */
function differences(
  found: readonly number[] | undefined,
  expected: readonly number[],
  nodes: readonly Expr[],
): string[] {
  return expected.flatMap((value, node) => {
    const other = found?.[node]
    const equal =
      other !== undefined && (Math.abs(other - value) < 1e-9 || (Number.isNaN(other) && Number.isNaN(value)))
    return equal ? [] : [`${JSON.stringify(nodes[node])}: ${String(other)} for ${value}`]
  })
}

it('every number of every day equals the one recomputed from what was visible at that close', () => {
  fc.assert(
    fc.property(caseArbitrary, (one) => {
      const folded = fold(one)
      const rows = sortRows(one.rows)
      for (let day = one.from; day <= one.to; day++) {
        const at = day - one.from
        const input = { ...one, rows, day, weekStart: 'monday' as const, account: ACCOUNT, member: MEMBER }
        const members = naiveMembers(input)
        const found = differences(folded.account[at], naiveAccount(input), ACCOUNT)
        for (const [person, values] of members) {
          found.push(
            ...differences(folded.members.get(person)?.[at], values, MEMBER).map((text) => `member ${person}, ${text}`),
          )
        }
        expect(found.map((text) => `day +${day - DAY_0}, ${text}`)).toEqual([])
        const present = [...folded.members].filter(([, days]) => days[at]!.length > 0).map(([person]) => person)
        expect(present.sort()).toEqual([...members.keys()].sort())
      }
    }),
    { numRuns: 200 },
  )
})
