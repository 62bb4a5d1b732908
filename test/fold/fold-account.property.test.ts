import fc from 'fast-check'
import { expect, it } from 'vitest'
import type { Condition, Expr, Window } from '../../src/config/expression.ts'
import type { FactKey } from '../../src/config/fact-key.ts'
import type { Model, Segment } from '../../src/config/model.ts'
import { MS_PER_DAY } from '../../src/core/time.ts'
import { foldAccount } from '../../src/fold/fold-account.ts'
import { type FoldSpace, makeFoldSpace } from '../../src/fold/fold-space.ts'
import { firstDayRead } from '../../src/fold/plan/first-day-read.ts'
import { planFold } from '../../src/fold/plan/plan-fold.ts'
import type { AccountTimeline, View } from '../../src/store/analytic/rows.ts'
import { DAY_0, dayInside, rowsArbitrary, timelineArbitrary } from './arbitrary-accounts.ts'
import { blockOf, cutTimeline, factId, knownOf, modelOf, type Row } from './build-fold.ts'
import { naiveAccount, naiveMembers } from './naive-fold.ts'

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
const MEMBER: Expr[] = [...OF_FACTS, { kind: 'role', roles: ['admin'] }, { kind: 'role', roles: ['admin', 'viewer'] }]
const ROLE = OF_FACTS.length
/** Days since the last event. */
const AWAY = OF_FACTS.length - 3
const holdsRole: Condition = { kind: 'compare', quantity: ROLE, op: '>=', value: 1 }
/** Of accounts: by events in seven days, and by a gauge that may be unknown. */
const SEGMENTS: Segment[] = [
  segment('size', 7, [
    { name: 'small', from: 0 },
    { name: 'large', from: 4 },
  ]),
  segment('level', 12, [
    { name: 'low', from: -5 },
    { name: 'high', from: 1 },
  ]),
]
function segment(key: string, quantity: number, bands: { name: string; from: number }[]): Segment {
  return { key, level: 'account', rule: { kind: 'bands', quantity, bands }, hash: '' }
}
const inSegment = (key: string, value: string): Condition => ({ kind: 'in-segment', segment: key, value })

const ACCOUNT: Expr[] = [
  ...OF_FACTS,
  ...WINDOWS.flatMap((window): Expr[] => [
    { kind: 'distinct-users', facts: ACTIVE, window },
    { kind: 'active-members', facts: ACTIVE, window, roles: null },
    { kind: 'active-members', facts: ACTIVE, window, roles: ['admin'] },
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
  { kind: 'roll-up', how: 'max', over: AWAY },
  { kind: 'roll-up', how: 'mean', over: 7, among: holdsRole },
  { kind: 'roll-up', how: 'sum', over: 14, among: holdsRole },
  { kind: 'roll-up', how: 'max', over: AWAY, among: { ...holdsRole, quantity: ROLE + 1 } },
  { kind: 'roll-up-where', when: holdsRole },
  { kind: 'top-member', over: AWAY, by: 16, among: holdsRole },
  { kind: 'top-member', over: 5, by: 23 },
  { kind: 'roll-up-where', when: { kind: 'compare', quantity: 7, op: '>=', value: 2 } },
  { kind: 'roll-up-where', when: { kind: 'compare', quantity: 9, op: '>=', value: 1 } },
  { kind: 'roll-up-where', when: inSegment('level', 'high') },
  { kind: 'roll-up', how: 'sum', over: 7, among: inSegment('size', 'large') },
  { kind: 'roll-up', how: 'max', over: AWAY, among: { kind: 'all', of: [inSegment('level', 'low'), holdsRole] } },
  {
    kind: 'roll-up-where',
    when: { kind: 'all', of: [inSegment('size', 'large'), { kind: 'compare', quantity: 7, op: '>=', value: 2 }] },
  },
]

const of = (kind: Expr['kind']): number => ACCOUNT.findIndex((expr) => expr.kind === kind)
/** As of earlier days: a count, members by role, a property, revenue, a level, and what is made of members. */
ACCOUNT.push(
  { kind: 'ago', of: 7, days: 3 },
  ...(['members', 'trait', 'mrr', 'roll-up', 'top-member', 'ratio'] as const).map(
    (kind, i): Expr => ({ kind: 'ago', of: of(kind), days: 1 + 6 * i }),
  ),
  { kind: 'ago', of: of('members') + 1, days: 30 },
  { kind: 'ago', of: 12, days: 9 },
  { kind: 'difference', now: of('trait'), before: ACCOUNT.length + 2 },
)

const model: Model = {
  ...modelOf({ account: ACCOUNT, member: MEMBER, weekStart: 'monday', segments: SEGMENTS }),
  exclusions: [{ kind: 'trait', key: 'internal', value: true }],
}
const plan = planFold({ model, factId })
const space: FoldSpace = makeFoldSpace(plan, { judgesMembers: true })

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
        const input = {
          ...one,
          rows,
          day,
          weekStart: 'monday' as const,
          account: ACCOUNT,
          member: MEMBER,
          segments: SEGMENTS,
        }
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
    { numRuns: 150 },
  )
}, 60_000)

/** What was known by the close of a day, as a log cut off there would leave it. */
function truncate({ rows, timeline, ...rest }: Case, day: number): Case {
  const known = ({ knownAt }: { readonly knownAt: number }): boolean => Math.floor(knownAt / MS_PER_DAY) <= day
  return {
    ...rest,
    rows: rows.filter((row) => knownOf(row) <= day),
    timeline: {
      ...timeline,
      members: timeline.members.filter(known),
      links: timeline.links.filter(known),
      traits: timeline.traits.filter(known),
      subscriptions: timeline.subscriptions.filter(known),
    },
  }
}

it('the decision view is blind to what was not known: the past of a log that is cut off is the same', () => {
  fc.assert(
    fc.property(caseArbitrary, fc.nat(), (drawn, cut) => {
      const one: Case = { ...drawn, view: 'decision' }
      const last = one.from + (cut % (one.to - one.from + 1))
      const whole = fold(one)
      const past = fold({ ...truncate(one, last), to: last })
      expect(past.account).toEqual(whole.account.slice(0, last - one.from + 1))
    }),
  )
})

it('shuffling what became known later changes no day before', () => {
  fc.assert(
    fc.property(caseArbitrary, fc.nat(), fc.integer({ min: 1, max: 5 }), (drawn, cut, actors) => {
      const one: Case = { ...drawn, view: 'decision' }
      const last = one.from + (cut % (one.to - one.from + 1))
      const later = one.rows.map((row) =>
        knownOf(row) <= last ? row : { ...row, fact: (row.fact % 5) + 1, actor: (row.actor % actors) + 1 },
      )
      expect(fold({ ...one, rows: later }).account.slice(0, last - one.from + 1)).toEqual(
        fold(one).account.slice(0, last - one.from + 1),
      )
    }),
  )
})

it('judging days one by one, or in spans, gives the numbers of judging them in one go', () => {
  fc.assert(
    fc.property(caseArbitrary, fc.integer({ min: 1, max: 9 }), (one, span) => {
      const whole = fold(one)
      for (let from = one.from; from <= one.to; from += span) {
        const to = Math.min(one.to, from + span - 1)
        expect(fold({ ...one, from, to }).account).toEqual(whole.account.slice(from - one.from, to - one.from + 1))
      }
    }),
  )
})

it('a plan of one number reads it from no more than the rows and the parts of timelines that it asks for', () => {
  fc.assert(
    fc.property(caseArbitrary, fc.nat({ max: ACCOUNT.length - 1 }), (one, node) => {
      const small = planFold({ model, factId, only: [{ level: 'account', node }] })
      const { from, to, view } = one
      const block = blockOf(one.rows.filter((row) => row.day >= firstDayRead(small, from)))
      const { values } = foldAccount({
        ...{ plan: small, space: makeFoldSpace(small, { judgesMembers: false }), block, start: 0, end: block.rows },
        ...{ timeline: cutTimeline(one.timeline, small.timeline), days: { from, to }, view },
      })
      expect([...values[node]!]).toEqual(fold(one).account.map((of) => of[node]))
    }),
  )
})
