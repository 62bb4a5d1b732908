import { describe, expect, it } from 'vitest'
import type { Team, Worklist } from '../config/worklist.ts'
import { type Day, isoToDay } from '../core/time.ts'
import { ownerOf, staffOf } from './assign-account.ts'
import type { Horizon } from './draw-line.ts'
import { type BandStay, listReasons, type OpenEpisode } from './list-reasons.ts'
import { phraseTask } from './phrase-task.ts'
import { planWorklist } from './plan-worklist.ts'
import type { Absence, Act, Task, WorkAccount } from './task.ts'

const day = (iso: string): Day => isoToDay(iso)!
const TODAY = day('2026-03-20')
const TEAM: Team = { trait: null, people: [], capacity: null, portfolio: 85, alertsPerWeek: null }
const people = (...names: string[]) => names.map((name) => ({ name, capacity: null }))

function account(key: string, given: Partial<WorkAccount> = {}): WorkAccount {
  const nothing = { ageDays: 400, mrr: null, health: null, renewsOn: null, pulse: null, steps: null }
  return { key, name: key, order: 0, owners: { success: 'ana' }, ...nothing, ...given }
}

function episode(account: string, title: string, given: Partial<OpenEpisode> = {}): OpenEpisode {
  const suggest = { team: 'success', action: `See to ${title}`, cadence: 'once' } as const
  const said = { type: 'risk' as const, suggest, escalated: false, member: null }
  return {
    id: `${title}/${account}/1`,
    account,
    title,
    ...said,
    since: day('2026-03-18'),
    seen: day('2026-03-19'),
    ...given,
  }
}

type Given = {
  readonly accounts: readonly WorkAccount[]
  readonly episodes?: readonly OpenEpisode[]
  readonly stays?: readonly BandStay[]
  readonly worklist?: Partial<Worklist>
  readonly acts?: readonly Act[]
  readonly absences?: readonly Absence[]
  readonly horizon?: Horizon
  readonly today?: Day
}

function plan({
  accounts,
  episodes = [],
  stays = [],
  acts = [],
  absences = [],
  horizon = 'day',
  ...given
}: Given): Task[] {
  const worklist: Worklist = { teams: [], routines: [], renewals: null, health: null, ...given.worklist }
  const today = given.today ?? TODAY
  const reasons = listReasons({ worklist, today, accounts, episodes, stays, began: 0 })
  return planWorklist({
    worklist,
    today,
    horizon,
    accounts,
    reasons,
    absences,
    acts: new Map(acts.map((act) => [act.reason, act])),
  })
}

const because = (task: Task, today: Day = TODAY) => phraseTask({ ...task, today })

describe('what is on the list', () => {
  it('ranks by risk × value, and says why in a sentence', () => {
    const health = { band: 'at risk', value: 31, since: day('2026-03-11'), badness: 1 }
    const tasks = plan({
      accounts: [
        account('small', { mrr: { minor: 10_000, currency: 'USD' } }),
        account('big', { mrr: { minor: 120_000, currency: 'USD' }, health, renewsOn: day('2026-04-13') }),
        account('typical', {
          mrr: { minor: 30_000, currency: 'USD' },
          pulse: { colour: 'red', by: 'ana', note: 'their champion left' },
        }),
        account('trial'),
      ],
      episodes: [
        episode('small', 'Usage falling'),
        episode('big', 'Gone quiet', { escalated: true }),
        episode('big', 'Usage falling', { since: day('2026-03-12'), seen: day('2026-03-13') }),
        episode('typical', 'Usage falling'),
        episode('trial', 'Ready to buy', { type: 'intent' }),
      ],
    })
    // The median of 100, 300 and 1,200 USD is 300. 1 − 0.2 × 0.4 × 0.6 × (1 − 0.3 × 66/90) = 0.96256 of 4 typical accounts, and so on.
    const rows = tasks.map(({ account: { key }, risk, value }) => [
      key,
      Number(risk.toFixed(5)),
      Number(value.toFixed(5)),
    ])
    expect(rows).toEqual([
      ['big', 0.96256, 4],
      ['typical', 0.8, 1],
      ['trial', 0.4, 1],
      ['small', 0.6, 0.33333],
    ])
    expect(tasks.map((task) => because(task))).toEqual([
      'Gone quiet since 18 Mar (now worse) and usage falling since 12 Mar; health: at risk; pays 1,200 USD a month, 4.0 times a typical account; renews in 24 days.',
      'Usage falling since 18 Mar; pays 300 USD a month; ana says red: “their champion left”.',
      'Ready to buy since 18 Mar; pays nothing yet.',
      'Usage falling since 18 Mar; pays 100 USD a month, 33 % of a typical account.',
    ])
    expect([tasks[0]?.id, tasks[0]?.reasons.map(({ id }) => id)]).toEqual([
      'Usage falling/big/1',
      ['Gone quiet/big/1', 'Usage falling/big/1'],
    ])
  })

  it('names the steps that a newcomer has still to do, where the reason is one of newcomers', () => {
    const steps = { of: 5, missing: ['Data source', 'Shared', 'Scheduled', 'Advanced'] }
    const tasks = plan({
      accounts: [
        account('new', { steps }),
        account('nearly', { steps: { of: 5, missing: ['Advanced'] } }),
        account('whole', { steps: { of: 5, missing: [] } }),
        account('falling', { steps }),
      ],
      episodes: [
        ...['new', 'nearly', 'whole'].map((key) => episode(key, 'Stalled', { type: 'activation' })),
        episode('falling', 'Usage falling'),
      ],
    })
    expect(Object.fromEntries(tasks.map((task) => [task.account.key, because(task)]))).toEqual({
      new: 'Stalled since 18 Mar; 1 of 5 steps done, not yet data source, shared, scheduled and advanced; pays nothing yet.',
      nearly: 'Stalled since 18 Mar; 4 of 5 steps done, not yet advanced; pays nothing yet.',
      whole: 'Stalled since 18 Mar; pays nothing yet.',
      falling: 'Usage falling since 18 Mar; pays nothing yet.',
    })
  })

  it('makes one task of signals that open within a week, and another of one that opens later', () => {
    const on = (iso: string) => ({ since: day(iso) - 1, seen: day(iso) })
    const tasks = plan({
      accounts: [account('acme')],
      episodes: [
        episode('acme', 'first', on('2026-03-02')),
        episode('acme', 'second', on('2026-03-08')),
        episode('acme', 'third', on('2026-03-09')),
        episode('acme', 'sale', { ...on('2026-03-03'), suggest: { team: 'sales', action: 'Offer', cadence: 'once' } }),
      ],
    })
    expect(tasks.map(({ id, team, reasons }) => [id, team, reasons.length]).sort()).toEqual([
      ['first/acme/1', 'success', 2],
      ['sale/acme/1', 'sales', 1],
      ['third/acme/1', 'success', 1],
    ])
  })

  const routines = {
    routines: [
      {
        key: 'redCall',
        score: 'onboarding',
        band: 'red',
        afterDays: 0,
        age: null,
        suggest: { team: 'success', action: 'Call', cadence: 'daily' },
      },
      {
        key: 'redEngineers',
        score: 'onboarding',
        band: 'red',
        afterDays: 7,
        age: null,
        suggest: { team: 'success', action: 'Unblock', cadence: 'weekly' },
      },
      {
        key: 'near30',
        score: 'onboarding',
        band: 'yellow',
        afterDays: 0,
        age: { from: 23, to: 30 },
        suggest: { team: 'success', action: 'Check', cadence: 'daily' },
      },
    ],
  } as const satisfies Partial<Worklist>
  const since = day('2026-03-14')
  const red: BandStay = { account: 'acme', score: 'onboarding', band: 'red', since, seen: since, badness: 1 }

  it('follows a routine from the day after the close on which its band was entered', () => {
    const given = { accounts: [account('acme', { ageDays: 20 })], stays: [red], worklist: routines }
    expect(plan({ ...given, today: day('2026-03-14') })).toEqual([])
    const [task] = plan({ ...given, today: day('2026-03-15') })
    expect([task?.id, task?.reasons.length, because(task!, day('2026-03-15'))]).toEqual([
      `routine.redCall/acme/${day('2026-03-14')}`,
      1,
      'Onboarding red since 14 Mar; pays nothing yet.',
    ])
    expect(plan({ ...given, today: day('2026-03-22') })[0]?.reasons.map(({ suggest }) => suggest.action)).toEqual([
      'Call',
      'Unblock',
    ])
  })

  it('asks at an age only at that age', () => {
    const yellow: BandStay = { ...red, band: 'yellow', badness: 2 / 3 }
    const dueAt = (ageDays: number) =>
      plan({ accounts: [account('acme', { ageDays })], stays: [yellow], worklist: routines })
    expect([22, 23, 30, 31].map((age) => dueAt(age).map(({ due }) => due - TODAY))).toEqual([[], [0], [-5], []])
  })

  it('asks for renewals from so many days before, until two weeks after', () => {
    const worklist = {
      renewals: { withinDays: 90, suggest: { team: 'success', action: 'Prepare', cadence: 'weekly' } },
    } as const
    const left = (days: number) =>
      plan({ accounts: [account('acme', { renewsOn: TODAY + days })], worklist }).map((task) => because(task))[0]
    expect([91, 90, 1, 0, -14, -15].map(left)).toEqual([
      undefined,
      'Renews in 90 days; pays nothing yet.',
      'Renews in 1 day; pays nothing yet.',
      'Renews today; pays nothing yet.',
      'Was to renew on 6 Mar; pays nothing yet.',
      undefined,
    ])
  })
})

describe('what was seen to', () => {
  const accounts = [account('acme')]
  const weekly = episode('acme', 'quiet', { suggest: { team: 'success', action: 'Write', cadence: 'weekly' } })
  const act = (what: Act['what'], iso: string, until: string | null = null): Act => {
    return { reason: weekly.id, account: 'acme', what, day: day(iso), at: 0, until: until === null ? null : day(until) }
  }
  const due = (acts: readonly Act[], horizon: Horizon, episodes = [weekly]) =>
    plan({ accounts, episodes, acts, horizon }).map((task) => task.due - TODAY)

  it('is due again when its cadence has passed, or never when it was to be done once', () => {
    expect(due([act('done', '2026-03-20')], 'day')).toEqual([])
    expect(due([act('done', '2026-03-20')], 'week')).toEqual([])
    expect(due([act('done', '2026-03-19')], 'week')).toEqual([6])
    expect(due([act('done', '2026-03-13')], 'day')).toEqual([0])
    expect(
      due([act('done', '2026-03-01')], 'month', [{ ...weekly, suggest: { ...weekly.suggest, cadence: 'once' } }]),
    ).toEqual([])
  })

  it('comes back on the day it was snoozed to, and not at all once dismissed', () => {
    expect(due([act('snoozed', '2026-03-19', '2026-03-21')], 'day')).toEqual([])
    expect(due([act('snoozed', '2026-03-19', '2026-03-20')], 'day')).toEqual([0])
    expect(due([act('dismissed', '2026-03-19')], 'month')).toEqual([])
  })

  it('is overdue when it should have been done once more already', () => {
    const overdue = (seen: string) => plan({ accounts, episodes: [{ ...weekly, seen: day(seen) }] })[0]?.overdueDays
    expect(['2026-03-20', '2026-03-14', '2026-03-13', '2026-03-01'].map(overdue)).toEqual([0, 0, 1, 13])
  })
})

describe('whose it is', () => {
  it('deals accounts in turn by capacity, but for those that a property gives to somebody', () => {
    const team: Team = {
      ...TEAM,
      people: [
        { name: 'dan', capacity: 20 },
        { name: 'eve', capacity: 10 },
      ],
    }
    const worklist = { teams: [{ key: 'sales', ...team }] }
    const staff = staffOf({ worklist, absences: [], today: TODAY }, 'sales')
    const owner = (order: number, named: string | null) =>
      ownerOf(account('a', { order, owners: { sales: named } }), staff)
    expect([0, 1, 2, 3, 4, 5].map((order) => owner(order, null))).toEqual(['dan', 'eve', 'dan', 'dan', 'eve', 'dan'])
    expect(owner(0, 'ana')).toBe('ana')
  })

  it('gives the tasks of who is away to their cover, or to those who are there', () => {
    const given = {
      accounts: [
        account('a', { owners: {}, order: 0 }),
        account('b', { owners: {}, order: 1 }),
        account('c', { owners: {}, order: 2 }),
      ],
      episodes: [episode('a', 'x'), episode('b', 'x'), episode('c', 'x')],
      worklist: { teams: [{ key: 'success', ...TEAM, people: people('ana', 'ben', 'cas') }] },
    }
    const who = (...absences: Absence[]) =>
      plan({ ...given, absences }).map(({ account, assignee, insteadOf }) => [account.key, assignee, insteadOf])
    const away = { from: TODAY - 1, to: TODAY, cover: null }
    expect(who()).toEqual([
      ['a', 'ana', null],
      ['b', 'ben', null],
      ['c', 'cas', null],
    ])
    expect(who({ ...away, person: 'ben', cover: 'cas' })).toEqual([
      ['a', 'ana', null],
      ['b', 'cas', 'ben'],
      ['c', 'cas', null],
    ])
    // Whom ben named is away too, so that those who are there take turns.
    expect(who({ ...away, person: 'ben', cover: 'cas' }, { ...away, person: 'cas' })).toEqual([
      ['a', 'ana', null],
      ['b', 'ana', 'ben'],
      ['c', 'ana', 'cas'],
    ])
    expect(who({ ...away, person: 'ben', to: TODAY - 1 })).toEqual([
      ['a', 'ana', null],
      ['b', 'ben', null],
      ['c', 'cas', null],
    ])
    expect(who(...['ana', 'ben', 'cas'].map((person) => ({ ...away, person })))[1]).toEqual(['b', 'ben', null])
  })
})

describe('the line', () => {
  const keys = ['a', 'b', 'c', 'd'] as const
  const accounts = keys.map((key, i) => account(key, { mrr: { minor: 40_000 - 10_000 * i, currency: 'USD' } }))
  const waits = (team: Partial<Team>, horizon: Horizon, episodes = keys.map((key) => episode(key, 'x'))) =>
    plan({ accounts, episodes, horizon, worklist: { teams: [{ key: 'success', ...TEAM, ...team }] } }).map(
      (task) => task.waits,
    )

  it('lets wait what is beyond the capacity of the day, and nothing of the week', () => {
    expect(waits({ capacity: 2 }, 'day')).toEqual([null, null, 'capacity', 'capacity'])
    expect(waits({ capacity: 2 }, 'week')).toEqual([null, null, null, null])
    expect(waits({}, 'day')).toEqual([null, null, null, null])
  })

  it('lets wait the alerts of least weight beyond those of a week; older ones are no alerts any more', () => {
    expect(waits({ alertsPerWeek: 3 }, 'day')).toEqual([null, null, null, 'budget'])
    const old = { since: TODAY - 8, seen: TODAY - 7 }
    const aged = [episode('a', 'x', old), episode('b', 'x', old), episode('c', 'x'), episode('d', 'x')]
    expect(waits({ alertsPerWeek: 1 }, 'day', aged)).toEqual([null, null, null, 'budget'])
    expect(waits({ alertsPerWeek: 1, capacity: 2 }, 'day')).toEqual([null, 'budget', 'budget', 'budget'])
  })
})

describe('where it was measured what an act brings', () => {
  const gain = (share: number) => ({ gain: share, sentence: `${share}` })
  const paying = (key: string, minor: number) => account(key, { mrr: { minor, currency: 'EUR' } })

  it('those tasks take each other’s places by gain × value; the others stay where the rule put them', () => {
    const tasks = plan({
      accounts: [paying('a', 400), paying('b', 300), paying('c', 200), paying('d', 100), paying('e', 200)],
      episodes: [
        episode('a', 'Quiet'),
        episode('b', 'Limit', { measured: gain(0.05) }),
        episode('c', 'Quiet'),
        episode('d', 'Limit', { measured: gain(0.2) }),
        episode('e', 'Other', { type: 'engagement' }),
      ],
    })
    expect(tasks.map(({ account: { key }, measured }) => [key, measured?.gain ?? null])).toEqual([
      ['a', null],
      ['d', 0.2],
      ['c', null],
      ['b', 0.05],
      ['e', null],
    ])
  })

  it('of the reasons of one task the one that brings most leads those that were measured', () => {
    const [task] = plan({
      accounts: [account('a')],
      episodes: [
        episode('a', 'Quiet', { escalated: true }),
        episode('a', 'Limit', { type: 'intent', measured: gain(0.1) }),
        episode('a', 'Seats', { type: 'expansion', measured: gain(0.3) }),
      ],
    })
    expect(task!.reasons.map(({ id }) => id)).toEqual(['Quiet/a/1', 'Seats/a/1', 'Limit/a/1'])
    expect(task!.measured).toBe(null)
  })
})
