import { expect, it } from 'vitest'
import type { Expr, Window } from '../../src/config/expression.ts'
import type { FactKey } from '../../src/config/fact-key.ts'
import { MS_PER_DAY, MS_PER_HOUR } from '../../src/core/time.ts'
import { foldAccount } from '../../src/fold/fold-account.ts'
import { foldPerson } from '../../src/fold/fold-person.ts'
import { makeFoldSpace } from '../../src/fold/fold-space.ts'
import { planFold } from '../../src/fold/plan/plan-fold.ts'
import {
  closeReference,
  collectReference,
  openReference,
  readReference,
  referenceNodes,
} from '../../src/fold/reference/collect-reference.ts'
import type { AccountTimeline, View } from '../../src/store/analytic/rows.ts'
import { blockOf, day, factId, type ModelParts, modelOf, noon, type Row, timelineOf } from './build-fold.ts'

const A: readonly FactKey[] = ['name:a']
const rolling = (days: number, offset = 0): Window => ({ kind: 'rolling', days, offset })
const unknown = Number.NaN

type Case = Omit<ModelParts, 'account'> & {
  readonly rows?: readonly Row[]
  readonly timeline?: Partial<AccountTimeline>
  readonly days: readonly [string, string]
  readonly view?: View
}

/** The values of one account quantity on each judged day. */
function fold(expr: Expr, { rows = [], timeline = {}, days, view = 'decision', ...parts }: Case): number[] {
  const plan = planFold({ model: modelOf({ ...parts, account: [expr] }), factId })
  const space = makeFoldSpace(plan, { judgesMembers: false })
  const block = blockOf(rows)
  const range = { from: day(days[0]), to: day(days[1]) }
  const input = { plan, space, block, start: 0, end: block.rows, timeline: timelineOf(timeline), days: range, view }
  return [...foldAccount(input).values[0]!]
}

const row = (date: string, more: Partial<Row> = {}): Row => ({ fact: 1, actor: 1, day: day(date), ...more })

it('count: the judged day and the ones before it; with an offset the window lies that much earlier', () => {
  const rows = [row('03-01', { n: 2 }), row('03-03')]
  const count = (window: Window): Expr => ({ kind: 'count', facts: A, window, scale: 1 })
  expect(fold(count(rolling(2)), { rows, days: ['03-01', '03-05'] })).toEqual([2, 2, 1, 1, 0])
  expect(fold(count(rolling(2, 2)), { rows, days: ['03-01', '03-05'] })).toEqual([0, 0, 2, 2, 1])
  expect(fold(count({ kind: 'ever' }), { rows, days: ['03-01', '03-05'] })).toEqual([2, 2, 3, 3, 3])
})

it('count: a week is that of the config, to the judged day', () => {
  // 2026-03-01 is a Sunday.
  const rows = ['02-28', '03-01', '03-02'].map((date) => row(date))
  const count: Expr = { kind: 'count', facts: A, window: { kind: 'calendar', unit: 'week', offset: 0 }, scale: 1 }
  expect(fold(count, { rows, days: ['02-28', '03-03'], weekStart: 'monday' })).toEqual([1, 2, 1, 1])
  expect(fold(count, { rows, days: ['02-28', '03-03'], weekStart: 'sunday' })).toEqual([1, 1, 2, 2])
})

it('a late row counts from the day it became known; the report view has it on its own day', () => {
  const rows = [row('03-01', { known: day('03-03'), n: 5 })]
  const count: Expr = { kind: 'count', facts: A, window: rolling(4), scale: 1 }
  expect(fold(count, { rows, days: ['03-01', '03-06'] })).toEqual([0, 0, 5, 5, 0, 0])
  expect(fold(count, { rows, days: ['03-01', '03-06'], view: 'report' })).toEqual([5, 5, 5, 5, 0, 0])
})

it('a correction takes back from the day it became known: count, distinct days and users, streak', () => {
  const rows = [row('03-01', { n: 2 }), row('03-02'), row('03-01', { known: day('03-03'), n: -2, supersedes: true })]
  const of = { facts: A, window: rolling(7) }
  const days = ['03-01', '03-04'] as const
  expect(fold({ kind: 'count', ...of, scale: 1 }, { rows, days })).toEqual([2, 3, 1, 1])
  expect(fold({ kind: 'distinct-days', ...of }, { rows, days })).toEqual([1, 2, 1, 1])
  expect(fold({ kind: 'distinct-users', ...of }, { rows, days })).toEqual([1, 1, 1, 1])
  expect(fold({ kind: 'streak-days', facts: A }, { rows, days })).toEqual([1, 2, 1, 0])
  expect(fold({ kind: 'days-since-first', facts: A }, { rows, days })).toEqual([0, 1, 1, 2])
})

it('distinct users fall from two to one on the day the join became known, not before; in the report view there was ever one', () => {
  const rows = [row('03-01', { actor: 1 }), row('03-01', { actor: 2 })]
  const timeline = { links: [{ actor: 2, person: 1, knownAt: noon('03-03') }] }
  const users: Expr = { kind: 'distinct-users', facts: A, window: rolling(28) }
  expect(fold(users, { rows, timeline, days: ['03-01', '03-04'] })).toEqual([2, 2, 1, 1])
  expect(fold(users, { rows, timeline, days: ['03-01', '03-04'], view: 'report' })).toEqual([1, 1, 1, 1])
})

it('members are who belongs, not who was seen; the active share is of them and never over 1', () => {
  const rows = [1, 2, 9].map((actor) => row('03-02', { actor }))
  const member = (person: number, from: string, to: string | null, role: string | null = null) => ({
    ...{ person, from: noon(from), to: to === null ? null : noon(to), knownAt: noon(from), role },
  })
  const timeline = {
    members: [member(1, '03-01', null, 'admin'), member(2, '03-01', '03-04'), member(3, '03-03', null)],
  }
  const spec = { rows, timeline, days: ['02-28', '03-05'] as const }
  expect(fold({ kind: 'members', roles: null }, spec)).toEqual([0, 2, 2, 3, 2, 2])
  expect(fold({ kind: 'members', roles: ['admin'] }, spec)).toEqual([0, 1, 1, 1, 1, 1])
  expect(fold({ kind: 'distinct-users', facts: A, window: rolling(7) }, spec)).toEqual([0, 0, 3, 3, 3, 3])
  expect(fold({ kind: 'active-members', facts: A, window: rolling(7), roles: null }, spec)).toEqual([0, 0, 2, 2, 1, 1])
  const admins: Expr = { kind: 'active-members', facts: A, window: rolling(7), roles: ['admin'] }
  expect(fold(admins, spec)).toEqual([0, 0, 1, 1, 1, 1])
})

it('a membership that became known late counts from then on', () => {
  const timeline = { members: [{ person: 1, from: noon('03-01'), to: null, knownAt: noon('03-03'), role: null }] }
  const spec = { timeline, days: ['03-01', '03-04'] as const }
  expect(fold({ kind: 'members', roles: null }, spec)).toEqual([0, 0, 1, 1])
  expect(fold({ kind: 'members', roles: null }, { ...spec, view: 'report' })).toEqual([1, 1, 1, 1])
})

it('who leaves and comes back is a member, and active, only while in', () => {
  const timeline = {
    members: [
      { person: 1, from: noon('03-01'), to: noon('03-03'), knownAt: noon('03-01'), role: null },
      { person: 1, from: noon('03-05'), to: null, knownAt: noon('03-05'), role: null },
    ],
  }
  const spec = { rows: [row('03-01')], timeline, days: ['03-01', '03-06'] as const }
  expect(fold({ kind: 'active-members', facts: A, window: rolling(28), roles: null }, spec)).toEqual([1, 1, 0, 0, 1, 1])
})

it('a streak of days ends at the judged day or the one before', () => {
  const rows = ['03-01', '03-02', '03-04'].map((date) => row(date))
  expect(fold({ kind: 'streak-days', facts: A }, { rows, days: ['02-28', '03-06'] })).toEqual([0, 1, 2, 2, 1, 1, 0])
})

it('a streak of weeks counts calendar weeks with enough days; the running week may still fill', () => {
  // Mondays: 02-23, 03-02, 03-09.
  const rows = ['02-23', '02-25', '03-02', '03-06', '03-09'].map((date) => row(date))
  const streak: Expr = { kind: 'streak-weeks', facts: A, daysPerWeek: 2 }
  expect(fold(streak, { rows, days: ['02-24', '02-26'] })).toEqual([0, 1, 1])
  expect(fold(streak, { rows, days: ['03-05', '03-10'] })).toEqual([1, 2, 2, 2, 2, 2])
  expect(fold(streak, { rows, days: ['03-15', '03-16'] })).toEqual([2, 0])
})

it('a gauge: the last reading by time and the highest, as known; nothing read is unknown', () => {
  const reading = (date: string, last: number, more: Partial<Row> = {}): Row =>
    row(date, { fact: 4, last, max: last, ...more })
  const rows = [
    reading('03-01', 10, { ts: noon('03-01') }),
    reading('03-01', 7, { ts: noon('03-01') + 1, known: day('03-03') }),
    reading('03-02', 4),
  ]
  const of = { facts: ['measure:gauge'] as const, window: rolling(2) }
  const days = ['02-28', '03-04'] as const
  expect(fold({ kind: 'latest', ...of }, { rows, days })).toEqual([unknown, 10, 4, 4, unknown])
  expect(fold({ kind: 'latest', ...of }, { rows, days: ['03-01', '03-01'], view: 'report' })).toEqual([7])
  expect(fold({ kind: 'max', ...of }, { rows, days })).toEqual([unknown, 10, 10, 4, unknown])
})

it('tenure runs from the created-at trait once known, else from first seen; not from the first event', () => {
  const timeline = {
    firstSeen: noon('03-01'),
    traits: [{ key: 'createdAt', value: '2025-12-03T08:00:00Z', from: noon('03-03'), knownAt: noon('03-03') }],
  }
  const spec = { rows: [row('03-02')], timeline, days: ['02-28', '03-04'] as const }
  expect(fold({ kind: 'tenure', unit: 'days' }, spec)).toEqual([unknown, 0, 1, 90, 91])
  expect(fold({ kind: 'tenure', unit: 'months' }, spec)).toEqual([unknown, 0, 1 / 31, 3, 3 + 1 / 31])
})

it('first seen moves back only on the day an earlier event became known', () => {
  const seen = [
    { ts: noon('03-02'), knownAt: noon('03-02') },
    { ts: noon('02-20'), knownAt: noon('03-04') },
  ]
  const spec = { timeline: { firstSeen: noon('02-20'), seen }, days: ['03-01', '03-05'] as const }
  expect(fold({ kind: 'tenure', unit: 'days' }, spec)).toEqual([unknown, 0, 1, 12, 13])
})

it('a trait as a number: as of the day, what was said last; times are days since 1970', () => {
  const said = (value: string | number | boolean | null, from: string, knownAt = from) => ({
    key: 'x',
    value,
    from: noon(from),
    knownAt: noon(knownAt),
  })
  const trait: Expr = { kind: 'trait', of: 'account', trait: 'x' }
  const traits = [
    said(5, '03-01'),
    said('7', '03-02', '03-04'),
    said(null, '03-05'),
    said('1970-01-11', '03-06'),
    said('many', '03-07'),
  ]
  expect(fold(trait, { timeline: { traits }, days: ['02-28', '03-07'] })).toEqual([
    unknown,
    5,
    5,
    5,
    7,
    unknown,
    10,
    unknown,
  ])
})

it('days until the date that a trait is, as it was known: below 0 behind it, unknown for what is no date', () => {
  const said = (value: string | number | null, from: string) => ({
    key: 'x',
    value,
    from: noon(from),
    knownAt: noon(from),
  })
  const until: Expr = { kind: 'trait', of: 'account', trait: 'x', until: true }
  const traits = [said('2026-03-04', '03-01'), said('2027-03-04', '03-06'), said(12, '03-07'), said('soon', '03-08')]
  const days = ['02-28', '03-08'] as const
  const expected = [unknown, 3, 2, 1, 0, -1, 363, unknown, unknown]
  expect(fold(until, { timeline: { traits }, days })).toEqual(expected)
})

it('monthly revenue in force at each close; unknown in two currencies', () => {
  const paid = (subscriptionId: string, amount: number, currency: string, [from, to]: [string, string | null]) => ({
    ...{ subscriptionId, plan: null, mrrMinor: amount, currency, from: noon(from), to: to === null ? null : noon(to) },
    ...{ cancelDecidedAt: null, knownAt: noon(from) },
  })
  const subscriptions = [
    paid('s', 1000, 'USD', ['03-01', null]),
    paid('s', 2500, 'USD', ['03-03', '03-06']),
    paid('t', 90, 'JPY', ['03-05', null]),
  ]
  const timeline = { subscriptions }
  expect(fold({ kind: 'mrr' }, { timeline, days: ['02-28', '03-07'] })).toEqual([0, 10, 10, 25, 25, unknown, 90, 90])
})

it('days are those of the time zone, and known a delay earlier', () => {
  const timeline = {
    members: [
      {
        person: 1,
        from: day('03-02') * MS_PER_DAY,
        to: null,
        knownAt: day('03-02') * MS_PER_DAY + MS_PER_HOUR,
        role: null,
      },
    ],
  }
  const spec = { timeline, days: ['03-01', '03-02'] as const }
  expect(fold({ kind: 'members', roles: null }, spec)).toEqual([0, 1])
  expect(fold({ kind: 'members', roles: null }, { ...spec, timezone: 'America/New_York' })).toEqual([1, 1])
})

it('a percentile is read from the closed day, among the accounts of the same segment value that were there', () => {
  const count: Expr = { kind: 'count', facts: A, window: rolling(28), scale: 1 }
  const segments = [
    { key: 'plan', level: 'account', hash: '', rule: { kind: 'trait-values', trait: 'plan', values: ['pro', 'free'] } },
  ] as const
  const model = modelOf({ account: [count, { kind: 'percentile', of: 0, segment: 'plan' }], segments })
  const plan = planFold({ model, factId })
  const days = { from: day('03-01'), to: day('03-02') }
  const smaller = planFold({ model, factId, only: referenceNodes(plan) })
  const block = (account: number) => blockOf([row('03-01', { n: account }), row('03-02', { n: account * 10 })])
  const input = (account: number, value: string, heardAt?: number) => {
    const traits = [{ key: 'plan', value, from: 0, knownAt: 0 }]
    return {
      block: block(account),
      start: 0,
      end: 2,
      timeline: timelineOf({ account, traits, ...(heardAt === undefined ? {} : { heardAt }) }),
      days,
      view: 'decision' as const,
    }
  }
  const population = [input(1, 'pro'), input(2, 'pro'), input(3, 'pro'), input(50, 'free')]
  const later = input(4, 'free', noon('03-02'))

  const draft = openReference(plan, days)
  const smallSpace = makeFoldSpace(smaller, { judgesMembers: false })
  for (const one of [...population, later])
    collectReference(draft, foldAccount({ ...one, plan: smaller, space: smallSpace }), smallSpace.account.lanes)
  const rows = closeReference(draft)
  const space = makeFoldSpace(plan, { judgesMembers: false })
  const ranks = population.map((one) => [
    ...foldAccount({ ...one, plan, space, reference: readReference(rows) }).values[1]!,
  ])

  expect(rows.map((one) => [one.day, one.segment, one.quantity, one.n, [...one.points]])).toEqual([
    [day('03-01'), 'plan=pro', 'account-0', 3, [1, 2, 3]],
    [day('03-01'), 'plan=free', 'account-0', 1, [50]],
    [day('03-02'), 'plan=pro', 'account-0', 3, [11, 22, 33]],
    [day('03-02'), 'plan=free', 'account-0', 2, [44, 550]],
  ])
  expect(ranks).toEqual([
    [100 / 6, 100 / 6],
    [50, 50],
    [500 / 6, 500 / 6],
    [50, 75],
  ])
})

it('a fact without an event yet is missing from the plan and counts as nothing', () => {
  const model = modelOf({ account: [{ kind: 'count', facts: ['name:later'], window: rolling(7), scale: 1 }] })
  expect(planFold({ model, factId }).missingFacts).toEqual(['name:later'])
})

it('a person is folded across accounts; an anonymous past counts from the day it became known to be theirs', () => {
  const count: Expr = { kind: 'count', facts: A, window: rolling(28), scale: 1 }
  const plan = planFold({ model: modelOf({ person: [count, { kind: 'tenure', unit: 'days' }] }), factId })
  const space = makeFoldSpace(plan, { judgesMembers: false })
  const block = blockOf([row('03-01', { actor: 5, n: 4 }), row('03-02', { actor: 1 })])
  const person = {
    ...{ plan, space, block, start: 0, end: block.rows, person: 1, actors: [1, 5] },
    timeline: {
      seen: [
        { actor: 5, ts: noon('03-01'), knownAt: noon('03-01') },
        { actor: 1, ts: noon('03-02'), knownAt: noon('03-02') },
      ],
      traits: [],
      links: [{ actor: 5, person: 1, knownAt: noon('03-03') }],
    },
    days: { from: day('03-01'), to: day('03-04') },
  }
  expect([...foldPerson({ ...person, view: 'decision' }).values[0]!]).toEqual([0, 1, 5, 5])
  expect([...foldPerson({ ...person, view: 'report' }).values[0]!]).toEqual([4, 5, 5, 5])
  expect([...foldPerson({ ...person, view: 'report' }).values[1]!]).toEqual([0, 1, 2, 3])
  const { values, present } = foldPerson({ ...person, view: 'decision' })
  expect([...values[1]!]).toEqual([Number.NaN, 0, 2, 3])
  expect([...present]).toEqual([0, 1, 1, 1])
})

it("a member is in its account's segment by a property of the account, whatever its own says", () => {
  const told = { key: 'plan', from: noon('02-01'), knownAt: noon('02-01') }
  const inFree: Expr = {
    kind: 'roll-up-where',
    when: { kind: 'in-segment', segment: 'plan', value: 'free' },
  }
  const counted = fold(inFree, {
    days: ['03-01', '03-01'],
    segments: [
      { key: 'plan', level: 'account', rule: { kind: 'trait-values', trait: 'plan', values: ['free'] }, hash: '' },
    ],
    timeline: {
      members: [{ person: 1, from: noon('02-01'), to: null, knownAt: noon('02-01'), role: null }],
      traits: [{ ...told, value: 'free' }],
      personTraits: [{ ...told, person: 1, value: 'paid' }],
    },
  })
  expect(counted).toEqual([1])
})
