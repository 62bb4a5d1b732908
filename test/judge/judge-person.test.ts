import { expect, it } from 'vitest'
import type { Condition, Expr } from '../../src/config/expression.ts'
import { MS_PER_DAY, MS_PER_HOUR } from '../../src/core/time.ts'
import { makeFoldSpace } from '../../src/fold/fold-space.ts'
import { planFold } from '../../src/fold/plan/plan-fold.ts'
import { cutDays } from '../../src/judge/cut-days.ts'
import { judgePerson } from '../../src/judge/judge-person.ts'
import { mergeStates } from '../../src/judge/merge-states.ts'
import { DEFAULT_STATE, type SignalState } from '../../src/judge/signal-state.ts'
import type { EventRow } from '../../src/store/analytic/rows.ts'
import { blockOf, day, factId, modelOf, noon, signalOf } from '../fold/build-fold.ts'

const USER = 1
const VISITOR = 5
const COUNT: Expr = { kind: 'count', facts: ['name:a'], window: { kind: 'rolling', days: 3, offset: 0 }, scale: 1 }
const two: Condition = { kind: 'compare', quantity: 0, op: '>=', value: 2 }
const model = modelOf({
  person: [COUNT],
  signals: [
    signalOf({ key: 'often', level: 'person', when: two }),
    signalOf({ key: 'burst', level: 'person', when: two, clock: { kind: 'event', on: 'x', names: ['a'], where: [] } }),
  ],
})
const plan = planFold({ model, factId })

function event(n: number, actor: number, at: number): EventRow {
  const place = { log: 'live', n, ts: at, knownAt: at, account: 0, actor }
  return { ...place, name: 'a', call: 'track', messageId: `m${n}`, properties: '{}' }
}

/** The visitor turns out to be the user at noon of 03-03. */
function judge(events: readonly EventRow[], days: readonly [string, string]): string[] {
  const dayOf = (at: number): number => Math.floor(at / MS_PER_DAY)
  const block = blockOf(events.map(({ actor, ts }) => ({ fact: 1, actor, day: dayOf(ts) })))
  const { transitions } = judgePerson({
    model,
    fold: {
      ...{ plan, space: makeFoldSpace(plan, { judgesMembers: false }), block, start: 0, end: block.rows },
      ...{ person: USER, actors: [USER, VISITOR], days: { from: day(days[0]), to: day(days[1]) }, view: 'decision' },
      timeline: {
        seen: events.map(({ actor, ts }) => ({ actor, ts, knownAt: ts })),
        traits: [],
        links: [{ actor: VISITOR, person: USER, knownAt: noon('03-03') }],
      },
    },
    momentSpace: makeFoldSpace(plan, { judgesMembers: false }),
    stateOf: () => undefined,
    events,
    factId,
    actorKey: String,
  })
  return transitions.map(({ signal, person, what, ordinal, asOf, cause }) => {
    const date = new Date(asOf * MS_PER_DAY).toISOString().slice(5, 10)
    return `${date} ${what} ${signal.key} of ${person} ${ordinal}${cause === undefined ? '' : ` (${cause})`}`
  })
}

it('a visitor and the user are two persons up to the join and one from then on, within the day too', () => {
  const events = [
    event(1, VISITOR, noon('03-02')),
    event(2, VISITOR, noon('03-02') + 1),
    event(3, USER, noon('03-03') - MS_PER_HOUR),
    event(4, USER, noon('03-03') + MS_PER_HOUR),
  ]
  expect(judge(events, ['03-02', '03-04'])).toEqual([
    '03-02 opened burst of 5 1',
    '03-02 opened often of 5 1',
    '03-02 closed burst of 5 1',
    '03-03 closed often of 5 1 (merge)',
    '03-03 opened often of 1 2 (merge)',
    '03-03 opened burst of 1 2',
    '03-03 closed burst of 1 2',
  ])
})

it('without the join the user would be one of two: each has one event only', () => {
  const events = [event(1, VISITOR, noon('03-01')), event(2, USER, noon('03-01') + 1)]
  expect(judge(events, ['03-01', '03-02'])).toEqual([])
  expect(judge(events, ['03-01', '03-03'])).toEqual(['03-03 opened often of 1 1'])
})

const state = (parts: Partial<SignalState>): SignalState => ({ ...DEFAULT_STATE, ...parts })

it('of two that are open the older goes on; of one, its episode is opened anew where it stays, behind all ordinals', () => {
  const older = state({ open: true, ordinal: 1, openedDay: 10 })
  const younger = state({ open: true, ordinal: 4, openedDay: 12 })
  const closed = state({ ordinal: 6, openedDay: 2, closedDay: 3 })
  expect(mergeStates(younger, older)).toEqual({
    state: older,
    changes: [{ of: 'leaving', what: 'closed', ordinal: 4 }],
  })
  expect(mergeStates(older, younger)).toEqual({
    state: { ...older, ordinal: 5 },
    changes: [
      { of: 'leaving', what: 'closed', ordinal: 1 },
      { of: 'staying', what: 'closed', ordinal: 4 },
      { of: 'staying', what: 'opened', ordinal: 5 },
    ],
  })
  expect(mergeStates(older, closed)).toMatchObject({ state: { open: true, ordinal: 7, closedDay: 3 } })
  expect(mergeStates(closed, state({ run: 2, ordinal: 1, closedDay: 1 }))).toEqual({
    state: state({ run: 2, ordinal: 6, closedDay: 3 }),
    changes: [],
  })
})

it('days without a cut are one stretch; a day with two is three, and each event belongs to one of them', () => {
  const cut = (hour: number) => ({
    day: 20,
    knownAt: hour,
    comesAfter: (one: EventRow) => one.knownAt < hour,
  })
  const stretches = cutDays({ from: 18, to: 22 }, [cut(5), cut(9)])
  expect(stretches.map(({ days, dayOpen, cut: at }) => [days.from, days.to, dayOpen, at?.knownAt ?? null])).toEqual([
    [18, 19, false, null],
    [20, 20, true, 5],
    [20, 20, true, 9],
    [20, 22, false, null],
  ])
  const own = stretches.slice(1).map(({ elsewhere }) => [4, 5, 8, 9].filter((at) => !elsewhere(event(1, USER, at))))
  expect(own).toEqual([[4], [5, 8], [9]])
})
