import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { NO_GUARD, type Playbook, type Step } from '../config/playbooks/playbook.ts'
import { makeZone } from '../core/time.ts'
import { addLocalDays } from './add-local-days.ts'
import { mayBegin } from './may-begin.ts'
import { mayBeSentAt } from './may-send.ts'
import { planMove, type Standing } from './plan-move.ts'

const berlin = makeZone('Europe/Berlin')
const HOUR = 3_600_000
const DAY = 24 * HOUR
/** A Monday; on the Sunday after it clocks go forward. */
const MONDAY = Date.parse('2026-03-23T00:00:00+01:00')
const wallOf = (at: number) => new Date(at).toLocaleTimeString('en-GB', { timeZone: 'Europe/Berlin' })

it('so many days later it is the same time of day, also where the clocks are changed in between', () => {
  const of = (text: string, days: number) => new Date(addLocalDays(Date.parse(text), days, berlin)).toISOString()
  expect(of('2026-03-28T08:00:00Z', 1)).toBe('2026-03-29T07:00:00.000Z')
  expect(of('2026-03-28T08:00:00Z', 2)).toBe('2026-03-30T07:00:00.000Z')
  expect(of('2026-03-29T02:00:00Z', 1)).toBe('2026-03-30T02:00:00.000Z')
  expect(of('2026-10-24T20:30:00Z', 1)).toBe('2026-10-25T21:30:00.000Z')
  fc.assert(
    fc.property(
      fc.integer({ min: 0, max: 300 }),
      fc.integer({ min: 4 * 60, max: 24 * 60 - 1 }),
      fc.integer({ min: 1, max: 40 }),
      (day, minute, days) => {
        const at = berlin.startOf(20_500 + day + 1) - (24 * 60 - minute) * 60_000
        const later = addLocalDays(at, days, berlin)
        expect([berlin.dayOf(later) - berlin.dayOf(at), wallOf(later)]).toEqual([days, wallOf(at)])
      },
    ),
  )
})

describe('when a message may be sent', () => {
  const free = { quiet: null, perRecipient: null, perAccount: null, perHour: null, zone: berlin }
  const none = { byPlaybook: [], toAccount: [], toRecipient: [] }
  const iso = (at: number) => new Date(at).toISOString()

  it('quiet hours end at their time on the day on which the clocks go forward', () => {
    const limits = { ...free, quiet: { from: '20:00', to: '08:00' } }
    const at = Date.parse('2026-03-28T19:30:00Z')
    expect(iso(mayBeSentAt(at, none, limits))).toBe('2026-03-29T06:00:00.000Z')
    expect(iso(mayBeSentAt(Date.parse('2026-03-28T18:59:59Z'), none, limits))).toBe('2026-03-28T18:59:59.000Z')
  })

  it('it is the first hour in which nothing forbids it', () => {
    const hours = fc.integer({ min: 0, max: 24 * 12 })
    const clock = fc.integer({ min: 4, max: 23 }).map((hour) => `${String(hour).padStart(2, '0')}:00`)
    const cap = fc.option(fc.record({ most: fc.integer({ min: 1, max: 3 }), days: fc.integer({ min: 1, max: 3 }) }), {
      nil: null,
    })
    fc.assert(
      fc.property(
        fc.array(hours, { maxLength: 6 }),
        hours,
        fc.record({
          perAccount: cap,
          perRecipient: cap,
          quiet: fc.option(fc.record({ from: clock, to: clock }), { nil: null }),
        }),
        (earlier, hour, rules) => {
          fc.pre(rules.quiet === null || rules.quiet.from !== rules.quiet.to)
          const sent = earlier.filter((one) => one <= hour).map((one) => MONDAY + one * HOUR)
          const at = MONDAY + hour * HOUR
          const limits = { ...free, ...rules }
          const forbidden = (time: number): boolean => {
            const wall = wallOf(time).slice(0, 5)
            const { quiet, perAccount, perRecipient } = rules
            const isQuiet =
              quiet !== null &&
              (quiet.from < quiet.to ? wall >= quiet.from && wall < quiet.to : wall >= quiet.from || wall < quiet.to)
            const isFull = [perAccount, perRecipient].some(
              (one) => one !== null && sent.filter((past) => past > time - one.days * DAY).length >= one.most,
            )
            return isQuiet || isFull
          }
          let first = at
          while (forbidden(first)) first += HOUR
          expect(iso(mayBeSentAt(at, { ...none, toAccount: sent, toRecipient: sent }, limits))).toBe(iso(first))
        },
      ),
      { numRuns: 300 },
    )
  })
})

const steps = (all: readonly object[]): readonly Step[] =>
  all.map((step, i) => ({ id: String(i), next: i + 1, otherwiseAt: null, ...step }) as Step)
const playbookOf = (change: object): Playbook => ({
  ...{ key: 'a', level: 'account', trigger: { kind: 'signal', signal: 's', what: 'opened' }, listens: null },
  ...{ among: null, goal: null, exit: null, whileOpen: false, again: 'free', priority: 5, perHour: null, breaker: 9 },
  ...{
    holdout: null,
    byDefault: 'automated',
    guard: NO_GUARD,
    exclusive: null,
    steps: [],
    enabled: true,
    sentence: '',
    hash: '',
    ...change,
  },
})
const task = { kind: 'task', team: 't', action: 'x' }

type Changes = readonly { readonly at: number; readonly state: string; readonly open: boolean }[]
const holdsAt = (changes: Changes, at: number) => (state: string) =>
  changes.filter((one) => one.state === state && one.at <= at).at(-1)?.open === true

/** Looks at somebody at these instants and whenever something about them is decided, as the engine does. */
function drive(playbook: Playbook, changes: Changes, looks: readonly number[]): string[] {
  const done: string[] = []
  let standing: Standing | null = { step: 0, since: MONDAY, dueAt: MONDAY }
  const queue = new Set([...looks, ...changes.map(({ at }) => at), MONDAY])
  const lookAt = (now: number): void => {
    if (standing !== null && changes.some(({ at }) => at === now))
      standing = { ...standing, dueAt: Math.min(standing.dueAt, now) }
    while (standing !== null && standing.dueAt <= now) {
      const move = planMove(playbook, standing, { now, zone: berlin, holds: holdsAt(changes, now) })
      if (move.kind === 'act') done.push(`${move.action.id} at ${new Date(move.at).toISOString()}`)
      if (move.kind === 'over') done.push(`${move.state} ${move.why}`)
      standing = move.kind === 'over' ? null : move.kind === 'wait' ? move.standing : move.after
      if (move.kind === 'wait') queue.add(move.standing.dueAt)
    }
  }
  for (let now = Math.min(...queue); queue.size > 0; now = Math.min(...queue)) {
    queue.delete(now)
    lookAt(now)
  }
  return done
}

describe('where one gets in a playbook', () => {
  it('waits for a condition, goes on when it was decided, and is over when the goal is met', () => {
    const playbook = playbookOf({
      goal: { outcome: 'active', state: 'goal' },
      steps: steps([
        task,
        { kind: 'wait-until', when: 'ready', atMostDays: 3, otherwise: 'end' },
        task,
        { kind: 'wait', days: 6, hours: 0 },
        task,
      ]),
    })
    const ready = { at: MONDAY + 30 * HOUR, state: 'ready', open: true }
    const goal = { at: MONDAY + 5 * DAY, state: 'goal', open: true }
    const first = '0 at 2026-03-22T23:00:00.000Z'
    const second = '2 at 2026-03-24T05:00:00.000Z'
    expect(drive(playbook, [], [])).toEqual([first, 'ended waited in vain'])
    expect(drive(playbook, [ready], [])).toEqual([first, second, '4 at 2026-03-30T04:00:00.000Z', 'finished null'])
    expect(drive(playbook, [ready, goal], [])).toEqual([first, second, 'ended the goal active is met'])
  })

  it('is the same however often it is looked at', () => {
    const state = fc.constantFrom('one', 'two')
    const step = fc.oneof(
      fc.constant(task),
      fc.record({
        kind: fc.constant('wait'),
        days: fc.integer({ min: 0, max: 2 }),
        hours: fc.integer({ min: 1, max: 30 }),
      }),
      fc.record({
        ...{ kind: fc.constant('wait-until'), when: state, atMostDays: fc.integer({ min: 1, max: 4 }) },
        otherwise: fc.constantFrom('go on', 'end'),
      }),
    )
    const time = fc.integer({ min: 1, max: 14 * 24 * 60 }).map((minute) => MONDAY + minute * 60_000)
    fc.assert(
      fc.property(
        fc.array(step, { minLength: 1, maxLength: 6 }),
        fc.uniqueArray(fc.record({ at: time, state, open: fc.boolean() }), { maxLength: 5, selector: ({ at }) => at }),
        fc.array(time, { maxLength: 30 }),
        (all, decided, looks) => {
          const changes = [...decided].sort((a, b) => a.at - b.at)
          const playbook = playbookOf({ exit: 'out', steps: steps(all) })
          expect(drive(playbook, changes, looks)).toEqual(drive(playbook, changes, []))
        },
      ),
      { numRuns: 300 },
    )
  })
})

it('whether one may begin again', () => {
  const last = { live: false, enteredAt: MONDAY }
  const may = (again: Playbook['again'], at: number, live = false) =>
    mayBegin(playbookOf({ again }), { at, last: { ...last, live }, holds: () => false })
  expect([may('free', MONDAY + 1), may('free', MONDAY + 1, true), may('each', MONDAY + 1, true)]).toEqual([
    true,
    false,
    true,
  ])
  expect([
    may('once', MONDAY + 900 * DAY),
    may({ days: 30 }, MONDAY + 30 * DAY - 1),
    may({ days: 30 }, MONDAY + 30 * DAY),
  ]).toEqual([false, false, true])
  const among = mayBegin(playbookOf({ among: 'big', exit: 'out' }), {
    at: 0,
    last: null,
    holds: (state) => state === 'big',
  })
  const out = mayBegin(playbookOf({ among: 'big', exit: 'out' }), { at: 0, last: null, holds: () => true })
  const off = mayBegin(playbookOf({ enabled: false }), { at: 0, last: null, holds: () => true })
  expect([among, out, off]).toEqual([true, false, false])
})
