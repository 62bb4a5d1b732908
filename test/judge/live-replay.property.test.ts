import fc from 'fast-check'
import { expect, it } from 'vitest'
import type { Condition, Expr, ScorePart } from '../../src/config/expression.ts'
import type { Rule, Signal } from '../../src/config/model.ts'
import { MS_PER_DAY } from '../../src/core/time.ts'
import { makeFoldSpace } from '../../src/fold/fold-space.ts'
import { planFold } from '../../src/fold/plan/plan-fold.ts'
import { judgeAccount } from '../../src/judge/judge-account.ts'
import type { JudgedTransition } from '../../src/judge/judge-input.ts'
import type { SignalState } from '../../src/judge/signal-state.ts'
import type { AccountTimeline, EventRow } from '../../src/store/analytic/rows.ts'
import { blockOf, factId, modelOf, type Row, signalOf, timelineOf } from '../fold/build-fold.ts'

const FROM = 20_500
const DAYS = 14
/** Days at the beginning on which nobody has heard of the account. */
const SILENCE_MAX = 3
const count = (days: number): Expr => ({
  kind: 'count',
  facts: ['name:a', 'name:b'],
  window: { kind: 'rolling', days, offset: 0 },
  scale: 1,
})
const is = (quantity: number, op: '>=' | '<', value: number): Condition => ({ kind: 'compare', quantity, op, value })
const on = (names: string[]): Signal['clock'] => ({ kind: 'event', on: 'x', names, where: [] })

const SIGNALS: Signal[] = [
  signalOf({ key: 'active', level: 'member', when: is(0, '>=', 2), until: is(0, '<', 1) }),
  signalOf({ key: 'burst', level: 'member', clock: on(['a']), when: is(0, '>=', 3), cooldownDays: 1 }),
  // True of nothing too: who was not heard of yet is not judged.
  signalOf({ key: 'quiet', when: is(0, '<', 3), minimum: 2 }),
  signalOf({ key: 'idle', when: { kind: 'not', of: is(1, '>=', 1) } }),
  signalOf({ key: 'limit', clock: on(['b']), when: is(1, '>=', 2), cooldownDays: 2, escalate: is(1, '>=', 4) }),
  signalOf({
    key: 'relapse',
    clock: on(['a']),
    when: { kind: 'all', of: [{ kind: 'signal', signal: 'limit' }, is(1, '>=', 1)] },
  }),
  signalOf({ key: 'hot', clock: on(['a', 'b']), when: is(4, '>=', 2), until: is(0, '<', 2), minimum: 2 }),
  signalOf({ key: 'both', when: { kind: 'any', of: [{ kind: 'signal', signal: 'limit' }, is(2, '>=', 0.5)] } }),
]
const ever = { kind: 'ever' } as const
const part = (of: number, all: number): ScorePart => {
  const curve = [
    { at: 0, share: 0 },
    { at: all, share: 1 },
  ]
  return { of, weight: 50, curve, source: null, freshDays: 7 }
}
/** Account nodes 5 to 13: two milestones, being activated, a score of two parts, and one that fades. */
const ONBOARDING: Expr[] = [
  { kind: 'count', facts: ['name:a'], window: ever, scale: 1 },
  { kind: 'reached', when: is(5, '>=', 3) },
  { kind: 'reached', when: { kind: 'any', of: [is(0, '>=', 5), is(3, '>=', 2)] } },
  { kind: 'done', of: 6 },
  { kind: 'done', of: 7 },
  { kind: 'activated', rule: { kind: 'all', of: [is(8, '>=', 1), is(9, '>=', 1)] } },
  { kind: 'done', of: 10 },
  { kind: 'score', variants: [{ for: null, parts: [part(0, 6), part(2, 1)] }], least: 0.6 },
  { kind: 'decayed', facts: ['name:b'], lifespanDays: 5 },
]
const rule = (subject: Rule['subject'], key: string, when: Condition, instant: number | null = null): Rule => {
  const { type: _, predicts: __, suggest: ___, sentence: ____, hash: _____, ...plain } = signalOf({ key, when })
  return { ...plain, subject, instant }
}
const RULES: Rule[] = [
  rule('milestone', 'three', is(8, '>=', 1), 6),
  rule('milestone', 'busy', is(9, '>=', 1), 7),
  { ...rule('milestone', 'started', is(2, '>=', 1), 1), level: 'member' },
  rule('activation', 'activated', is(11, '>=', 1), 10),
  rule('band', 'health.well', is(12, '>=', 50)),
  rule('band', 'health.badly', is(12, '<', 50)),
  rule('band', 'interest.high', is(13, '>=', 1)),
]
/** The day so far added up does not say what came in the last hours: a signal that asks at its event is not judged on it. */
const planned = (signals: readonly Signal[]) => {
  const model = modelOf({
    member: [count(7), { kind: 'reached', when: is(0, '>=', 2) }, { kind: 'done', of: 1 }],
    account: [
      count(7),
      count(2),
      { kind: 'roll-up-where', when: { kind: 'signal', signal: 'active' } },
      { kind: 'distinct-users', facts: ['name:a'], window: { kind: 'rolling', days: 5, offset: 0 } },
      { kind: 'count', facts: ['name:a'], window: { kind: 'hours', hours: 6 }, scale: 1 },
      ...ONBOARDING,
    ],
    signals,
    rules: RULES,
  })
  const plan = planFold({ model, factId })
  const [space, momentSpace] = [1, 2].map(() => makeFoldSpace(plan, { judgesMembers: true }))
  return { model, plan, space: space!, momentSpace: momentSpace! }
}
const BY_EVENTS = planned(SIGNALS)
const BY_FACTS = planned(SIGNALS.filter(({ key }) => key !== 'hot'))

/** Events in order of the log; some happened days before they became known. */
const eventsArbitrary = (silence: number) =>
  fc
    .array(
      fc.record({
        name: fc.constantFrom('a', 'b'),
        actor: fc.integer({ min: 1, max: 3 }),
        gap: fc.integer({ min: 0, max: MS_PER_DAY }),
        late: fc.oneof({ weight: 4, arbitrary: fc.constant(0) }, fc.integer({ min: 0, max: 3 * MS_PER_DAY })),
      }),
      { minLength: 1, maxLength: 40, size: 'max' },
    )
    .map((drafts) => {
      let knownAt = (FROM + silence) * MS_PER_DAY
      return drafts.map(({ name, actor, gap, late }, n): EventRow => {
        knownAt += gap
        const ts = knownAt - late
        const properties = '{}'
        return {
          ...{ log: 'live', n, ts, knownAt, name, call: 'track', account: 1, actor, properties },
          messageId: `m${n}`,
        }
      })
    })

const timeline = (joined: number, heardAt: number): AccountTimeline =>
  timelineOf({
    heardAt,
    members: [1, 2].map((person) => ({
      ...{ person, role: null, to: person === 1 ? null : (FROM + 10) * MS_PER_DAY },
      from: (FROM + SILENCE_MAX + person) * MS_PER_DAY,
      knownAt: (FROM + SILENCE_MAX + person) * MS_PER_DAY,
    })),
    links: [{ actor: 3, person: 1, knownAt: (FROM + joined) * MS_PER_DAY + 5 }],
  })

const dayKnown = (event: EventRow): number => Math.floor(event.knownAt / MS_PER_DAY)
const rowOf = (event: EventRow): Row => ({
  ...{ fact: event.name === 'a' ? 1 : 2, actor: event.actor },
  ...{ day: Math.floor(event.ts / MS_PER_DAY), known: dayKnown(event), ts: event.ts },
})

/** One row for all events of a name, actor, day and known day. */
function addUp(events: readonly EventRow[]): Row[] {
  const rows = new Map<string, Row>()
  for (const row of events.map(rowOf)) {
    const key = `${row.fact}|${row.actor}|${row.day}|${row.known}`
    rows.set(key, { ...row, n: (rows.get(key)?.n ?? 0) + 1, ts: Math.min(row.ts!, rows.get(key)?.ts ?? row.ts!) })
  }
  return [...rows.values()]
}

type States = Map<string, SignalState>
type Run = {
  readonly planned: typeof BY_EVENTS
  readonly timeline: AccountTimeline
  readonly known: readonly EventRow[]
  readonly states: States
}
type Days = {
  readonly from: number
  readonly to: number
  readonly open?: boolean
  readonly judged?: number
  /** What came before on the open day is added up, as the running day of the store has it. */
  readonly addedUp?: boolean
  /** What was reached is read from the states, and only the day is looked at. */
  readonly goesOn?: boolean
}

/** Judges and keeps the states: what a tick or a replay does. */
function judge(
  run: Run,
  { from, to, open = false, judged = -1, addedUp = false, goesOn = false }: Days,
): readonly JudgedTransition[] {
  const { model, plan, space, momentSpace } = run.planned
  const isNew = (event: EventRow): boolean => !addedUp || (dayKnown(event) === to && event.n > judged)
  const rows = addedUp ? addUp(run.known.filter((event) => !isNew(event))) : run.known.map(rowOf)
  const block = blockOf(rows)
  const result = judgeAccount({
    ...{ model, momentSpace },
    fold: {
      ...{ plan, space, block, start: 0, end: block.rows, timeline: run.timeline },
      ...{ days: { from, to }, view: 'decision', recent: run.known },
    },
    stateOf: (signal, person) => run.states.get(`${signal}|${person}`),
    events: run.known.filter(isNew),
    judged: (event) => event.n <= judged,
    factId,
    actorKey: String,
    dayOpen: open,
    ...(addedUp ? { earlier: [] } : {}),
    goesOn,
  })
  for (const { signal, person, state } of result.states) {
    if (state === null) run.states.delete(`${signal}|${person}`)
    else run.states.set(`${signal}|${person}`, state)
  }
  return result.transitions
}

function tell(transitions: readonly JudgedTransition[]): string[] {
  return transitions
    .map((one) =>
      JSON.stringify([
        one.asOf,
        one.at,
        one.signal.key,
        one.person,
        one.what,
        one.ordinal,
        one.position,
        one.values,
        one.evidence,
      ]),
    )
    .sort()
}

it.each([
  ['by the events of the day', false],
  ['by the day so far, added up', true],
])(
  'living through a log, tick by tick %s, and day by day, gives the transitions and states of judging it in one go',
  (_, addedUp) => {
    let seen = 0
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: SILENCE_MAX }).chain(eventsArbitrary),
        fc.integer({ min: 0, max: DAYS }),
        fc.array(fc.boolean(), { minLength: 40, maxLength: 40 }),
        (events, joined, ticks) => {
          const heard = timeline(joined, events[0]!.knownAt)
          const by = addedUp ? BY_FACTS : BY_EVENTS
          const replayed: Run = { planned: by, timeline: heard, known: events, states: new Map() }
          const whole = judge(replayed, { from: FROM, to: FROM + DAYS - 1 })
          const states: States = new Map()
          const lived: JudgedTransition[] = []
          // Before its first event the account is in no round of judging.
          for (let day = dayKnown(events[0]!); day < FROM + DAYS; day++) {
            let judged = -1
            for (const event of events.filter((one) => dayKnown(one) === day)) {
              if (ticks[event.n] === true) continue
              const known = events.slice(0, event.n + 1)
              lived.push(
                ...judge(
                  { planned: by, timeline: heard, known, states },
                  { from: day, to: day, open: true, judged, addedUp },
                ),
              )
              judged = event.n
            }
            const known = events.filter((one) => dayKnown(one) <= day)
            const close = { from: day, to: day, judged, goesOn: true }
            lived.push(...judge({ planned: by, timeline: heard, known, states }, close))
          }
          expect(tell(lived)).toEqual(tell(whole))
          expect([...states].sort()).toEqual([...replayed.states].sort())
          seen += whole.length
        },
      ),
    )
    expect(seen).toBeGreaterThan(200)
  },
)
