import { expect, it } from 'vitest'
import type { Condition, Expr } from '../../src/config/expression.ts'
import type { Signal } from '../../src/config/model.ts'
import { MS_PER_DAY, MS_PER_HOUR } from '../../src/core/time.ts'
import { makeFoldSpace } from '../../src/fold/fold-space.ts'
import { planFold } from '../../src/fold/plan/plan-fold.ts'
import { explainSignal } from '../../src/judge/explain-signal.ts'
import { type JudgedAccount, judgeAccount } from '../../src/judge/judge-account.ts'
import type { JudgeInput } from '../../src/judge/judge-input.ts'
import type { SignalState } from '../../src/judge/signal-state.ts'
import type { AccountTimeline, EventRow } from '../../src/store/analytic/rows.ts'
import {
  blockOf,
  day,
  factId,
  type ModelParts,
  modelOf,
  noon,
  type Row,
  signalOf,
  timelineOf,
} from '../fold/build-fold.ts'

const COUNT_7: Expr = { kind: 'count', facts: ['name:a'], window: { kind: 'rolling', days: 7, offset: 0 }, scale: 1 }
const is = (quantity: number, op: '>=' | '<', value: number): Condition => ({ kind: 'compare', quantity, op, value })

type Case = ModelParts & {
  readonly rows?: readonly Row[]
  readonly events?: readonly EventRow[]
  readonly timeline?: Partial<AccountTimeline>
  readonly days: readonly [string, string]
  readonly states?: ReadonlyMap<string, SignalState>
  readonly more?: Partial<JudgeInput>
}

function judge({ rows = [], events = [], timeline = {}, days, states, more, ...parts }: Case): JudgedAccount {
  const model = modelOf(parts)
  const plan = planFold({ model, factId })
  const space = makeFoldSpace(plan, { judgesMembers: true })
  const momentSpace = makeFoldSpace(plan, { judgesMembers: true })
  const block = blockOf([...rows, ...events.map(rowOf)])
  const range = { from: day(days[0]), to: day(days[1]) }
  const fold = {
    plan,
    space,
    block,
    start: 0,
    end: block.rows,
    timeline: timelineOf(timeline),
    days: range,
    view: 'decision',
  } as const
  const stateOf = (signal: string, person: number | null) => states?.get(`${signal}|${String(person)}`)
  return judgeAccount({ model, fold, momentSpace, stateOf, events, factId, actorKey: (id) => `u${id}`, ...more })
}

/** An event of fact `a` as the store keeps it. */
function event(at: string, hour: number, more: Partial<EventRow> = {}): EventRow {
  const ts = day(at) * MS_PER_DAY + hour * MS_PER_HOUR
  return {
    ...{ log: 'live', n: hour, ts, knownAt: ts, name: 'a', call: 'track', account: 1, actor: 7, properties: '{}' },
    messageId: `${at}/${hour}`,
    ...more,
  }
}

function rowOf({ ts, knownAt, actor }: EventRow): Row {
  return { fact: 1, actor, day: Math.floor(ts / MS_PER_DAY), known: Math.floor(knownAt / MS_PER_DAY) }
}

/** `03-02 opened alarm 1` */
function told({ transitions }: JudgedAccount): string[] {
  return transitions.map(({ signal, person, what, ordinal, asOf }) => {
    const date = new Date(asOf * MS_PER_DAY).toISOString().slice(5, 10)
    return `${date} ${what} ${signal.key}${person === null ? '' : ` of ${person}`} ${ordinal}`
  })
}

it('tells what was compared, at which close, and the daily counts that made it true', () => {
  const judged = judge({
    account: [COUNT_7],
    signals: [signalOf({ key: 'busy', when: is(0, '>=', 3) })],
    rows: [
      { fact: 1, actor: 1, day: day('03-01'), n: 2 },
      { fact: 2, actor: 1, day: day('03-02'), n: 9 },
      { fact: 1, actor: 2, day: day('03-03') },
    ],
    days: ['03-01', '03-09'],
  })
  expect(told(judged)).toEqual(['03-03 opened busy 1', '03-08 closed busy 1'])
  expect(judged.transitions[0]).toMatchObject({
    at: day('03-04') * MS_PER_DAY,
    position: null,
    values: [{ label: 'account count', quantity: 'account-0', value: 3, op: '>=', threshold: 3, holds: true }],
    evidence: [
      {
        kind: 'days',
        label: 'account count',
        days: [
          { day: day('03-01'), n: 2 },
          { day: day('03-03'), n: 1 },
        ],
      },
    ],
  })
  expect(judged.states.map(({ signal, state }) => [signal, state?.open, state?.closedDay])).toEqual([
    ['busy', false, day('03-08')],
  ])
})

it('members are judged first, then rolled up, then the account (rule 12)', () => {
  const judged = judge({
    member: [COUNT_7],
    account: [
      { kind: 'roll-up-where', when: { kind: 'signal', signal: 'idle' } },
      { kind: 'members', roles: null },
      { kind: 'ratio', top: 0, bottom: 1 },
    ],
    signals: [
      signalOf({ key: 'idle', level: 'member', when: is(0, '<', 1) }),
      signalOf({ key: 'halfIdle', when: is(2, '>=', 0.5) }),
    ],
    timeline: {
      members: [11, 12].map((person) => ({
        person,
        from: noon('02-01'),
        to: null,
        knownAt: noon('02-01'),
        role: null,
      })),
    },
    rows: [11, 12].map((actor, i) => ({ fact: 1, actor, day: day('03-01') + 2 * i })),
    days: ['03-01', '03-09'],
  })
  expect(told(judged)).toEqual([
    '03-01 opened idle of 12 1',
    '03-01 opened halfIdle 1',
    '03-03 closed idle of 12 1',
    '03-03 closed halfIdle 1',
    '03-08 opened idle of 11 1',
    '03-08 opened halfIdle 2',
  ])
})

it('a member who leaves closes the signal, and is not counted from that day on', () => {
  const judged = judge({
    member: [COUNT_7],
    account: [{ kind: 'members', roles: null }],
    signals: [signalOf({ key: 'idle', level: 'member', when: is(0, '<', 1) })],
    timeline: { members: [{ person: 11, from: noon('03-01'), to: noon('03-04'), knownAt: noon('03-01'), role: null }] },
    days: ['03-01', '03-05'],
  })
  expect(told(judged)).toEqual(['03-01 opened idle of 11 1', '03-04 closed idle of 11 1'])
  expect([...judged.folded.values[0]!]).toEqual([1, 1, 1, 0, 0])
})

const LIMIT: Signal = signalOf({
  key: 'limit',
  clock: { kind: 'event', on: 'a', names: ['a'], where: [] },
  when: is(0, '>=', 2),
})

it('an event signal opens at the event that completes it, says which, and closes at the day close (rule 14)', () => {
  const events = [event('03-02', 9), event('03-02', 10), event('03-02', 11)]
  const judged = judge({ account: [COUNT_7], signals: [LIMIT], events, days: ['03-01', '03-03'] })
  expect(told(judged)).toEqual(['03-02 opened limit 1', '03-02 closed limit 1'])
  expect(judged.transitions[0]).toMatchObject({
    at: events[1]!.ts,
    position: { log: 'live', n: 10 },
    values: [{ value: 2, threshold: 2 }],
  })
  expect(judged.transitions[0]?.evidence[0]).toEqual({
    kind: 'event',
    name: 'a',
    messageId: '03-02/10',
    ts: events[1]!.ts,
    actor: 'u7',
    knownAt: events[1]!.ts,
  })
})

it('with a cooldown it stays open until so many days passed without a match, then rests as long', () => {
  const events = ['03-02', '03-03', '03-07', '03-08', '03-09'].map((date) => event(date, 9))
  const judged = judge({
    account: [COUNT_7],
    signals: [{ ...LIMIT, cooldownDays: 2, when: is(0, '>=', 1) }],
    events,
    days: ['03-01', '03-12'],
  })
  expect(told(judged)).toEqual([
    '03-02 opened limit 1',
    '03-05 closed limit 1',
    '03-08 opened limit 2',
    '03-11 closed limit 2',
  ])
})

it('events count on the day they became known: a late one is judged then, on what was known then', () => {
  const late = event('03-01', 9, { knownAt: noon('03-04'), messageId: 'late' })
  const judged = judge({
    account: [COUNT_7],
    signals: [LIMIT],
    events: [event('03-02', 9), late],
    days: ['03-01', '03-05'],
  })
  expect(told(judged)).toEqual(['03-04 opened limit 1', '03-04 closed limit 1'])
})

it('an event signal of a member is judged at that member’s events', () => {
  const judged = judge({
    member: [COUNT_7],
    signals: [{ ...LIMIT, level: 'member' }],
    timeline: {
      members: [7, 8].map((person) => ({ person, from: noon('02-01'), to: null, knownAt: noon('02-01'), role: null })),
    },
    events: [event('03-02', 9), event('03-02', 10, { actor: 8 }), event('03-02', 11)],
    days: ['03-01', '03-03'],
  })
  expect(told(judged)).toEqual(['03-02 opened limit of 7 1', '03-02 closed limit of 7 1'])
})

it('hours windows are exact at the event, and end with the day at its close', () => {
  const hours: Expr = { kind: 'count', facts: ['name:a'], window: { kind: 'hours', hours: 2 }, scale: 1 }
  const events = [event('03-02', 8), event('03-02', 10), event('03-02', 11)]
  const spec = { account: [hours], signals: [LIMIT], events, days: ['03-02', '03-02'] as const }
  const judged = judge(spec)
  expect(judged.transitions[0]?.position).toEqual({ log: 'live', n: 11 })
  expect(judged.folded.values[0]![0]).toBeNaN()
})

it('explains: every comparison with its distance, what would flip it, and what it waits for', () => {
  const signal = signalOf({
    key: 'busy',
    when: { kind: 'all', of: [is(0, '>=', 5), { kind: 'not', of: is(1, '>=', 1) }, is(2, '>=', 10)] },
    minimum: 2,
  })
  const unknown: Expr = { kind: 'trait', of: 'account', trait: 'seats' }
  const account: Expr[] = [COUNT_7, { ...COUNT_7, facts: ['name:b'] } as Expr, unknown]
  const rows = [1, 1, 2].map((fact) => ({ fact, actor: 1, day: day('03-01') }))
  const spec = { account, signals: [signal], rows, days: ['03-01', '03-02'] as const }
  const explained = explainSignal({ model: modelOf(spec), signal }, judge(spec).folded, { at: 1 })
  expect(explained).toMatchObject({ status: 'off', day: day('03-02'), applies: null, until: null, waiting: null })
  expect(explained.flips.map(({ quantity, value, distance }) => [quantity, value, distance])).toEqual([
    ['account-1', 1, 0],
    ['account-0', 2, 3],
    ['account-2', null, null],
  ])
  expect(explained.when).toMatchObject({ kind: 'all', needed: 3, holds: false })
})
